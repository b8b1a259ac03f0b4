import type { Caller } from '#core';

/** A role as it is assumed. */
export interface AssumableRole {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly trustPolicy: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: Readonly<Record<string, string>>;
}

/** What STS asks IAM. */
export interface Principals {
  role(arn: string): AssumableRole | undefined;
  /** Whether the user or role behind a caller still exists, and is the same one. */
  exists(caller: Caller): boolean;
  hasManagedPolicy(partition: string, account: string, arn: string): boolean;
}
