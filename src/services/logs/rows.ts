import type { Distribution, ExportTaskStatusCode, MetricTransformation } from '#api/logs';
import type { Scope } from '#core';

/** What is known of a stream's events without reading them. */
export interface Facts {
  readonly firstEvent?: number | undefined;
  readonly lastEvent?: number | undefined;
  readonly lastIngestion?: number | undefined;
  /** The index of the first event these facts do not tell of. */
  readonly next: number;
  /** What the events take on the disk. */
  readonly bytes: number;
}

export interface GroupRow {
  readonly name: string;
  /** Milliseconds since the epoch, as all times here. */
  readonly createdAt: number;
  /** Folder of its events; a group made anew under an old name gets another one. */
  readonly folder: string;
  readonly logGroupClass: string;
  readonly retentionInDays?: number;
  readonly deletionProtection?: boolean;
  /** The ARN of the key of KMS under which what comes in is encrypted. */
  readonly kmsKeyId?: string;
  /** Some events may be encrypted. */
  readonly everEncrypted?: true;
  readonly tags: Readonly<Record<string, string>>;
}

export interface StreamRow extends Partial<Facts> {
  readonly name: string;
  readonly createdAt: number;
  /** Folder of its events within the group's; a stream made anew under an old name gets another one. */
  readonly folder: string;
  /** Events may have come since the facts were written down. */
  readonly unsettled?: true;
}

export interface MetricFilterRow {
  readonly logGroupName: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly metricTransformations: readonly MetricTransformation[];
  readonly creationTime: number;
}

export interface SubscriptionRow {
  readonly id: string;
  readonly scope: Scope;
  readonly logGroupName: string;
  /** Of its group. */
  readonly folder: string;
  readonly filterName: string;
  readonly filterPattern: string;
  readonly destinationArn: string;
  readonly roleArn: string;
  readonly distribution: Distribution;
  readonly creationTime: number;
}

export interface ExportRow {
  readonly taskId: string;
  readonly taskName?: string | undefined;
  readonly scope: Scope;
  readonly logGroupName: string;
  readonly logStreamNamePrefix?: string | undefined;
  readonly from: number;
  readonly to: number;
  readonly destination: string;
  readonly destinationPrefix: string;
  readonly code: ExportTaskStatusCode;
  readonly message?: string;
  readonly createdAt: number;
  readonly completedAt?: number;
}

export interface ResourcePolicyRow {
  readonly policyName: string;
  readonly policyDocument: string;
  readonly lastUpdatedTime: number;
}

export interface QueryDefinitionRow {
  readonly queryDefinitionId: string;
  readonly name: string;
  readonly queryString: string;
  readonly logGroupNames: readonly string[];
  readonly lastModified: number;
}
