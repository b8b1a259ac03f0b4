package millrace.sdk;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.cloudwatchlogs.CloudWatchLogsClient;
import software.amazon.awssdk.services.cloudwatchlogs.model.InputLogEvent;
import software.amazon.awssdk.services.cloudwatchlogs.model.LogStream;
import software.amazon.awssdk.services.cloudwatchlogs.model.OutputLogEvent;
import software.amazon.awssdk.services.kinesis.KinesisClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.presigner.S3Presigner;

/** Records, objects, log events. */
final class DataScenes {
  private static final int LARGE = 12 * 1024 * 1024;
  private static final int PART = 8 * 1024 * 1024;

  static Map<String, Object> kinesis(String run) {
    Map<String, Object> facts = new LinkedHashMap<>();
    try (KinesisClient client = KinesisClient.create()) {
      String stream = run + "-stream";
      client.createStream(r -> r.streamName(stream).shardCount(1));
      client.waiter().waitUntilStreamExists(r -> r.streamName(stream), w -> w.maxAttempts(20));
      StreamDescription description = client.describeStream(r -> r.streamName(stream)).streamDescription();
      String shard = description.shards().get(0).shardId();
      List<PutRecordsRequestEntry> entries =
          List.of("one", "two").stream()
              .map(data -> PutRecordsRequestEntry.builder().data(SdkBytes.fromUtf8String(data)).partitionKey("p").build())
              .collect(Collectors.toList());
      facts.put("failed", client.putRecords(r -> r.streamName(stream).records(entries)).failedRecordCount());
      String iterator =
          client
              .getShardIterator(r -> r.streamName(stream).shardId(shard).shardIteratorType(ShardIteratorType.TRIM_HORIZON))
              .shardIterator();
      List<Record> records = client.getRecords(r -> r.shardIterator(iterator)).records();
      facts.put("status", description.streamStatusAsString());
      facts.put("shards", description.shards().stream().map(Shard::shardId).collect(Collectors.toList()));
      facts.put("data", records.stream().map(record -> record.data().asUtf8String()).collect(Collectors.toList()));
      facts.put("keys", records.stream().map(Record::partitionKey).collect(Collectors.toList()));
      facts.put("missing", Refusal.of(() -> client.describeStream(r -> r.streamName(run + "-none"))).code);
      client.deleteStream(r -> r.streamName(stream));
    }
    return facts;
  }

  static Map<String, Object> s3(String run) throws Exception {
    Map<String, Object> facts = new LinkedHashMap<>();
    try (S3Client client = S3Client.create()) {
      String bucket = run + "-bucket";
      client.createBucket(r -> r.bucket(bucket));
      client.putObject(
          r -> r.bucket(bucket).key("small.txt").contentType("text/plain").metadata(Map.of("author", "me")),
          RequestBody.fromString("hello"));
      var small = client.getObjectAsBytes(r -> r.bucket(bucket).key("small.txt"));
      GetObjectResponse head = small.response();
      facts.put("presigned", presigned(bucket, "small.txt"));
      byte[] data = new byte[LARGE];
      new Random().nextBytes(data);
      putInParts(client, bucket, "large.bin", data);
      var large = client.getObjectAsBytes(r -> r.bucket(bucket).key("large.bin"));
      List<String> keys =
          client.listObjectsV2(r -> r.bucket(bucket)).contents().stream().map(S3Object::key).collect(Collectors.toList());
      facts.put("text", small.asUtf8String());
      facts.put("type", head.contentType());
      facts.put("author", head.metadata().get("author"));
      facts.put("part", client.getObjectAsBytes(r -> r.bucket(bucket).key("small.txt").range("bytes=1-3")).asUtf8String());
      facts.put("keys", keys);
      facts.put("sameBytes", Arrays.equals(large.asByteArray(), data));
      facts.put("parts", large.response().eTag().replace("\"", "").split("-")[1]);
      facts.put("missing", Refusal.of(() -> client.getObjectAsBytes(r -> r.bucket(bucket).key("none"))).code);
      List<ObjectIdentifier> all =
          keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).collect(Collectors.toList());
      client.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(all)));
      client.deleteBucket(r -> r.bucket(bucket));
      facts.put("gone", Refusal.of(() -> client.listObjectsV2(r -> r.bucket(bucket))).code);
    }
    return facts;
  }

  static String presigned(String bucket, String key) throws Exception {
    try (S3Presigner presigner = S3Presigner.create()) {
      var signed = presigner.presignGetObject(
              r -> r.signatureDuration(Duration.ofMinutes(1)).getObjectRequest(o -> o.bucket(bucket).key(key)));
      return Web.get(signed.url());
    }
  }

  private static void putInParts(S3Client client, String bucket, String key, byte[] data) {
    String upload = client.createMultipartUpload(r -> r.bucket(bucket).key(key).checksumAlgorithm(ChecksumAlgorithm.CRC32)).uploadId();
    List<CompletedPart> parts = new ArrayList<>();
    for (int at = 0; at < data.length; at += PART) {
      int number = parts.size() + 1;
      byte[] part = Arrays.copyOfRange(data, at, Math.min(at + PART, data.length));
      var sent =
          client.uploadPart(
              r -> r.bucket(bucket).key(key).uploadId(upload).partNumber(number), RequestBody.fromBytes(part));
      parts.add(CompletedPart.builder().partNumber(number).eTag(sent.eTag()).checksumCRC32(sent.checksumCRC32()).build());
    }
    client.completeMultipartUpload(
        r -> r.bucket(bucket).key(key).uploadId(upload).multipartUpload(m -> m.parts(parts)));
  }

  static Map<String, Object> logs(String run) {
    Map<String, Object> facts = new LinkedHashMap<>();
    try (CloudWatchLogsClient client = CloudWatchLogsClient.create()) {
      String group = "/" + run + "/group";
      client.createLogGroup(r -> r.logGroupName(group));
      client.createLogStream(r -> r.logGroupName(group).logStreamName("main"));
      long now = System.currentTimeMillis();
      List<InputLogEvent> events = new ArrayList<>();
      for (String line : List.of("INFO starting", "ERROR no such shard", "INFO going on")) {
        events.add(InputLogEvent.builder().timestamp(now - 3000 + events.size()).message(line).build());
      }
      client.putLogEvents(r -> r.logGroupName(group).logStreamName("main").logEvents(events));
      facts.put(
          "messages",
          client.getLogEvents(r -> r.logGroupName(group).logStreamName("main").startFromHead(true)).events().stream()
              .map(OutputLogEvent::message)
              .collect(Collectors.toList()));
      facts.put(
          "found",
          client.filterLogEventsPaginator(r -> r.logGroupName(group).filterPattern("ERROR")).events().stream()
              .map(event -> event.message())
              .collect(Collectors.toList()));
      facts.put(
          "streams",
          client.describeLogStreams(r -> r.logGroupName(group)).logStreams().stream()
              .map(LogStream::logStreamName)
              .collect(Collectors.toList()));
      Refusal missing =
          Refusal.of(() -> client.putLogEvents(r -> r.logGroupName(group).logStreamName("none").logEvents(events)));
      facts.put("missing", missing.code);
      facts.put("sentence", missing.message);
      client.deleteLogGroup(r -> r.logGroupName(group));
    }
    return facts;
  }

  private DataScenes() {}
}
