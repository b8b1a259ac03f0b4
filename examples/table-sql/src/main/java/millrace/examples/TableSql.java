package millrace.examples;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import org.apache.flink.table.api.EnvironmentSettings;
import org.apache.flink.table.api.TableEnvironment;

/** Runs the statements of {@code pipeline.sql}; its last one is an INSERT, which becomes the job. */
public final class TableSql {
    private static final String GROUP = "FlinkApplicationProperties";

    private TableSql() {}

    public static void main(String[] args) throws Exception {
        Properties group = KinesisAnalyticsRuntime.getApplicationProperties().get(GROUP);
        if (group == null) {
            throw new IllegalArgumentException("There is no property group '" + GROUP + "'");
        }
        TableEnvironment tables = TableEnvironment.create(EnvironmentSettings.inStreamingMode());
        for (String statement : Script.statements(pipeline(), group)) {
            tables.executeSql(statement);
        }
    }

    private static String pipeline() throws IOException {
        try (InputStream in = TableSql.class.getResourceAsStream("/pipeline.sql")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
