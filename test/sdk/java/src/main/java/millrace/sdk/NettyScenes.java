package millrace.sdk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.core.async.AsyncResponseTransformer;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.Record;
import software.amazon.awssdk.services.kinesis.model.Shard;
import software.amazon.awssdk.services.kinesis.model.ShardIteratorType;
import software.amazon.awssdk.services.kinesis.model.StartingPosition;
import software.amazon.awssdk.services.kinesis.model.StreamDescription;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardEvent;
import software.amazon.awssdk.services.kinesis.model.SubscribeToShardResponseHandler;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Records over HTTP/2 and objects over Netty, as Flink's connectors have them. */
final class NettyScenes {
  private static final int LARGE = 12 * 1024 * 1024;

  /** The records are read through an enhanced fan-out consumer: an event stream over HTTP/2. */
  static Map<String, Object> kinesis(String run) throws Exception {
    Map<String, Object> facts = new LinkedHashMap<>();
    NettyNioAsyncHttpClient.Builder http = NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2);
    try (KinesisAsyncClient client = KinesisAsyncClient.builder().httpClientBuilder(http).build()) {
      String stream = run + "-stream";
      client.createStream(r -> r.streamName(stream).shardCount(1)).join();
      client.waiter().waitUntilStreamExists(r -> r.streamName(stream), w -> w.maxAttempts(20)).join();
      StreamDescription description = client.describeStream(r -> r.streamName(stream)).join().streamDescription();
      String shard = description.shards().get(0).shardId();
      List<PutRecordsRequestEntry> entries =
          List.of("one", "two").stream()
              .map(data -> PutRecordsRequestEntry.builder().data(SdkBytes.fromUtf8String(data)).partitionKey("p").build())
              .collect(Collectors.toList());
      facts.put("failed", client.putRecords(r -> r.streamName(stream).records(entries)).join().failedRecordCount());
      List<Record> records = subscribed(client, description.streamARN(), shard);
      facts.put("status", description.streamStatusAsString());
      facts.put("shards", description.shards().stream().map(Shard::shardId).collect(Collectors.toList()));
      facts.put("data", records.stream().map(record -> record.data().asUtf8String()).collect(Collectors.toList()));
      facts.put("keys", records.stream().map(Record::partitionKey).collect(Collectors.toList()));
      facts.put("missing", refusal(client.describeStream(r -> r.streamName(run + "-none"))).code);
      client.deleteStream(r -> r.streamName(stream).enforceConsumerDeletion(true)).join();
    }
    return facts;
  }

  private static List<Record> subscribed(KinesisAsyncClient client, String stream, String shard) throws Exception {
    var consumer = client.registerStreamConsumer(r -> r.streamARN(stream).consumerName("fan-out")).join().consumer();
    String arn = consumer.consumerARN();
    for (int tries = 0; tries < 100; tries++) {
      String status =
          client.describeStreamConsumer(r -> r.consumerARN(arn)).join().consumerDescription().consumerStatusAsString();
      if (status.equals("ACTIVE")) break;
      Thread.sleep(100);
    }
    List<Record> records = new ArrayList<>();
    CompletableFuture<Void> enough = new CompletableFuture<>();
    SubscribeToShardResponseHandler handler =
        SubscribeToShardResponseHandler.builder()
            .onError(enough::completeExceptionally)
            .subscriber(
                event -> {
                  if (!(event instanceof SubscribeToShardEvent)) return;
                  records.addAll(((SubscribeToShardEvent) event).records());
                  if (records.size() >= 2) enough.complete(null);
                })
            .build();
    StartingPosition start = StartingPosition.builder().type(ShardIteratorType.TRIM_HORIZON).build();
    CompletableFuture<Void> subscription =
        client.subscribeToShard(r -> r.consumerARN(arn).shardId(shard).startingPosition(start), handler);
    enough.orTimeout(20, java.util.concurrent.TimeUnit.SECONDS).join();
    subscription.cancel(true);
    return records;
  }

  static Map<String, Object> s3(String run) throws Exception {
    Map<String, Object> facts = new LinkedHashMap<>();
    try (S3AsyncClient client =
        S3AsyncClient.builder()
            .httpClientBuilder(NettyNioAsyncHttpClient.builder())
            .multipartEnabled(true)
            .multipartConfiguration(m -> m.minimumPartSizeInBytes(8L * 1024 * 1024).thresholdInBytes(8L * 1024 * 1024))
            .build()) {
      String bucket = run + "-bucket";
      client.createBucket(r -> r.bucket(bucket)).join();
      client
          .putObject(
              r -> r.bucket(bucket).key("small.txt").contentType("text/plain").metadata(Map.of("author", "me")),
              AsyncRequestBody.fromString("hello"))
          .join();
      var small =
          client.getObject(r -> r.bucket(bucket).key("small.txt"), AsyncResponseTransformer.<GetObjectResponse>toBytes()).join();
      byte[] data = new byte[LARGE];
      new Random().nextBytes(data);
      client.putObject(r -> r.bucket(bucket).key("large.bin"), AsyncRequestBody.fromBytes(data)).join();
      var large =
          client.getObject(r -> r.bucket(bucket).key("large.bin"), AsyncResponseTransformer.<GetObjectResponse>toBytes()).join();
      List<String> keys =
          client.listObjectsV2(r -> r.bucket(bucket)).join().contents().stream()
              .map(S3Object::key)
              .collect(Collectors.toList());
      facts.put("text", small.asUtf8String());
      facts.put("type", small.response().contentType());
      facts.put("author", small.response().metadata().get("author"));
      facts.put(
          "part",
          client
              .getObject(
                  r -> r.bucket(bucket).key("small.txt").range("bytes=1-3"),
                  AsyncResponseTransformer.<GetObjectResponse>toBytes())
              .join()
              .asUtf8String());
      facts.put("presigned", DataScenes.presigned(bucket, "small.txt"));
      facts.put("keys", keys);
      facts.put("sameBytes", Arrays.equals(large.asByteArray(), data));
      facts.put("parts", client.headObject(r -> r.bucket(bucket).key("large.bin")).join().eTag().replace("\"", "").split("-")[1]);
      facts.put(
          "missing",
          refusal(client.getObject(r -> r.bucket(bucket).key("none"), AsyncResponseTransformer.toBytes())).code);
      List<ObjectIdentifier> all =
          keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).collect(Collectors.toList());
      client.deleteObjects(r -> r.bucket(bucket).delete(d -> d.objects(all))).join();
      client.deleteBucket(r -> r.bucket(bucket)).join();
      facts.put("gone", refusal(client.listObjectsV2(r -> r.bucket(bucket))).code);
    }
    return facts;
  }

  private static Refusal refusal(CompletableFuture<?> call) {
    return Refusal.of(
        () -> {
          try {
            call.join();
          } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException) throw (RuntimeException) failure.getCause();
            throw failure;
          }
        });
  }

  private NettyScenes() {}
}
