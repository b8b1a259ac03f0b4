package millrace.examples;

import java.util.Properties;

/** The application's runtime properties. */
final class Settings {
    static final String GROUP = "FlinkApplicationProperties";

    final String inputStream;
    final String outputStream;
    final String region;
    final String initialPosition;
    /** Name of an enhanced fan-out consumer; empty: records are polled. */
    final String fanOutConsumer;

    private Settings(Properties group) {
        inputStream = required(group, "input.stream");
        outputStream = required(group, "output.stream");
        region = required(group, "aws.region");
        // Not LATEST: a record put while the application starts would never be seen.
        initialPosition = group.getProperty("source.init.position", "TRIM_HORIZON");
        fanOutConsumer = group.getProperty("source.consumer", "").trim();
    }

    static Settings from(Properties group) {
        if (group == null) {
            throw new IllegalArgumentException("There is no property group '" + GROUP + "'");
        }
        return new Settings(group);
    }

    private static String required(Properties group, String key) {
        String value = group.getProperty(key, "").trim();
        if (value.isEmpty()) {
            throw new IllegalArgumentException("'" + key + "' is not set in property group '" + GROUP + "'");
        }
        return value;
    }
}
