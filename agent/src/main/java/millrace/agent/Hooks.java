package millrace.agent;

import static millrace.agent.Hook.How.ANSWER;
import static millrace.agent.Hook.How.ARGUMENT;
import static millrace.agent.Hook.How.RESULT;
import static millrace.agent.Hook.How.RESULT_OF_THIS;
import static millrace.agent.Hook.How.THIS;
import static millrace.agent.Hook.Purpose.APPLICATION;
import static millrace.agent.Hook.Purpose.FILES;
import static millrace.agent.Hook.Purpose.REDIRECT;
import static millrace.agent.Hook.Purpose.TRUST;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Everything the agent changes, on one page. */
final class Hooks {
    private static final String STRING = "Ljava/lang/String;";
    private static final String FILE = "Ljava/io/File;";
    private static final String PATH = "Ljava/nio/file/Path;";
    private static final String INET = "Ljava/net/InetAddress;";
    private static final String SOCKET = "Ljava/net/SocketAddress;";
    private static final String SET = "Ljava/util/Set;";

    private static final String TO_TARGET = "(" + SOCKET + ")" + SOCKET;

    static final List<Hook> ALL = List.of(
            // Names. getByName, InetSocketAddress, Socket and Netty's usual resolver all end in getAllByName.
            new Hook(REDIRECT, ANSWER, "java/net/InetAddress", "getAllByName", "(" + STRING + ")",
                    "Redirect.addresses", "(" + STRING + ")[" + INET),

            // Ports. Blocking sockets (URLConnection, Apache's client), channels (Netty, java.net.http), their adaptors.
            new Hook(REDIRECT, ARGUMENT, "java/net/Socket", "connect", "(" + SOCKET + "I)",
                    "Redirect.target", TO_TARGET),
            new Hook(REDIRECT, ARGUMENT, "sun/nio/ch/SocketChannelImpl", "connect", "(" + SOCKET + ")",
                    "Redirect.target", TO_TARGET),
            new Hook(REDIRECT, ARGUMENT, "sun/nio/ch/SocketAdaptor", "connect", "(" + SOCKET + "I)",
                    "Redirect.target", TO_TARGET),
            new Hook(REDIRECT, ARGUMENT, "sun/nio/ch/AsynchronousSocketChannelImpl", "connect", "(" + SOCKET,
                    "Redirect.target", TO_TARGET),

            // Trust. Every default TrustManagerFactory and SSLContext of the JDK reads its anchors here.
            new Hook(TRUST, RESULT, "sun/security/ssl/TrustStoreManager", "getTrustedCerts", "()",
                    "Trust.withCa", "(" + SET + ")" + SET),

            // The properties file: the first two answer "is it there?" too, the last two catch paths put together.
            new Hook(FILES, ARGUMENT, "java/io/File", "<init>", "(" + STRING + ")V",
                    "Redirect.file", "(" + STRING + ")" + STRING),
            new Hook(FILES, ARGUMENT, "sun/nio/fs/UnixFileSystem", "getPath", "(" + STRING,
                    "Redirect.file", "(" + STRING + ")" + STRING),
            new Hook(FILES, ARGUMENT, "java/io/FileInputStream", "<init>", "(" + FILE + ")V",
                    "Redirect.file", "(" + FILE + ")" + FILE),
            new Hook(FILES, ARGUMENT, "sun/nio/fs/UnixFileSystemProvider", "newByteChannel", "(" + PATH,
                    "Redirect.path", "(" + PATH + ")" + PATH),

            // The Kinesis Producer Library's native process.
            new Hook(APPLICATION, THIS, "/KinesisProducerConfiguration", "toProtobufMessage", "()",
                    "Kpl.complete", "(Ljava/lang/Object;)V"),
            new Hook(APPLICATION, RESULT_OF_THIS, "/KinesisProducerConfiguration", "getCaCertFile", "()" + STRING,
                    "Kpl.caFile", "(" + STRING + "Ljava/lang/Object;)" + STRING),

            // Netty where it does not ask the JDK: its own DNS client, its own sockets.
            new Hook(APPLICATION, ANSWER, "netty/resolver/DefaultHostsFileEntriesResolver", "address", "(" + STRING,
                    "Redirect.address", "(" + STRING + ")" + INET),
            new Hook(APPLICATION, ARGUMENT, "netty/channel/unix/Socket", "connect", "(" + SOCKET + ")",
                    "Redirect.target", TO_TARGET));

    private static final Set<String> JDK_CLASSES = jdk();

    private Hooks() {}

    static Set<String> jdkClasses() {
        return JDK_CLASSES;
    }

    /** The hooks of a class, null for nearly every class. Called for each one the JVM loads. */
    static List<Hook> of(String className, boolean ofJdk) {
        if (ofJdk && !JDK_CLASSES.contains(className)) return null;
        List<Hook> found = null;
        for (Hook hook : ALL) {
            if (ofJdk == (hook.purpose == APPLICATION) || !hook.isIn(className)) continue;
            if (found == null) found = new ArrayList<>();
            found.add(hook);
        }
        return found;
    }

    private static Set<String> jdk() {
        Set<String> names = new LinkedHashSet<>();
        for (Hook hook : ALL) {
            if (hook.purpose != APPLICATION) names.add(hook.owner);
        }
        return names;
    }
}
