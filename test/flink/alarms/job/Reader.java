import java.util.Properties;
import org.apache.flink.api.common.serialization.SimpleStringSchema;
import org.apache.flink.connector.kinesis.sink.KinesisStreamsSink;
import org.apache.flink.streaming.api.environment.StreamExecutionEnvironment;
import org.apache.flink.streaming.connectors.kinesis.FlinkKinesisConsumer;
import org.apache.flink.streaming.connectors.kinesis.config.ConsumerConfigConstants;

/** Copies the stream {@code in} to the stream {@code out}, and reads at most ten records at a time, five times a second. */
public final class Reader {
  public static void main(String[] args) throws Exception {
    Properties source = new Properties();
    source.setProperty(ConsumerConfigConstants.AWS_REGION, "us-east-1");
    source.setProperty(ConsumerConfigConstants.STREAM_INITIAL_POSITION, "TRIM_HORIZON");
    source.setProperty(ConsumerConfigConstants.SHARD_GETRECORDS_MAX, "10");
    source.setProperty(ConsumerConfigConstants.SHARD_GETRECORDS_INTERVAL_MILLIS, "200");
    Properties client = new Properties();
    client.setProperty(ConsumerConfigConstants.AWS_REGION, "us-east-1");
    StreamExecutionEnvironment env = StreamExecutionEnvironment.getExecutionEnvironment();
    env.addSource(new FlinkKinesisConsumer<>("in", new SimpleStringSchema(), source))
        .name("in")
        .sinkTo(
            KinesisStreamsSink.<String>builder()
                .setStreamName("out")
                .setKinesisClientProperties(client)
                .setSerializationSchema(new SimpleStringSchema())
                .setPartitionKeyGenerator(text -> text)
                .setMaxTimeInBufferMS(1000)
                .build())
        .name("out");
    env.execute("reader");
  }

  private Reader() {}
}
