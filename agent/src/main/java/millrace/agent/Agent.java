package millrace.agent;

import java.io.InputStream;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * {@code -javaagent:millrace-agent.jar=<properties file>}: an application that was built for AWS, unchanged, talks to
 * Millrace. Says nothing when all is well.
 */
public final class Agent {
    /** What Millrace's supervisor reads as "started without redirection, so not started". */
    static final int NO_REDIRECTION = 70;

    private static final List<String> BOOT_CLASSES = List.of("Names", "Redirect", "Trust", "Kpl");

    private Agent() {}

    public static void premain(String propertiesFile, Instrumentation jvm) {
        try {
            Settings settings = Settings.read(propertiesFile);
            defineBootClasses(jvm);
            Installation.run(settings, jvm);
        } catch (Throwable e) {
            // Going on would send the application's records to AWS itself.
            say("no redirection, so this JVM stops: " + e);
            Runtime.getRuntime().halt(NO_REDIRECTION);
        }
    }

    static void say(String line) {
        System.err.println("millrace-agent: " + line.replace('\n', ' '));
    }

    /**
     * The JDK's own classes call into {@code millrace.agent.boot}, so these must belong to the boot loader. The usual
     * ways there ({@code Boot-Class-Path}, {@code appendToBootstrapClassLoaderSearch}) make HotSpot warn on stdout and
     * no longer take the application's classes from a shared archive (a static one on 17, any on 25), which costs Flink
     * a second of start time; defining them one by one does not.
     */
    private static void defineBootClasses(Instrumentation jvm) throws Exception {
        jvm.redefineModule(
                Object.class.getModule(),
                Set.of(),
                Map.of("jdk.internal.misc", Set.of(Agent.class.getModule())),
                Map.of(),
                Set.of(),
                Map.of());
        Class<?> type = Class.forName("jdk.internal.misc.Unsafe");
        Object unsafe = type.getMethod("getUnsafe").invoke(null);
        Method define = type.getMethod(
                "defineClass", String.class, byte[].class, int.class, int.class, ClassLoader.class,
                ProtectionDomain.class);
        for (String name : BOOT_CLASSES) {
            byte[] code;
            try (InputStream in = Agent.class.getResourceAsStream("boot/" + name + ".class")) {
                code = in.readAllBytes();
            }
            define.invoke(unsafe, "millrace/agent/boot/" + name, code, 0, code.length, null, null);
        }
    }
}
