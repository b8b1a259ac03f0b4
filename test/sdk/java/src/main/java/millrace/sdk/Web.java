package millrace.sdk;

import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;

/** A request without any SDK. */
final class Web {
  static String get(URL url) throws Exception {
    try (InputStream in = url.openStream()) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private Web() {}
}
