package millrace.agent;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application in {@code client/} is run once with the packed agent; each test looks at one side of what it did. */
class AgentTest {
    private static final String NAMES = "kinesis.*.amazonaws.com,*.control-kinesis.*.amazonaws.com,s3.*.amazonaws.com,"
            + "*.s3.amazonaws.com,*.s3.*.amazonaws.com";
    private static final String LIST = " Kinesis_20131202.ListStreams";

    @TempDir
    static Path directory;

    private static Certificates certificates;
    private static TestGateway gateway;
    private static TestGateway own;
    private static Jvm jvm;
    private static Map<String, String> did;

    @BeforeAll
    static void runTheApplication() throws Exception {
        certificates = Certificates.make(
                directory,
                "*.us-east-1.amazonaws.com", "*.us-west-2.amazonaws.com", "*.eu-west-1.amazonaws.com",
                "*.eu-central-1.amazonaws.com", "*.ap-south-1.amazonaws.com",
                "*.control-kinesis.us-east-2.amazonaws.com", "*.s3.us-east-1.amazonaws.com");
        gateway = new TestGateway(certificates.tls);
        own = new TestGateway(null);
        jvm = application();
        did = jvm.outcomes();
    }

    @AfterAll
    static void stop() {
        gateway.close();
        own.close();
    }

    @Test
    void everySdkReachesTheGateway() {
        assertAll(
                () -> reached("sdk1", "0", "tls h1 kinesis.us-east-1.amazonaws.com" + LIST),
                () -> reached("sdk2-apache", "0", "tls h1 kinesis.us-west-2.amazonaws.com" + LIST),
                () -> reached("sdk2-url-connection", "0", "tls h1 kinesis.eu-west-1.amazonaws.com" + LIST),
                () -> reached("sdk2-netty-h1", "0", "tls h1 kinesis.eu-central-1.amazonaws.com" + LIST),
                () -> reached("sdk2-netty-h2", "0", "tls h2 kinesis.ap-south-1.amazonaws.com" + LIST),
                () -> reached("sdk2-account-host", "200", "tls h1 123456789012.control-kinesis.us-east-2.amazonaws.com"
                        + " Kinesis_20131202.DescribeStreamSummary"));
    }

    @Test
    void everyWayOfConnectingReachesTheGateway() {
        String port = String.valueOf(gateway.port());
        assertAll(
                () -> reached("url-https", "millrace", "tls h1 bucket.s3.us-east-1.amazonaws.com /url-https"),
                () -> reached("url-http", "millrace", "plain h1 my.dotted.bucket.s3.amazonaws.com /url-http"),
                () -> reached("java-net-http", "millrace", "tls h1 s3.us-east-1.amazonaws.com /java-net-http"),
                () -> outcome("socket", port),
                () -> outcome("unresolved", port),
                () -> outcome("adaptor", port),
                () -> outcome("asynchronous", port),
                () -> outcome("served-name", "kinesis.us-east-1.amazonaws.com/127.0.0.1"),
                () -> outcome("netty-dns", "kinesis.us-east-1.amazonaws.com/127.0.0.1"));
    }

    @Test
    void whatIsNotServedGoesWhereItWould() {
        assertAll(
                () -> outcome("sdk2-own-endpoint", "0"),
                () -> outcome("own-host", "millrace"),
                () -> outcome("unserved-host", "millrace"),
                () -> outcome("unserved-name", "dynamodb.us-east-1.amazonaws.com/127.0.0.1"),
                () -> outcome("netty-dns-unserved", "null"),
                () -> outcome("unserved-target", "true"),
                () -> outcome("other-port", "true"),
                () -> assertTrue(did.get("unknown-name").startsWith("java.net.UnknownHostException"), jvm.out),
                () -> assertEquals(
                        List.of(
                                "plain h1 localhost:" + own.port() + LIST,
                                "plain h1 localhost:" + own.port() + " /own-host",
                                "plain h1 dynamodb.us-east-1.amazonaws.com:" + own.port() + " /unserved-host"),
                        List.copyOf(own.requests).subList(0, 3)));
    }

    @Test
    void theJdksAuthoritiesAreStillTrusted() {
        String[] trusted = did.get("trusted").split(" ");
        assertTrue(Integer.parseInt(trusted[0]) > 20, jvm.out);
        assertEquals("true", trusted[1]);
    }

    @Test
    void anOwnTrustStoreIsKeptAndCompleted() throws Exception {
        String store = Certificates.othersTrustStore(directory).toString();
        Jvm other = application("-Djavax.net.ssl.trustStore=" + store, "-Djavax.net.ssl.trustStorePassword=changeit");
        assertEquals("2 true", other.outcomes().get("trusted"), other.err);
        assertEquals("0", other.outcomes().get("sdk1"), other.err);
    }

