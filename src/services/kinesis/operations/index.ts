import type { Operations } from '#api/kinesis';
import { type OperationTable, unsupported } from '#core';
import type { KinesisDeps } from '../deps.ts';
import { createStream } from './create-stream.ts';
import { deleteStream } from './delete-stream.ts';
import { describeStream } from './describe-stream.ts';
import { describeStreamSummary } from './describe-stream-summary.ts';
import { getRecords } from './get-records.ts';
import { getShardIterator } from './get-shard-iterator.ts';
import { listShards } from './list-shards.ts';
import { listStreams } from './list-streams.ts';
import { putRecord } from './put-record.ts';
import { putRecords } from './put-records.ts';

const CHANNELS = 'channels deliver to S3 and S3 Tables by a managed service; run a Flink application that writes there';
const QUEUES = 'queues over streams are not built; read the stream with a consumer';
const LATER = 'not built yet';

export const operations = {
  AcknowledgeDeadLetterQueueRecords: unsupported(QUEUES),
  AcknowledgeQueueRecords: unsupported(QUEUES),
  AddTagsToStream: unsupported(LATER),
  CreateChannel: unsupported(CHANNELS),
  CreateQueue: unsupported(QUEUES),
  CreateStream: createStream,
  DecreaseStreamRetentionPeriod: unsupported(LATER),
  DeleteChannel: unsupported(CHANNELS),
  DeleteQueue: unsupported(QUEUES),
  DeleteResourcePolicy: unsupported(LATER),
  DeleteStream: deleteStream,
  DeregisterStreamConsumer: unsupported(LATER),
  DescribeAccountSettings: unsupported(LATER),
  DescribeChannel: unsupported(CHANNELS),
  DescribeLimits: unsupported(LATER),
  DescribeQueue: unsupported(QUEUES),
  DescribeStream: describeStream,
  DescribeStreamConsumer: unsupported(LATER),
  DescribeStreamSummary: describeStreamSummary,
  DisableEnhancedMonitoring: unsupported(LATER),
  EnableEnhancedMonitoring: unsupported(LATER),
  GetRecords: getRecords,
  GetResourcePolicy: unsupported(LATER),
  GetShardIterator: getShardIterator,
  IncreaseStreamRetentionPeriod: unsupported(LATER),
  ListChannels: unsupported(CHANNELS),
  ListQueues: unsupported(QUEUES),
  ListShards: listShards,
  ListStreamConsumers: unsupported(LATER),
  ListStreams: listStreams,
  ListTagsForResource: unsupported(LATER),
  ListTagsForStream: unsupported(LATER),
  MergeShards: unsupported(LATER),
  PutRecord: putRecord,
  PutRecords: putRecords,
  PutResourcePolicy: unsupported(LATER),
  ReceiveDeadLetterQueueRecords: unsupported(QUEUES),
  ReceiveQueueRecords: unsupported(QUEUES),
  RegisterStreamConsumer: unsupported(LATER),
  RemoveTagsFromStream: unsupported(LATER),
  RestoreDeadLetterQueueRecords: unsupported(QUEUES),
  SplitShard: unsupported(LATER),
  StartStreamEncryption: unsupported('encryption at rest needs KMS, which Millrace does not have yet'),
  StopStreamEncryption: unsupported('encryption at rest needs KMS, which Millrace does not have yet'),
  SubscribeToShard: unsupported(LATER),
  TagResource: unsupported(LATER),
  UntagResource: unsupported(LATER),
  UpdateAccountSettings: unsupported('the setting commits to a minimum bill, and Millrace sends none'),
  UpdateChannel: unsupported(CHANNELS),
  UpdateDeadLetterQueueRecordsVisibility: unsupported(QUEUES),
  UpdateMaxRecordSize: unsupported(LATER),
  UpdateQueue: unsupported(QUEUES),
  UpdateQueueRecordsVisibility: unsupported(QUEUES),
  UpdateShardCount: unsupported(LATER),
  UpdateStreamMode: unsupported(LATER),
  UpdateStreamRecordDistributionStrategy: unsupported(LATER),
  UpdateStreamWarmThroughput: unsupported(LATER),
} satisfies OperationTable<Operations, KinesisDeps>;
