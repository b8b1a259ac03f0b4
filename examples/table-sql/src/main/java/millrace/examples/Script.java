package millrace.examples;

import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A text of SQL statements, each ended by a semicolon at the end of its line, with {@code ${names}} of properties. */
final class Script {
    private static final Pattern NAME = Pattern.compile("\\$\\{([^}]+)}");

    private Script() {}

    static List<String> statements(String text, Properties properties) {
        List<String> statements = new ArrayList<>();
        for (String statement : filled(text, properties).split(";\\s*(\\n|$)")) {
            if (!statement.isBlank()) statements.add(statement.trim());
        }
        return statements;
    }

    /** Values stand between quotes in SQL: one that holds a quote of its own keeps it, doubled. */
    private static String filled(String text, Properties properties) {
        Matcher matcher = NAME.matcher(text);
        StringBuilder filled = new StringBuilder();
        while (matcher.find()) {
            String value = properties.getProperty(matcher.group(1));
            if (value == null) {
                throw new IllegalArgumentException("'" + matcher.group(1) + "' is not set in the property group");
            }
            matcher.appendReplacement(filled, Matcher.quoteReplacement(value.replace("'", "''")));
        }
        return matcher.appendTail(filled).toString();
    }
}
