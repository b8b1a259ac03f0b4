package millrace.examples;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.io.IOException;
import java.time.Instant;
import java.util.Properties;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.kinesis.sink.KinesisStreamsSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.connectors.kinesis.FlinkKinesisConsumer;
import org.apache.flink.streaming.connectors.kinesis.config.ConsumerConfigConstants;
import org.apache.flink.streaming.connectors.kinesis.config.ConsumerConfigConstants.RecordPublisherType;

/** Reads one Kinesis stream, says of each record when it came in, writes another Kinesis stream. */
public final class KinesisTransform {
    private KinesisTransform() {}

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
                .sinkTo(sink(settings))
                .name("kinesis-sink")
                .uid("kinesis-sink");
        env.execute("Kinesis transform");
    }

    private static Properties applicationProperties() throws IOException {
        return KinesisAnalyticsRuntime.getApplicationProperties().get(Settings.GROUP);
    }

    private static FlinkKinesisConsumer<String> source(Settings settings) {
        Properties config = new Properties();
        config.setProperty(ConsumerConfigConstants.AWS_REGION, settings.region);
        config.setProperty(ConsumerConfigConstants.STREAM_INITIAL_POSITION, settings.initialPosition);
        if (!settings.fanOutConsumer.isEmpty()) {
            config.setProperty(ConsumerConfigConstants.RECORD_PUBLISHER_TYPE, RecordPublisherType.EFO.name());
            config.setProperty(ConsumerConfigConstants.EFO_CONSUMER_NAME, settings.fanOutConsumer);
        }
        return new FlinkKinesisConsumer<>(settings.inputStream, new SimpleStringSchema(), config);
    }

    private static KinesisStreamsSink<String> sink(Settings settings) {
        Properties client = new Properties();
        client.setProperty(ConsumerConfigConstants.AWS_REGION, settings.region);
        return KinesisStreamsSink.<String>builder()
                .setStreamName(settings.outputStream)
                .setKinesisClientProperties(client)
                .setSerializationSchema(new SimpleStringSchema())
                // Five seconds by default, which is long for somebody who watches a quiet stream.
                .setMaxTimeInBufferMS(1_000)
                // Otherwise a write that may not be made is tried again for ever, and says so at no level anybody reads.
                .setFailOnError(true)
                .setPartitionKeyGenerator(envelope -> String.valueOf(envelope.hashCode()))
                .build();
    }
}
