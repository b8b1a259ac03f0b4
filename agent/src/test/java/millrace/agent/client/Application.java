package millrace.agent.client;

import com.amazonaws.auth.AWSStaticCredentialsProvider;
import com.amazonaws.auth.BasicAWSCredentials;
import com.amazonaws.services.kinesis.AmazonKinesisClientBuilder;
import io.netty.resolver.DefaultHostsFileEntriesResolver;
import io.netty.resolver.ResolvedAddressTypes;
import java.io.BufferedReader;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileReader;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.URL;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.channels.AsynchronousSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.concurrent.Callable;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import millrace.agent.boot.Redirect;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.KinesisClientBuilder;

/**
 * An application that was written for AWS, run with the agent in a JVM of its own. Nothing in it names a gateway; the
 * one argument is the port of an endpoint of the user's own. Prints "case TAB outcome" lines.
 */
public final class Application {
    private static final String FIXED_PATH = "/etc/flink/application_properties.json";
    private static final StaticCredentialsProvider CREDENTIALS =
            StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIAIOSFODNN7EXAMPLE", "secret"));

    private Application() {}

    public static void main(String[] args) {
        int ownPort = Integer.parseInt(args[0]);
        run("sdk1", () -> AmazonKinesisClientBuilder.standard()
                .withRegion("us-east-1")
                .withCredentials(new AWSStaticCredentialsProvider(
                        new BasicAWSCredentials("AKIAIOSFODNN7EXAMPLE", "secret")))
                .build()
                .listStreams()
                .getStreamNames()
                .size());
        run("sdk2-apache", () -> list(ApacheHttpClient.create(), Region.US_WEST_2, null));
        run("sdk2-url-connection", () -> list(UrlConnectionHttpClient.create(), Region.EU_WEST_1, null));
        run("sdk2-netty-h1", () -> list(Protocol.HTTP1_1, Region.EU_CENTRAL_1));
        run("sdk2-netty-h2", () -> list(Protocol.HTTP2, Region.AP_SOUTH_1));
        run("sdk2-account-host", () -> client(ApacheHttpClient.create(), Region.US_EAST_2, null)
                .describeStreamSummary(r -> r.streamARN("arn:aws:kinesis:us-east-2:123456789012:stream/s"))
                .sdkHttpResponse()
                .statusCode());
        run("sdk2-own-endpoint", () -> list(
                ApacheHttpClient.create(), Region.US_EAST_1, URI.create("http://localhost:" + ownPort)));

        run("url-https", () -> get("https://bucket.s3.us-east-1.amazonaws.com/url-https"));
        run("url-http", () -> get("http://my.dotted.bucket.s3.amazonaws.com/url-http"));
        run("java-net-http", () -> HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()
                .send(
                        HttpRequest.newBuilder(URI.create("https://s3.us-east-1.amazonaws.com/java-net-http"))
                                .build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
        run("own-host", () -> get("http://localhost:" + ownPort + "/own-host"));
        run("unserved-host", () -> get("http://dynamodb.us-east-1.amazonaws.com:" + ownPort + "/unserved-host"));
        run("unserved-target", () -> isLeftAlone("dynamodb.us-east-1.amazonaws.com", 443));
        run("other-port", () -> isLeftAlone("kinesis.us-east-1.amazonaws.com", 8443));
        run("socket", () -> {
            try (Socket socket = new Socket("kinesis.us-east-1.amazonaws.com", 443)) {
                return socket.getPort();
            }
        });
        run("unresolved", () -> {
            try (SocketChannel channel = SocketChannel.open(
                    InetSocketAddress.createUnresolved("kinesis.us-east-1.amazonaws.com", 443))) {
                return ((InetSocketAddress) channel.getRemoteAddress()).getPort();
            }
        });
        run("adaptor", () -> {
            try (SocketChannel channel = SocketChannel.open()) {
                channel.socket().connect(new InetSocketAddress("kinesis.us-east-1.amazonaws.com", 443), 5_000);
                return channel.socket().getPort();
            }
        });
        run("asynchronous", () -> {
            try (AsynchronousSocketChannel channel = AsynchronousSocketChannel.open()) {
                channel.connect(new InetSocketAddress("kinesis.us-east-1.amazonaws.com", 443)).get();
                return ((InetSocketAddress) channel.getRemoteAddress()).getPort();
            }
        });

        run("served-name", () -> InetAddress.getByName("kinesis.us-east-1.amazonaws.com"));
        run("unserved-name", () -> InetAddress.getByName("dynamodb.us-east-1.amazonaws.com"));
        run("unknown-name", () -> InetAddress.getByName("kinesis.us-east-1.amazonaws.com.example.invalid"));
        run("netty-dns", () -> new DefaultHostsFileEntriesResolver()
                .address("kinesis.us-east-1.amazonaws.com", ResolvedAddressTypes.IPV4_ONLY));
        run("netty-dns-unserved", () -> new DefaultHostsFileEntriesResolver()
                .address("dynamodb.us-east-1.amazonaws.com", ResolvedAddressTypes.IPV4_ONLY));

        run("trusted", Application::trusted);

        run("file-exists", () -> new File(FIXED_PATH).exists() && Files.exists(Path.of(FIXED_PATH)));
        run("file-stream", () -> text(new FileInputStream(FIXED_PATH)));
        run("file-pieces", () -> text(new FileInputStream(new File("/etc/flink", "application_properties.json"))));
        run("file-reader", () -> {
            try (BufferedReader reader = new BufferedReader(new FileReader(FIXED_PATH, StandardCharsets.UTF_8))) {
                return reader.readLine();
            }
        });
        run("file-nio", () -> Files.readString(Path.of(FIXED_PATH)));
        run("file-nio-pieces", () -> text(Files.newInputStream(
                Path.of("/etc/flink").resolve("application_properties.json"))));
        run("file-other", () -> new File("/etc/flink/application-properties.json").exists());

        run("kpl", () -> new test.shaded.KinesisProducerConfiguration().sent());
        run("kpl-own-endpoint", () -> new test.shaded.KinesisProducerConfiguration()
                .setKinesisEndpoint("kinesis.example.org").setKinesisPort(8443).sent());
        run("kpl-written-out", () -> new test.shaded.KinesisProducerConfiguration()
                .setKinesisEndpoint("kinesis.us-east-1.amazonaws.com").sent());
        run("kpl-restarted", () -> {
            test.shaded.KinesisProducerConfiguration configuration = new test.shaded.KinesisProducerConfiguration();
            configuration.sent();
            return configuration.sent();
        });
        run("kpl-newer", () -> new test.shaded.newer.KinesisProducerConfiguration().sent());
        run("kpl-newer-own-endpoint", () -> new test.shaded.newer.KinesisProducerConfiguration()
                .setKinesisEndpoint("kinesis.example.org").sent());
        run("kpl-newer-own-ca", () -> new test.shaded.newer.KinesisProducerConfiguration()
                .setCaCertFile("/own.pem").sent());
        // The SDKs' threads are not daemons everywhere.
        System.out.flush();
        System.exit(0);
    }

    private static void run(String name, Callable<?> test) {
        String outcome;
        try {
            outcome = String.valueOf(test.call());
        } catch (Throwable e) {
            outcome = e.toString();
        }
        System.out.println(name + "\t" + outcome.trim().replace('\n', ' '));
    }

    private static KinesisClient client(SdkHttpClient http, Region region, URI endpoint) {
        KinesisClientBuilder builder =
                KinesisClient.builder().httpClient(http).region(region).credentialsProvider(CREDENTIALS);
        if (endpoint != null) builder.endpointOverride(endpoint);
        return builder.build();
    }

    private static int list(SdkHttpClient http, Region region, URI endpoint) {
        return client(http, region, endpoint).listStreams().streamNames().size();
    }

    private static int list(Protocol protocol, Region region) throws Exception {
        return KinesisAsyncClient.builder()
                .httpClientBuilder(NettyNioAsyncHttpClient.builder().protocol(protocol))
                .region(region)
                .credentialsProvider(CREDENTIALS)
                .build()
                .listStreams()
                .get()
                .streamNames()
                .size();
    }

    private static boolean isLeftAlone(String host, int port) throws Exception {
        InetSocketAddress address = InetSocketAddress.createUnresolved(host, port);
        return Redirect.target(address) == address;
    }

    private static String get(String url) throws Exception {
        HttpURLConnection connection = (HttpURLConnection) new URL(url).openConnection();
        return text(connection.getInputStream());
    }

    private static String text(InputStream in) throws Exception {
        try (in) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** How many authorities the JVM trusts by default, and whether Millrace's is one of them. */
    private static String trusted() throws Exception {
        TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        factory.init((KeyStore) null);
        X509TrustManager manager = (X509TrustManager) factory.getTrustManagers()[0];
        boolean ours = false;
        for (var issuer : manager.getAcceptedIssuers()) {
            ours |= issuer.getSubjectX500Principal().getName().contains("Millrace test");
        }
        return manager.getAcceptedIssuers().length + " " + ours;
    }
}
