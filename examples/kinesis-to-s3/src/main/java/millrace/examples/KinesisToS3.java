package millrace.examples;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.time.Instant;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.connectors.kinesis.FlinkKinesisConsumer;
import org.apache.flink.streaming.connectors.kinesis.config.ConsumerConfigConstants;

/** Reads a Kinesis stream and writes its records as JSON lines to S3, a folder for each hour. */
public final class KinesisToS3 {
    private KinesisToS3() {}

    public static void main(String[] args) throws Exception {
        Settings settings = Settings.from(applicationProperties());

        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        // The uids tie an operator to its state: a snapshot taken before a change to this class still fits after it.
        env.addSource(source(settings))
                .name("kinesis-source")
                .uid("kinesis-source")
                .map(message -> Envelope.wrap(Instant.now(), message))
                .name("wrap")
                .uid("wrap")
                .sinkTo(Lines.to(settings.outputPath))
                .name("s3-sink")
                .uid("s3-sink");
        env.execute("Kinesis to S3");
    }

    private static Properties applicationProperties() throws IOException {
        return KinesisAnalyticsRuntime.getApplicationProperties().get(Settings.GROUP);
    }

    private static FlinkKinesisConsumer<String> source(Settings settings) {
        Properties config = new Properties();
        config.setProperty(ConsumerConfigConstants.AWS_REGION, settings.region);
        config.setProperty(ConsumerConfigConstants.STREAM_INITIAL_POSITION, settings.initialPosition);
        return new FlinkKinesisConsumer<>(settings.inputStream, new SimpleStringSchema(), config);
    }
}