    @Test
    void theFixedPathReadsTheMappedFile() {
        String content = "[{\"PropertyGroupId\":\"g\"}]";
        assertAll(
                () -> outcome("file-exists", "true"),
                () -> outcome("file-stream", content),
                () -> outcome("file-pieces", content),
                () -> outcome("file-reader", content),
                () -> outcome("file-nio", content),
                () -> outcome("file-nio-pieces", content),
                () -> outcome("file-other", "false"));
    }

    @Test
    void theProducerLibraryIsPointedAtTheGateway() {
        String ours = "127.0.0.1:" + gateway.port();
        String older = "kinesis=" + ours + " cloudwatch=" + ours + " verify=false";
        String newer = "kinesis=" + ours + " cloudwatch=" + ours + " verify=true sts=" + ours + " ca=";
        assertAll(
                () -> outcome("kpl", older),
                () -> outcome("kpl-written-out", older),
                () -> outcome("kpl-restarted", older),
                () -> outcome("kpl-own-endpoint", "kinesis=kinesis.example.org:8443 cloudwatch=" + ours
                        + " verify=true"),
                () -> outcome("kpl-newer", newer + certificates.ca),
                () -> outcome("kpl-newer-own-ca", newer + "/own.pem"));
    }

    @Test
    void nothingIsSaidWhenAllIsWell() {
        assertEquals(0, jvm.exitCode, jvm.err);
        assertEquals(List.of(), saidByAgent(jvm));
    }

    @Test
    void withoutRedirectionTheJvmDoesNotStart() throws Exception {
        Path empty = Files.writeString(directory.resolve("empty.properties"), "gateway.host=127.0.0.1\n");
        Path circle = Files.writeString(
                directory.resolve("circle.properties"), "gateway.host=kinesis.x\ngateway.port=1\nnames=kinesis.*\n");
        assertAll(
                () -> stops("", "the agent's argument must be the path of its properties file"),
                () -> stops("=" + directory.resolve("absent"), "absent (No such file or directory)"),
                () -> stops("=" + empty, "'gateway.port' is not set"),
                () -> stops("=" + circle, "gateway.host 'kinesis.x' is itself a served name"));
    }

    @Test
    void aMissingAuthorityIsReported() throws Exception {
        Path settings = directory.resolve("no-ca.properties");
        Files.writeString(settings, "gateway.host=127.0.0.1\ngateway.port=1\nnames=iam.amazonaws.com\nca.file=/absent\n");
        Jvm java = Jvm.run(directory, List.of(agent("=" + settings)), "millrace.agent.client.Nothing");
        assertEquals(0, java.exitCode, java.err);
        assertEquals(
                List.of("millrace-agent: ca.file /absent cannot be read, so TLS to Millrace will fail"),
                saidByAgent(java));
    }

    private static Jvm application(String... options) throws Exception {
        Path mapped = Files.writeString(directory.resolve("mapped.json"), "[{\"PropertyGroupId\":\"g\"}]\n");
        Path hosts = Files.writeString(
                directory.resolve("hosts"), "127.0.0.1 localhost\n127.0.0.1 dynamodb.us-east-1.amazonaws.com\n");
        Path settings = Files.writeString(
                directory.resolve("agent.properties"),
                "gateway.host=127.0.0.1\ngateway.port=" + gateway.port() + "\nnames=" + NAMES
                        + "\napplication.properties=" + mapped + "\nca.file=" + certificates.ca + "\n");
        List<String> all = new ArrayList<>(List.of(
                agent("=" + settings),
                // Any look-up the agent lets through is answered from here: no test asks the network's DNS.
                "-Djdk.net.hosts.file=" + hosts,
                "-Daws.java.v1.disableDeprecationAnnouncement=true",
                "-Xmx256m"));
        all.addAll(List.of(options));
        return Jvm.run(
                directory, all, "millrace.agent.client.Application", String.valueOf(own.port()));
    }

    private static String agent(String argument) {
        return "-javaagent:" + Jvm.AGENT + argument;
    }

    private static void reached(String name, String outcome, String request) {
        outcome(name, outcome);
        assertTrue(gateway.requests.contains(request), () -> request + " is not among " + gateway.requests);
    }

    private static void outcome(String name, String expected) {
        assertEquals(expected, did.get(name), () -> name + ": " + jvm.err);
    }

    private static void stops(String argument, String why) throws Exception {
        Jvm java = Jvm.run(directory, List.of(agent(argument)), "millrace.agent.client.Nothing");
        assertEquals(70, java.exitCode, java.err);
        assertEquals("", java.out);
        List<String> said = saidByAgent(java);
        assertEquals(1, said.size(), java.err);
        assertTrue(said.get(0).startsWith("millrace-agent: no redirection, so this JVM stops: "), java.err);
        assertTrue(said.get(0).endsWith(why), java.err);
    }

    private static List<String> saidByAgent(Jvm java) {
        List<String> said = new ArrayList<>();
        for (String line : java.err.split("\n")) {
            if (line.startsWith("millrace-agent: ")) said.add(line);
        }
        return said;
    }
}
