import type { Scope } from '#core';

/** On whose behalf the service looks at something: an application's execution role, assumed as AWS's service would. */
export interface AsRole {
  readonly scope: Scope;
  readonly roleArn: string;
  readonly applicationArn: string;
}

/** Whether the service could become an application's execution role. */
export interface RoleTrust {
  /** True when `kinesisanalytics.amazonaws.com`, with `aws:SourceArn` and `aws:SourceAccount` set, may assume the role. */
  trusts(as: AsRole): Promise<boolean>;
}

export interface S3Location {
  readonly bucketArn: string;
  readonly key: string;
  readonly version?: string | undefined;
}

export interface CodeObject {
  /** 32 hex digits. */
  readonly md5: string;
  readonly size: number;
}

/** The code of applications, where the user put it. */
export interface CodeStore {
  /** What the role can read there; undefined when bucket, object or version is missing, or the role may not read it. */
  head(as: AsRole, location: S3Location): Promise<CodeObject | undefined>;
}

/** Names an application of one account in one region. */
export interface ApplicationRef {
  readonly scope: Scope;
  readonly name: string;
}

/** Tells the engine that an application's wanted state has changed. Never waits. */
export type Wake = (ref: ApplicationRef) => void;

/** What only the running cluster knows. */
export interface JobPlans {
  /** Flink's plan of the running job as JSON text; undefined when no job runs. */
  planOf(ref: ApplicationRef): Promise<string | undefined>;
}

/** Opens Flink's dashboard of a running application to whoever holds the URL. */
export interface Dashboards {
  urlFor(question: { ref: ApplicationRef; endpoint: string; sessionSeconds: number }): string | undefined;
}
