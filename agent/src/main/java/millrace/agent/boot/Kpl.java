package millrace.agent.boot;

import java.lang.reflect.Method;

/**
 * The Kinesis Producer Library sends from a native process, which no hook in this JVM reaches. So its configuration,
 * under whatever package it was shaded, is completed at the moment it is handed to that process: after every setter of
 * the user has run. What the user set stays.
 */
public final class Kpl {
    private Kpl() {}

    /** Hooked at the start of {@code KinesisProducerConfiguration.toProtobufMessage()}. */
    public static void complete(Object configuration) {
        try {
            boolean kinesis = point(configuration, "Kinesis");
            // Its metrics go where its records go, never to AWS; 0.15 and later also ask STS who they are.
            point(configuration, "Cloudwatch");
            point(configuration, "Sts");
            if (kinesis && setter(configuration, "setCaCertFile", String.class) == null) {
                // Older versions trust a directory of certificates hashed as OpenSSL does, and nothing else.
                call(configuration, "setVerifyCertificate", boolean.class, false);
            }
        } catch (ReflectiveOperationException | RuntimeException e) {
            System.err.println("millrace-agent: this Kinesis Producer Library cannot be redirected: " + e);
        }
    }

    /** Hooked at the return of {@code KinesisProducerConfiguration.getCaCertFile()}, which newer versions have. */
    public static String caFile(String set, Object configuration) {
        if (set != null && !set.isEmpty() || Trust.caFile() == null) return set;
        try {
            return ours(configuration, "Kinesis") ? Trust.caFile() : set;
        } catch (ReflectiveOperationException | RuntimeException e) {
            return set;
        }
    }

    private static boolean point(Object configuration, String service) throws ReflectiveOperationException {
        if (setter(configuration, "set" + service + "Endpoint", String.class) == null) return false;
        if (!ours(configuration, service)) return false;
        call(configuration, "set" + service + "Endpoint", String.class, Redirect.gatewayHost());
        call(configuration, "set" + service + "Port", long.class, (long) Redirect.gatewayPort());
        return true;
    }

    /** No endpoint means AWS's own; AWS's own name written out means the same; ours was set by an earlier call. */
    private static boolean ours(Object configuration, String service) throws ReflectiveOperationException {
        String endpoint = (String) get(configuration, "get" + service + "Endpoint");
        if (endpoint == null || endpoint.isEmpty()) return true;
        long port = (Long) get(configuration, "get" + service + "Port");
        if (port == Redirect.gatewayPort() && endpoint.equals(Redirect.gatewayHost())) return true;
        return port == 443 && Redirect.serves(endpoint);
    }

    private static Object get(Object configuration, String name) throws ReflectiveOperationException {
        return configuration.getClass().getMethod(name).invoke(configuration);
    }

    private static void call(Object configuration, String name, Class<?> type, Object value)
            throws ReflectiveOperationException {
        Method setter = setter(configuration, name, type);
        if (setter == null) throw new NoSuchMethodException(name);
        setter.invoke(configuration, value);
    }

    private static Method setter(Object configuration, String name, Class<?> type) {
        try {
            return configuration.getClass().getMethod(name, type);
        } catch (NoSuchMethodException e) {
            return null;
        }
    }
}
