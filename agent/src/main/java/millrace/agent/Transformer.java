package millrace.agent;

import java.lang.instrument.ClassFileTransformer;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Puts the hooks into the classes they name. */
final class Transformer implements ClassFileTransformer {
    private final Set<String> seen = ConcurrentHashMap.newKeySet();
    private final Set<Hook> applied = ConcurrentHashMap.newKeySet();
    private volatile String failure;

    @Override
    public byte[] transform(
            Module module, ClassLoader loader, String name, Class<?> redefined, ProtectionDomain domain, byte[] code) {
        if (name == null) return null;
        List<Hook> hooks = Hooks.of(name, loader == null);
        if (hooks == null) return null;
        seen.add(name);
        try {
            Set<Hook> done = new HashSet<>();
            byte[] hooked = HookWriter.write(code, hooks, done);
            applied.addAll(done);
            if (loader != null) report(name, hooks, done);
            return hooked;
        } catch (Throwable e) {
            failure = name + ": " + e;
            if (loader != null) Agent.say(name.replace('/', '.') + " cannot be redirected: " + e);
            return null;
        }
    }

    boolean hasSeen(String name) {
        return seen.contains(name);
    }

    List<Hook> missing() {
        List<Hook> missing = new ArrayList<>();
        for (Hook hook : Hooks.ALL) {
            if (hook.purpose != Hook.Purpose.APPLICATION && !applied.contains(hook)) missing.add(hook);
        }
        return missing;
    }

    String whyMissing(Hook hook) {
        return hook + " of Java " + System.getProperty("java.version") + " cannot be hooked"
                + (failure == null ? "" : " (" + failure + ")");
    }

    /** A producer library without the method we know would send to AWS unseen. */
    private static void report(String name, List<Hook> hooks, Set<Hook> done) {
        for (Hook hook : hooks) {
            if (hook.how == Hook.How.THIS && !done.contains(hook)) {
                Agent.say(name.replace('/', '.') + " has no " + hook.method + ", so its records are not redirected");
            }
        }
    }
}
