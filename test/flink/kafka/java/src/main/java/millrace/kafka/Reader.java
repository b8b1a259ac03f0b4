package millrace.kafka;

import com.amazonaws.services.kinesisanalytics.runtime.KinesisAnalyticsRuntime;
import java.util.Properties;
import org.apache.flink.api.common.eventtime.WatermarkStrategy;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.kafka.source.KafkaSource;
import org.apache.flink.connector.kafka.source.enumerator.initializer.OffsetsInitializer;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.api.functions.sink.v2.DiscardingSink;

/** Reads a topic slowly. Property group {@code Kafka}: {@code bootstrap.servers}, {@code topic}. */
public final class Reader {
    private static final long MILLIS_A_RECORD = 10;

    private Reader() {}

    public static void main(String[] args) throws Exception {
        Properties kafka = KinesisAnalyticsRuntime.getApplicationProperties().get("Kafka");
        KafkaSource<String> source = KafkaSource.<String>builder()
                .setBootstrapServers(kafka.getProperty("bootstrap.servers"))
                .setTopics(kafka.getProperty("topic"))
                .setGroupId("readers")
                .setStartingOffsets(OffsetsInitializer.earliest())
                .setValueOnlyDeserializer(new SimpleStringSchema())
                // lag is told of what has been polled: with few records a poll it is that of what has been read
                .setProperty("max.poll.records", "10")
                // bytes count as consumed once all records of their fetch are: with small fetches, from the first second
                .setProperty("max.partition.fetch.bytes", "1024")
                .build();
        StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
        env.fromSource(source, WatermarkStrategy.noWatermarks(), "topic")
                .map(text -> {
                    Thread.sleep(MILLIS_A_RECORD);
                    return text;
                })
                .sinkTo(new DiscardingSink<>());
        env.execute("kafka reader");
    }
}
