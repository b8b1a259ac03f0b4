package millrace.agent;

import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;

/** A certificate that is its own authority, made by keytool for this run. */
final class Certificates {
    private static final char[] PASSWORD = "changeit".toCharArray();

    final Path ca;
    final SslContext tls;

    private Certificates(Path ca, SslContext tls) {
        this.ca = ca;
        this.tls = tls;
    }

    static Certificates make(Path directory, String... hosts) throws Exception {
        KeyStore store = store(directory, "Millrace test", "san=dns:" + String.join(",dns:", hosts));
        Path pem = directory.resolve("ca.pem");
        String body = Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(store.getCertificate("key").getEncoded());
        Files.writeString(pem, "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n");
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(store, PASSWORD);
        return new Certificates(pem, SslContextBuilder.forServer(keys).build());
    }

    /** A trust store of the user's own, holding one authority that is not ours. */
    static Path othersTrustStore(Path directory) throws Exception {
        KeyStore other = store(directory, "Somebody else", "san=dns:example.org");
        KeyStore trust = KeyStore.getInstance("PKCS12");
        trust.load(null, null);
        trust.setCertificateEntry("somebody", other.getCertificate("key"));
        Path file = directory.resolve("trust.p12");
        try (var out = Files.newOutputStream(file)) {
            trust.store(out, PASSWORD);
        }
        return file;
    }

    private static KeyStore store(Path directory, String name, String names) throws Exception {
        Path file = directory.resolve(name.replace(' ', '-') + ".p12");
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair", "-alias", "key", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "2",
                "-dname", "CN=" + name, "-ext", "bc:c", "-ext", names,
                "-storetype", "PKCS12", "-storepass", new String(PASSWORD), "-keystore", file.toString());
        Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(keytool.getInputStream().readAllBytes());
        if (keytool.waitFor() != 0) throw new IllegalStateException(said);
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(file)) {
            store.load(in, PASSWORD);
        }
        return store;
    }
}
