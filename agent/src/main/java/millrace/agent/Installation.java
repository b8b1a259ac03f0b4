package millrace.agent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import millrace.agent.boot.Names;
import millrace.agent.boot.Redirect;
import millrace.agent.boot.Trust;

/** Apart from {@link Agent}, because it may be linked only once the boot classes are defined. */
final class Installation {
    private Installation() {}

    static void run(Settings settings, Instrumentation jvm) throws Exception {
        Names names = new Names(settings.names);
        if (names.contain(settings.gatewayHost)) {
            throw new IllegalArgumentException("gateway.host '" + settings.gatewayHost + "' is itself a served name");
        }
        if (settings.caFile != null && !new File(settings.caFile).canRead()) {
            Agent.say("ca.file " + settings.caFile + " cannot be read, so TLS to Millrace will fail");
        }
        Redirect.install(settings.gatewayHost, settings.gatewayPort, names, settings.applicationProperties);
        Trust.install(settings.caFile);

        // Read before the transformer is asked about any class, so that it is never asked about this one's.
        Set<String> jdkClasses = Hooks.jdkClasses();
        Transformer transformer = new Transformer();
        jvm.addTransformer(transformer, true);
        List<Class<?>> loadedBefore = new ArrayList<>();
        for (String name : jdkClasses) {
            Class<?> found = load(name);
            if (found != null && !transformer.hasSeen(name)) loadedBefore.add(found);
        }
        jvm.retransformClasses(loadedBefore.toArray(new Class<?>[0]));

        List<Hook> missing = transformer.missing();
        for (Hook hook : missing) {
            // The JVM swallows what a transformer throws, so it is asked here.
            if (hook.purpose == Hook.Purpose.REDIRECT) throw new IllegalStateException(transformer.whyMissing(hook));
            Agent.say(transformer.whyMissing(hook));
        }
    }

    /** Loads without initialising; a class that is loaded here first is hooked on its way in. */
    private static Class<?> load(String name) {
        try {
            return Class.forName(name.replace('/', '.'), false, null);
        } catch (ClassNotFoundException e) {
            return null;
        }
    }
}
