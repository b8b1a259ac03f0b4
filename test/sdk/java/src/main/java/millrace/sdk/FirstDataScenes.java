package millrace.sdk;

import com.amazonaws.services.kinesis.AmazonKinesis;
import com.amazonaws.services.kinesis.AmazonKinesisClientBuilder;
import com.amazonaws.services.kinesis.model.GetRecordsRequest;
import com.amazonaws.services.kinesis.model.PutRecordsRequest;
import com.amazonaws.services.kinesis.model.PutRecordsRequestEntry;
import com.amazonaws.services.kinesis.model.Record;
import com.amazonaws.services.kinesis.model.Shard;
import com.amazonaws.services.kinesis.model.StreamDescription;
import com.amazonaws.services.logs.AWSLogs;
import com.amazonaws.services.logs.AWSLogsClientBuilder;
import com.amazonaws.services.logs.model.CreateLogGroupRequest;
import com.amazonaws.services.logs.model.CreateLogStreamRequest;
import com.amazonaws.services.logs.model.DeleteLogGroupRequest;
import com.amazonaws.services.logs.model.DescribeLogStreamsRequest;
import com.amazonaws.services.logs.model.FilterLogEventsRequest;
import com.amazonaws.services.logs.model.FilteredLogEvent;
import com.amazonaws.services.logs.model.GetLogEventsRequest;
import com.amazonaws.services.logs.model.InputLogEvent;
import com.amazonaws.services.logs.model.LogStream;
import com.amazonaws.services.logs.model.OutputLogEvent;
import com.amazonaws.services.logs.model.PutLogEventsRequest;
import com.amazonaws.services.s3.AmazonS3;
import com.amazonaws.services.s3.AmazonS3ClientBuilder;
import com.amazonaws.services.s3.model.DeleteObjectsRequest;
import com.amazonaws.services.s3.model.GetObjectRequest;
import com.amazonaws.services.s3.model.ObjectMetadata;
import com.amazonaws.services.s3.model.PutObjectRequest;
import com.amazonaws.services.s3.model.S3Object;
import com.amazonaws.services.s3.model.S3ObjectSummary;
import com.amazonaws.services.s3.transfer.TransferManager;
import com.amazonaws.services.s3.transfer.TransferManagerBuilder;
import com.amazonaws.util.IOUtils;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;

/** Records, objects, log events through the first SDK, which many Flink connectors still bundle. */
final class FirstDataScenes {
  private static final int LARGE = 12 * 1024 * 1024;
  private static final long PART = 8L * 1024 * 1024;
  private static final String NO_CBOR = "com.amazonaws.sdk.disableCbor";

  /** Records are put as CBOR, the SDK's own choice, and read both ways. */
  static Map<String, Object> kinesis(String run) throws Exception {
    Map<String, Object> facts = new LinkedHashMap<>();
    AmazonKinesis client = First.client(AmazonKinesisClientBuilder.standard());
    String stream = run + "-stream";
    client.createStream(stream, 1);
    StreamDescription description = client.describeStream(stream).getStreamDescription();
    for (int tries = 0; tries < 100 && !description.getStreamStatus().equals("ACTIVE"); tries++) {
      Thread.sleep(100);
      description = client.describeStream(stream).getStreamDescription();
    }
    List<PutRecordsRequestEntry> entries = new ArrayList<>();
    for (String data : List.of("one", "two")) {
      entries.add(new PutRecordsRequestEntry().withData(ByteBuffer.wrap(data.getBytes())).withPartitionKey("p"));
    }
    facts.put(
        "failed",
        client.putRecords(new PutRecordsRequest().withStreamName(stream).withRecords(entries)).getFailedRecordCount());
    facts.put("status", description.getStreamStatus());
    facts.put("shards", description.getShards().stream().map(Shard::getShardId).collect(Collectors.toList()));
    String shard = description.getShards().get(0).getShardId();
    List<Record> records = records(client, stream, shard);
    System.setProperty(NO_CBOR, "true");
    List<Record> asJson = records(First.client(AmazonKinesisClientBuilder.standard()), stream, shard);
    System.clearProperty(NO_CBOR);
    if (!asJson.equals(records)) throw new IllegalStateException("JSON has other records: " + asJson);
    facts.put("data", records.stream().map(each -> text(each.getData())).collect(Collectors.toList()));
    facts.put("keys", records.stream().map(Record::getPartitionKey).collect(Collectors.toList()));
    facts.put("missing", First.refusal(() -> client.describeStream(run + "-none")).code);
    client.deleteStream(stream);
    return facts;
  }

  private static List<Record> records(AmazonKinesis client, String stream, String shard) {
    String iterator = client.getShardIterator(stream, shard, "TRIM_HORIZON").getShardIterator();
    return client.getRecords(new GetRecordsRequest().withShardIterator(iterator)).getRecords();
  }

