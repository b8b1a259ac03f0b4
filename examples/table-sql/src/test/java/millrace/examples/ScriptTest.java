package millrace.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class ScriptTest {
    private final Properties properties = new Properties();

    @Test
    void statementsEndWithTheirLine() {
        assertEquals(
                List.of("A\n'x;y'", "B"), Script.statements("A\n'x;y';\n\nB;\n", properties));
    }

    @Test
    void namesAreFilledInAndQuotesStayInside() {
        properties.setProperty("s", "it's $1");
        assertEquals(List.of("SET 'it''s $1'"), Script.statements("SET '${s}';", properties));
    }

    @Test
    void aNameWithoutValueIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Script.statements("SET '${s}';", properties));
    }
}
