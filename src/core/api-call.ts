import type { AwsError } from './errors.ts';
import type { Scope } from './scope.ts';
import type { Caller, Service } from './service.ts';

/** A call of an operation that has been answered, as the audit trail tells of it. */
export interface ApiCall {
  readonly service: Service;
  readonly operation: string;
  readonly caller: Caller;
  /** Where the caller called. */
  readonly scope: Scope;
  /** Undefined where the request could not be understood. */
  readonly input?: unknown;
  readonly output?: unknown;
  readonly error?: AwsError;
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** The host the client named. */
  readonly host?: string;
  /** How the signature was sent, as S3 calls it; absent without one. */
  readonly authentication?: 'AuthHeader' | 'QueryString' | 'HtmlForm';
  /** Present where `authentication` is. */
  readonly signatureVersion?: 'SigV2' | 'SigV4';
  /** S3's second id of the request. */
  readonly hostId?: string;
  readonly tls?: { readonly version: string; readonly cipher: string };
  readonly bytesIn: number;
  readonly bytesOut: number;
  /** The AWS service in whose name Millrace made the call itself, within the process. */
  readonly invokedBy?: string;
}

/** Who is told of calls. */
export interface Audit {
  /** Asked before anything is put together: most calls of a data plane interest nobody. */
  wants(service: string, operation: string): boolean;
  record(call: ApiCall): void;
}