  private static String text(ByteBuffer data) {
    return StandardCharsets.UTF_8.decode(data.duplicate()).toString();
  }

  static Map<String, Object> s3(String run) throws Exception {
    Map<String, Object> facts = new LinkedHashMap<>();
    AmazonS3 client = First.client(AmazonS3ClientBuilder.standard());
    String bucket = run + "-bucket";
    client.createBucket(bucket);
    ObjectMetadata metadata = new ObjectMetadata();
    metadata.setContentType("text/plain");
    metadata.addUserMetadata("author", "me");
    metadata.setContentLength(5);
    client.putObject(new PutObjectRequest(bucket, "small.txt", new ByteArrayInputStream("hello".getBytes()), metadata));
    S3Object small = client.getObject(bucket, "small.txt");
    facts.put("text", IOUtils.toString(small.getObjectContent()));
    facts.put("type", small.getObjectMetadata().getContentType());
    facts.put("author", small.getObjectMetadata().getUserMetaDataOf("author"));
    facts.put(
        "part", IOUtils.toString(client.getObject(new GetObjectRequest(bucket, "small.txt").withRange(1, 3)).getObjectContent()));
    Date soon = new Date(System.currentTimeMillis() + 60_000);
    facts.put("presigned", Web.get(client.generatePresignedUrl(bucket, "small.txt", soon)));
    byte[] data = new byte[LARGE];
    new Random().nextBytes(data);
    ObjectMetadata length = new ObjectMetadata();
    length.setContentLength(LARGE);
    TransferManager transfers =
        TransferManagerBuilder.standard()
            .withS3Client(client)
            .withMinimumUploadPartSize(PART)
            .withMultipartUploadThreshold(PART)
            .build();
    transfers.upload(bucket, "large.bin", new ByteArrayInputStream(data), length).waitForCompletion();
    transfers.shutdownNow(false);
    S3Object large = client.getObject(bucket, "large.bin");
    List<String> keys =
        client.listObjectsV2(bucket).getObjectSummaries().stream().map(S3ObjectSummary::getKey).collect(Collectors.toList());
    facts.put("keys", keys);
    facts.put("sameBytes", Arrays.equals(IOUtils.toByteArray(large.getObjectContent()), data));
    facts.put("parts", large.getObjectMetadata().getETag().split("-")[1]);
    facts.put("missing", First.refusal(() -> client.getObject(bucket, "none")).code);
    client.deleteObjects(new DeleteObjectsRequest(bucket).withKeys(keys.toArray(new String[0])));
    client.deleteBucket(bucket);
    facts.put("gone", First.refusal(() -> client.listObjectsV2(bucket)).code);
    return facts;
  }

  static Map<String, Object> logs(String run) {
    Map<String, Object> facts = new LinkedHashMap<>();
    AWSLogs client = First.client(AWSLogsClientBuilder.standard());
    String group = "/" + run + "/group";
    client.createLogGroup(new CreateLogGroupRequest(group));
    client.createLogStream(new CreateLogStreamRequest(group, "main"));
    long now = System.currentTimeMillis();
    List<InputLogEvent> events = new ArrayList<>();
    for (String line : List.of("INFO starting", "ERROR no such shard", "INFO going on")) {
      events.add(new InputLogEvent().withTimestamp(now - 3000 + events.size()).withMessage(line));
    }
    client.putLogEvents(new PutLogEventsRequest(group, "main", events));
    facts.put(
        "messages",
        client.getLogEvents(new GetLogEventsRequest(group, "main").withStartFromHead(true)).getEvents().stream()
            .map(OutputLogEvent::getMessage)
            .collect(Collectors.toList()));
    List<String> found = new ArrayList<>();
    FilterLogEventsRequest filter = new FilterLogEventsRequest().withLogGroupName(group).withFilterPattern("ERROR");
    do {
      var page = client.filterLogEvents(filter);
      page.getEvents().stream().map(FilteredLogEvent::getMessage).forEach(found::add);
      filter.setNextToken(page.getNextToken());
    } while (filter.getNextToken() != null);
    facts.put("found", found);
    facts.put(
        "streams",
        client.describeLogStreams(new DescribeLogStreamsRequest(group)).getLogStreams().stream()
            .map(LogStream::getLogStreamName)
            .collect(Collectors.toList()));
    Refusal missing = First.refusal(() -> client.putLogEvents(new PutLogEventsRequest(group, "none", events)));
    facts.put("missing", missing.code);
    facts.put("sentence", missing.message);
    client.deleteLogGroup(new DeleteLogGroupRequest(group));
    return facts;
  }

  private FirstDataScenes() {}
}
