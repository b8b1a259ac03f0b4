import type * as api from '#api/kinesisanalyticsv2';
import { seconds } from './describe.ts';
import type { EnhancedSnapshotRow, S3Prefix, SnapshotOperationRow } from './rows.ts';

const AWS_OWNED_KEY = { KeyType: 'AWS_OWNED_KEY' } as const;

const located = ({ bucketArn, prefix }: S3Prefix): api.S3PrefixLocation => ({ BucketARN: bucketArn, KeyPrefix: prefix });

export const enhancedInfo = (row: EnhancedSnapshotRow): api.SnapshotInfo => ({
  SnapshotName: row.name,
  SnapshotArn: row.arn,
  SnapshotStatus: row.status,
  SnapshotCreationTimestamp: seconds(row.createdAt),
  SnapshotInitiator: row.initiator,
  SnapshotInitiatorOperation: row.initiatorOperation,
  ...(row.source && { SourceApplicationName: row.source.application }),
  SnapshotFormat: 'CANONICAL',
});

export const enhancedDetails = (row: EnhancedSnapshotRow): api.SnapshotInfoDetails => ({
  SnapshotName: row.name,
  SnapshotArn: row.arn,
  ...(row.description !== undefined && { SnapshotDescription: row.description }),
  SnapshotStatus: row.status,
  SnapshotCreationTimestamp: seconds(row.createdAt),
  ...(row.runtime && { RuntimeEnvironment: row.runtime }),
  ...(row.bytes !== undefined && { SnapshotSizeInBytes: row.bytes }),
  SnapshotEncryptionConfigurationDescription: AWS_OWNED_KEY,
  SnapshotInitiator: row.initiator,
  SnapshotInitiatorOperation: row.initiatorOperation,
  SnapshotSourceDescription: {
    ...(row.imported && { S3PrefixLocation: located(row.imported) }),
    ...(row.source && {
      SourceApplicationDescription: {
        ApplicationName: row.source.application,
        ApplicationCreationTimestamp: seconds(row.source.createdAt),
        ApplicationVersionId: row.source.versionId,
      },
    }),
  },
  SnapshotFormat: 'CANONICAL',
});

export const snapshotOperationInfo = (row: SnapshotOperationRow): api.SnapshotOperationInfo => ({
  SnapshotOperationId: row.operationId,
  SnapshotOperation: row.operation,
  SnapshotOperationStatus: row.status,
  StartTime: seconds(row.startedAt),
  ...(row.endedAt !== undefined && { EndTime: seconds(row.endedAt) }),
});

export function snapshotOperationDetails(
  row: SnapshotOperationRow,
  snapshot: EnhancedSnapshotRow,
): api.SnapshotOperationInfoDetails {
  const { location, operation } = row;
  // aws: locations and destination encryption only of imports and exports, the application operation only of SystemCreateSnapshot — model
  const moves = operation === 'ImportSnapshot' || operation === 'ExportSnapshot';
  return {
    ...snapshotOperationInfo(row),
    SnapshotArn: snapshot.arn,
    ...(moves && {
      SourceEncryptionConfigurationDescription: AWS_OWNED_KEY,
      DestinationEncryptionConfigurationDescription: AWS_OWNED_KEY,
    }),
    ...(operation === 'ImportSnapshot' &&
      location && { SnapshotSourceLocationDescription: { LocationType: 'S3', S3PrefixLocation: located(location) } }),
    ...(operation === 'ExportSnapshot' &&
      location && {
        SnapshotDestinationLocationDescription: {
          LocationType: 'S3',
          S3PrefixLocation: { ...located(location), ExportedPrefix: `${location.prefix}${row.operationId}` },
        },
      }),
    ...(operation === 'SystemCreateSnapshot' &&
      snapshot.source &&
      row.applicationOperationId !== undefined && {
        ApplicationOperationDescription: {
          ApplicationName: snapshot.source.application,
          ApplicationOperationId: row.applicationOperationId,
        },
      }),
    ...(row.error !== undefined && {
      SnapshotOperationFailureDetails: {
        ErrorInfo: { ...(row.errorCode !== undefined && { ErrorCode: row.errorCode }), ErrorString: row.error },
      },
    }),
  };
}
