package millrace.agent;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;

/** The agent's properties file, written by Millrace for each process it starts. */
final class Settings {
    final String gatewayHost;
    final int gatewayPort;
    final String names;
    /** Null: the path of AWS's own file is left alone. */
    final String applicationProperties;
    /** Null: the JVM's trust is left alone. */
    final String caFile;

    private Settings(Properties from) {
        gatewayHost = required(from, "gateway.host");
        gatewayPort = port(required(from, "gateway.port"));
        names = required(from, "names");
        applicationProperties = optional(from, "application.properties");
        caFile = optional(from, "ca.file");
    }

    static Settings read(String file) throws IOException {
        if (file == null || file.isEmpty()) {
            throw new IllegalArgumentException("the agent's argument must be the path of its properties file");
        }
        Properties properties = new Properties();
        try (Reader in = new InputStreamReader(new FileInputStream(file), StandardCharsets.UTF_8)) {
            properties.load(in);
        }
        return new Settings(properties);
    }

    private static String required(Properties from, String key) {
        String value = optional(from, key);
        if (value == null) throw new IllegalArgumentException("'" + key + "' is not set");
        return value;
    }

    private static String optional(Properties from, String key) {
        String value = from.getProperty(key, "").trim();
        return value.isEmpty() ? null : value;
    }

    private static int port(String value) {
        try {
            int port = Integer.parseInt(value);
            if (port > 0 && port < 65536) return port;
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("gateway.port '" + value + "' is not a port");
    }
}
