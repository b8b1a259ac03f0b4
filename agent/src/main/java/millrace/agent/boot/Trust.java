package millrace.agent.boot;

import java.io.FileInputStream;
import java.io.InputStream;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;

/**
 * Adds Millrace's CA to whatever the JVM trusts by default, the JDK's own store or one the user set: no trust store has
 * to be written, and nothing is read before the first TLS connection.
 */
public final class Trust {
    private static String caFile;
    private static Set<X509Certificate> ca;

    private Trust() {}

    public static void install(String pemFile) {
        caFile = pemFile;
    }

    static String caFile() {
        return caFile;
    }

    /** {@code trusted} is what the JDK read from its trust store; it keeps that set, so it is not touched. */
    public static Set<X509Certificate> withCa(Set<X509Certificate> trusted) {
        Set<X509Certificate> own = ca();
        if (own.isEmpty()) return trusted;
        Set<X509Certificate> all = trusted == null ? new HashSet<>() : new HashSet<>(trusted);
        all.addAll(own);
        return all;
    }

    private static synchronized Set<X509Certificate> ca() {
        if (ca != null) return ca;
        Set<X509Certificate> read = new HashSet<>();
        if (caFile != null) {
            try (InputStream in = new FileInputStream(caFile)) {
                for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                    read.add((X509Certificate) one);
                }
            } catch (Exception e) {
                System.err.println("millrace-agent: " + caFile + " cannot be read, so TLS to Millrace will fail: " + e);
            }
        }
        ca = read;
        return read;
    }
}
