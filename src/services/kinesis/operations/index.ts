import type { Operations } from '#api/kinesis';
import { type OperationTable, unsupported } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { addTagsToStream } from './add-tags-to-stream.ts';
import { createStream } from './create-stream.ts';
import { decreaseStreamRetentionPeriod } from './decrease-stream-retention-period.ts';
import { deleteResourcePolicy } from './delete-resource-policy.ts';
import { deleteStream } from './delete-stream.ts';
import { deregisterStreamConsumer } from './deregister-stream-consumer.ts';
import { describeAccountSettings } from './describe-account-settings.ts';
import { describeLimits } from './describe-limits.ts';
import { describeStream } from './describe-stream.ts';
import { describeStreamConsumer } from './describe-stream-consumer.ts';
import { describeStreamSummary } from './describe-stream-summary.ts';
import { disableEnhancedMonitoring } from './disable-enhanced-monitoring.ts';
import { enableEnhancedMonitoring } from './enable-enhanced-monitoring.ts';
import { getRecords } from './get-records.ts';
import { getResourcePolicy } from './get-resource-policy.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { increaseStreamRetentionPeriod } from './increase-stream-retention-period.ts';
import { listShards } from './list-shards.ts';
import { listStreamConsumers } from './list-stream-consumers.ts';
import { listStreams } from './list-streams.ts';
import { listTagsForResource } from './list-tags-for-resource.ts';
import { listTagsForStream } from './list-tags-for-stream.ts';
import { mergeShards } from './merge-shards.ts';
import { putRecord } from './put-record.ts';
import { putRecords } from './put-records.ts';
import { putResourcePolicy } from './put-resource-policy.ts';
import { registerStreamConsumer } from './register-stream-consumer.ts';
import { removeTagsFromStream } from './remove-tags-from-stream.ts';
import { splitShard } from './split-shard.ts';
import { startStreamEncryption } from './start-stream-encryption.ts';
import { stopStreamEncryption } from './stop-stream-encryption.ts';
import { subscribeToShard } from './subscribe-to-shard.ts';
import { tagResource } from './tag-resource.ts';
import { untagResource } from './untag-resource.ts';
import { updateAccountSettings } from './update-account-settings.ts';
import { updateMaxRecordSize } from './update-max-record-size.ts';
import { updateShardCount } from './update-shard-count.ts';
import { updateStreamMode } from './update-stream-mode.ts';
import { updateStreamRecordDistributionStrategy } from './update-stream-record-distribution-strategy.ts';
import { updateStreamWarmThroughput } from './update-stream-warm-throughput.ts';

const CHANNELS = 'channels deliver to S3 and S3 Tables by a managed service; run a Flink application that writes there';
const QUEUES = 'queues over streams are not built; read the stream with a consumer';

export const operations = {
  AcknowledgeDeadLetterQueueRecords: unsupported(QUEUES),
  AcknowledgeQueueRecords: unsupported(QUEUES),
  AddTagsToStream: addTagsToStream,
  CreateChannel: unsupported(CHANNELS),
  CreateQueue: unsupported(QUEUES),
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: decreaseStreamRetentionPeriod,
  DeleteChannel: unsupported(CHANNELS),
  DeleteQueue: unsupported(QUEUES),
  DeleteResourcePolicy: deleteResourcePolicy,
  DeleteStream: deleteStream,
  DeregisterStreamConsumer: deregisterStreamConsumer,
  DescribeAccountSettings: describeAccountSettings,
  DescribeChannel: unsupported(CHANNELS),
  DescribeLimits: describeLimits,
  DescribeQueue: unsupported(QUEUES),
  DescribeStream: describeStream,
  DescribeStreamConsumer: describeStreamConsumer,
  DescribeStreamSummary: describeStreamSummary,
  DisableEnhancedMonitoring: disableEnhancedMonitoring,
  EnableEnhancedMonitoring: enableEnhancedMonitoring,
  GetRecords: getRecords,
  GetResourcePolicy: getResourcePolicy,
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: increaseStreamRetentionPeriod,
  ListChannels: unsupported(CHANNELS),
  ListQueues: unsupported(QUEUES),
  ListShards: listShards,
  ListStreamConsumers: listStreamConsumers,
  ListStreams: listStreams,
  ListTagsForResource: listTagsForResource,
  ListTagsForStream: listTagsForStream,
  MergeShards: mergeShards,
  PutRecord: putRecord,
  PutRecords: putRecords,
  PutResourcePolicy: putResourcePolicy,
  ReceiveDeadLetterQueueRecords: unsupported(QUEUES),
  ReceiveQueueRecords: unsupported(QUEUES),
  RegisterStreamConsumer: registerStreamConsumer,
  RemoveTagsFromStream: removeTagsFromStream,
  RestoreDeadLetterQueueRecords: unsupported(QUEUES),
  SplitShard: splitShard,
  StartStreamEncryption: startStreamEncryption,
  StopStreamEncryption: stopStreamEncryption,
  SubscribeToShard: subscribeToShard,
  TagResource: tagResource,
  UntagResource: untagResource,
  UpdateAccountSettings: updateAccountSettings,
  UpdateChannel: unsupported(CHANNELS),
  UpdateDeadLetterQueueRecordsVisibility: unsupported(QUEUES),
  UpdateMaxRecordSize: updateMaxRecordSize,
  UpdateQueue: unsupported(QUEUES),
  UpdateQueueRecordsVisibility: unsupported(QUEUES),
  UpdateShardCount: updateShardCount,
  UpdateStreamMode: updateStreamMode,
  UpdateStreamRecordDistributionStrategy: updateStreamRecordDistributionStrategy,
  UpdateStreamWarmThroughput: updateStreamWarmThroughput,
} satisfies OperationTable<Operations, KinesisDeps>;
