package millrace.kafka;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.serialization.StringSerializer;

/** Writes so many records to each partition of a topic, which it makes if need be: {@code broker topic partitions records}. */
public final class Writer {
    private Writer() {}

    public static void main(String[] args) throws Exception {
        // a busy machine may need minutes to start the broker; small batches are read in many fetches
        Map<String, Object> broker = Map.of("bootstrap.servers", args[0], "default.api.timeout.ms", 180_000);
        Map<String, Object> writing = Map.of("bootstrap.servers", args[0], "max.block.ms", 180_000, "batch.size", 1024);
        String topic = args[1];
        int partitions = Integer.parseInt(args[2]);
        try (Admin admin = Admin.create(broker)) {
            admin.createTopics(List.of(new NewTopic(topic, partitions, (short) 1))).all().get();
        } catch (ExecutionException failure) {
            if (!(failure.getCause() instanceof TopicExistsException)) throw failure;
        }
        StringSerializer text = new StringSerializer();
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(writing, text, text)) {
            for (int i = 0; i < Integer.parseInt(args[3]) * partitions; i++)
                producer.send(new ProducerRecord<>(topic, i % partitions, null, "record " + i));
        }
    }
}
