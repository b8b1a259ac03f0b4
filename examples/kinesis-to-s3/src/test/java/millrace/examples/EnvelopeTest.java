package millrace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.JsonNode;
import org.apache.flink.shaded.jackson2.com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnvelopeTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05.678Z");

    @Test
    void saysWhenTheMessageCameIn() {
        assertEquals(
                "{\"ingestedAt\":\"2026-01-02T03:04:05.678Z\",\"message\":\"hello\"}", Envelope.wrap(NOW, "hello"));
    }

    @ParameterizedTest
    @ValueSource(strings = {
        "", "plain", "a \"quoted\" word", "back\\slash", "ends with \\", "two\nlines\r\n", "tab\there",
        "bell\u0007 and nul\u0000", "{\"already\":\"json\"}", "snowman \u2603, emoji \uD83D\uDE00", "\u2028",
    })
    void aJsonReaderGetsTheMessageBack(String message) throws Exception {
        JsonNode read = new ObjectMapper().readTree(Envelope.wrap(NOW, message));
        assertEquals(message, read.get("message").textValue());
        assertEquals(2, read.size());
    }
}
