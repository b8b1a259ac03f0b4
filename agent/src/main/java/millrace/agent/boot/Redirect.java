package millrace.agent.boot;

import java.io.File;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.file.Path;

/**
 * What the hooked JDK methods ask. Runs inside them, so it lives in the boot loader, holds no lock, logs nothing and
 * uses only what the JDK has loaded long before.
 */
public final class Redirect {
    private static final String APPLICATION_PROPERTIES = "/etc/flink/application_properties.json";

    private static volatile Names names;
    private static String gatewayHost;
    private static int gatewayPort;
    private static String applicationProperties;

    private Redirect() {}

    public static void install(String host, int port, Names served, String propertiesFile) {
        gatewayHost = host;
        gatewayPort = port;
        applicationProperties = propertiesFile;
        names = served;
    }

    static boolean serves(String host) {
        Names served = names;
        return served != null && served.contain(host);
    }

    static String gatewayHost() {
        return gatewayHost;
    }

    static int gatewayPort() {
        return gatewayPort;
    }

    /** The answer to a look-up of {@code host}, or null for the JDK to look it up itself. */
    public static InetAddress[] addresses(String host) throws UnknownHostException {
        if (!serves(host)) return null;
        // Asked each time: in a container platform the gateway's address moves, and the JDK caches it as it is told to.
        InetAddress[] gateway = InetAddress.getAllByName(gatewayHost);
        InetAddress[] named = new InetAddress[gateway.length];
        for (int i = 0; i < gateway.length; i++) {
            // The name stays in the address: TLS takes its server name and the connect hook its decision from it.
            named[i] = InetAddress.getByAddress(host, gateway[i].getAddress());
        }
        return named;
    }

    /** The same for resolvers that want one address. */
    public static InetAddress address(String host) throws UnknownHostException {
        InetAddress[] found = addresses(host);
        return found == null ? null : found[0];
    }

    /** Where a connection to {@code wanted} goes. */
    public static SocketAddress target(SocketAddress wanted) throws UnknownHostException {
        if (!(wanted instanceof InetSocketAddress)) return wanted;
        InetSocketAddress address = (InetSocketAddress) wanted;
        int port = address.getPort();
        if (port != 443 && port != 80) return wanted;
        // getHostString never looks anything up.
        InetAddress[] gateway = addresses(address.getHostString());
        if (gateway == null) return wanted;
        for (InetAddress one : gateway) {
            if (one.equals(address.getAddress())) return new InetSocketAddress(one, gatewayPort);
        }
        // Unresolved, or resolved by something that does not ask the JDK.
        return new InetSocketAddress(gateway[0], gatewayPort);
    }

    /** The file behind a path: only the one that AWS puts into the container differs. */
    public static String file(String path) {
        // Every java.io.File and java.nio Path passes here: the lengths differ nearly always.
        if (path == null || path.length() != APPLICATION_PROPERTIES.length()) return path;
        return applicationProperties != null && APPLICATION_PROPERTIES.equals(path) ? applicationProperties : path;
    }

    /** For readers that put the path together piece by piece. */
    public static File file(File wanted) {
        if (wanted == null) return null;
        String path = wanted.getPath();
        String other = file(path);
        return other == path ? wanted : new File(other);
    }

    public static Path path(Path wanted) {
        if (wanted == null) return null;
        String path = wanted.toString();
        String other = file(path);
        return other == path ? wanted : Path.of(other);
    }
}
