package millrace.kcl;

import java.net.URI;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.common.KinesisClientUtil;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.metrics.MetricsLevel;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.RetrievalSpecificConfig;
import software.amazon.kinesis.retrieval.fanout.FanOutConfig;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * One worker of an application of the Kinesis Client Library. It says on its output, a line each, what happens to it; it ends in good
 * order when its input is closed.
 */
final class Worker {
  public static void main(String[] arguments) throws Exception {
    String stream = arguments[0];
    String application = arguments[1];
    String id = arguments[2];
    boolean fanOut = arguments[3].equals("fan-out");

    KinesisAsyncClient kinesis = KinesisClientUtil.createKinesisAsyncClient(KinesisAsyncClient.builder());
    DynamoDbAsyncClient leases =
        DynamoDbAsyncClient.builder().endpointOverride(URI.create(System.getenv("DYNAMODB"))).build();
    CloudWatchAsyncClient metrics = CloudWatchAsyncClient.create();

    var first = InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.TRIM_HORIZON);
    ConfigsBuilder configs =
        new ConfigsBuilder(
            new SingleStreamTracker(stream, first), application, kinesis, leases, metrics, id, Told::new);
    RetrievalSpecificConfig how =
        fanOut
            ? new FanOutConfig(kinesis).streamName(stream).applicationName(application)
            : new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(250).usePollingConfigIdleTimeValue(true);
    Scheduler scheduler =
        new Scheduler(
            configs.checkpointConfig(),
            configs.coordinatorConfig().parentShardPollIntervalMillis(1000).shardConsumerDispatchPollIntervalMillis(250),
            sooner(configs.leaseManagementConfig()),
            configs.lifecycleConfig(),
            configs.metricsConfig().metricsLevel(MetricsLevel.DETAILED).metricsBufferTimeMillis(2000),
            configs.processorConfig().callProcessRecordsEvenForEmptyRecordList(false),
            configs.retrievalConfig().retrievalSpecificConfig(how));
    Thread working = new Thread(scheduler, "scheduler");
    working.setDaemon(true);
    working.start();
    while (System.in.read() >= 0) {}
    scheduler.startGracefulShutdown().get(60, TimeUnit.SECONDS);
    System.exit(0);
  }

  /** What takes minutes in a fleet takes seconds here. */
  private static LeaseManagementConfig sooner(LeaseManagementConfig config) {
    config.workerUtilizationAwareAssignmentConfig().workerMetricsReporterFreqInMillis(3000);
    return config
        .failoverTimeMillis(6000)
        .dynamoDbLockBasedLeaderLeaseDurationInMillis(10000)
        .dynamoDbLockBasedLeaderHeartbeatPeriodInMillis(2000)
        .leaseAssignmentIntervalMillis(3000L)
        .shardSyncIntervalMillis(3000)
        .leasesRecoveryAuditorExecutionFrequencyMillis(3000);
  }

  private Worker() {}
}
