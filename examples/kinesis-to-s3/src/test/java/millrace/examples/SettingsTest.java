package millrace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Properties;
import org.junit.jupiter.api.Test;

class SettingsTest {
    @Test
    void readsFromTheStartUnlessToldOtherwise() {
        Properties group = group();
        assertEquals("TRIM_HORIZON", Settings.from(group).initialPosition);
        group.setProperty("source.init.position", "LATEST");
        assertEquals("LATEST", Settings.from(group).initialPosition);
    }

    @Test
    void saysWhatIsMissing() {
        Properties group = group();
        group.remove("output.path");
        assertEquals(
                "'output.path' is not set in property group 'FlinkApplicationProperties'",
                assertThrows(IllegalArgumentException.class, () -> Settings.from(group)).getMessage());
        assertEquals(
                "There is no property group 'FlinkApplicationProperties'",
                assertThrows(IllegalArgumentException.class, () -> Settings.from(null)).getMessage());
    }

    private static Properties group() {
        Properties group = new Properties();
        group.setProperty("input.stream", "in");
        group.setProperty("output.path", "s3a://bucket/out");
        group.setProperty("aws.region", "us-east-1");
        return group;
    }
}
