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
  identityProvider(
    partition: string,
    account: string,
    issuer: string,
  ): { readonly arn: string; readonly issuer: string; readonly clientIds: readonly string[] } | undefined;
  /** Takes a code of the caller's MFA device, which is good once. */
  takeMfaCode(caller: Caller, serialNumber: string, code: string): 'taken' | 'not his device' | 'wrong code';
  hasManagedPolicy(partition: string, account: string, arn: string): boolean;
}

/** A public key as its issuer publishes it (RFC 7517). */
export type IssuerKey = Readonly<Record<string, unknown>>;

/** The keys of identity providers, asked over HTTP. */
export interface IssuerKeys {
  /** Those of an id, or all. Rejects where the issuer cannot be asked. */
  of(issuer: string, kid: string | undefined): Promise<readonly IssuerKey[]>;
}
