package millrace.agent.boot;

import java.util.regex.Pattern;

/**
 * The host names Millrace serves.
 *
 * <p>In a pattern, {@code *} as the whole first label stands for any number of labels, one at least (a bucket name may
 * hold dots, an account id stands in the same place). Anywhere else it stands for characters of one label, one at
 * least: a region never reaches over a dot, so {@code s3.*.amazonaws.com} does not take in
 * {@code s3.evil.example.amazonaws.com}.
 */
public final class Names {
    private final Pattern pattern;

    public Names(String commaSeparated) {
        StringBuilder any = new StringBuilder();
        for (String name : commaSeparated.split(",")) {
            name = name.trim();
            if (name.isEmpty()) continue;
            if (any.length() > 0) any.append('|');
            append(name, any);
        }
        if (any.length() == 0) throw new IllegalArgumentException("no host name is served");
        this.pattern = Pattern.compile(any.toString(), Pattern.CASE_INSENSITIVE);
    }

    public boolean contain(String host) {
        if (host == null) return false;
        // A trailing dot makes a name absolute, it does not make it another name.
        if (host.endsWith(".")) host = host.substring(0, host.length() - 1);
        return pattern.matcher(host).matches();
    }

    private static void append(String name, StringBuilder out) {
        int from = 0;
        if (name.startsWith("*.")) {
            out.append(".+");
            from = 1;
        }
        for (int i = from; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '*') out.append("[^.]+");
            else if (c == '.') out.append("\\.");
            else if (c == '-' || c == '_' || c < 128 && Character.isLetterOrDigit(c)) out.append(c);
            else throw new IllegalArgumentException("'" + name + "' is not a host name pattern");
        }
    }
}
