package millrace.kcl;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import software.amazon.kinesis.producer.KinesisProducer;
import software.amazon.kinesis.producer.KinesisProducerConfiguration;
import software.amazon.kinesis.producer.UserRecordResult;

/** Puts records with the Kinesis Producer Library, which packs many into one. */
final class Producer {
  public static void main(String[] arguments) throws Exception {
    String stream = arguments[0];
    int count = Integer.parseInt(arguments[1]);
    int port = Integer.parseInt(arguments[2]);
    var config =
        new KinesisProducerConfiguration()
            .setRegion("us-east-1")
            .setKinesisEndpoint("127.0.0.1")
            .setKinesisPort(port)
            .setCloudwatchEndpoint("127.0.0.1")
            .setCloudwatchPort(port)
            .setStsEndpoint("127.0.0.1")
            .setStsPort(port)
            .setVerifyCertificate(false)
            .setRecordMaxBufferedTime(500)
            .setLogLevel("warning");
    KinesisProducer producer = new KinesisProducer(config);
    List<Future<UserRecordResult>> results = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      // packing begins when the shards are known, which are asked for with the first record
      if (i == 1) Thread.sleep(2000);
      ByteBuffer data = ByteBuffer.wrap(("packed " + i).getBytes(StandardCharsets.UTF_8));
      results.add(producer.addUserRecord(stream, "p" + i, data));
    }
    producer.flushSync();
    for (Future<UserRecordResult> result : results) {
      UserRecordResult got = result.get(60, TimeUnit.SECONDS);
      System.out.println((got.isSuccessful() ? "put\t" : "not put\t") + got.getShardId() + "\t" + got.getSequenceNumber());
    }
    producer.destroy();
    System.exit(0);
  }

  private Producer() {}
}
