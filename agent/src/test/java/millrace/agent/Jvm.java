package millrace.agent;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A JVM run to its end. */
final class Jvm {
    static final Path AGENT = Path.of(System.getProperty("agent.jar", "target/millrace-agent.jar"));

    final int exitCode;
    final String out;
    final String err;

    private Jvm(int exitCode, String out, String err) {
        this.exitCode = exitCode;
        this.out = out;
        this.err = err;
    }

    static Jvm run(Path directory, List<String> options, String mainClass, String... arguments)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("test.java.home", System.getProperty("java.home")), "bin", "java")
                .toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(List.of(arguments));
        Path out = Files.createTempFile(directory, "jvm", ".out");
        Path err = Files.createTempFile(directory, "jvm", ".err");
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        // whoever works with a Millrace has told the SDKs of it; here the agent alone leads them
        builder.environment().remove("AWS_ENDPOINT_URL");
        Process process = builder.start();
        if (!process.waitFor(120, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new IOException("still running after 120 s:\n" + Files.readString(out) + Files.readString(err));
        }
        return new Jvm(
                process.exitValue(),
                Files.readString(out, StandardCharsets.UTF_8),
                Files.readString(err, StandardCharsets.UTF_8));
    }

    /** The "case TAB outcome" lines. */
    Map<String, String> outcomes() {
        Map<String, String> outcomes = new HashMap<>();
        for (String line : out.split("\n")) {
            int tab = line.indexOf('\t');
            if (tab > 0) outcomes.put(line.substring(0, tab), line.substring(tab + 1));
        }
        return outcomes;
    }
}
