package millrace.examples;

import java.time.Instant;

/** {@code {"ingestedAt":"…","message":"…"}}, valid JSON whatever the message holds. */
final class Envelope {
    private Envelope() {}

    static String wrap(Instant ingestedAt, String message) {
        StringBuilder json = new StringBuilder(message.length() + 64);
        json.append("{\"ingestedAt\":\"").append(ingestedAt).append("\",\"message\":\"");
        for (int i = 0; i < message.length(); i++) {
            escape(message.charAt(i), json);
        }
        return json.append("\"}").toString();
    }

    private static void escape(char c, StringBuilder json) {
        switch (c) {
            case '"':
                json.append("\\\"");
                break;
            case '\\':
                json.append("\\\\");
                break;
            case '\n':
                json.append("\\n");
                break;
            case '\r':
                json.append("\\r");
                break;
            case '\t':
                json.append("\\t");
                break;
            default:
                if (c < 0x20) json.append(String.format("\\u%04x", (int) c));
                else json.append(c);
        }
    }
}
