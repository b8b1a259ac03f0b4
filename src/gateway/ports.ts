import type { Policy } from '#auth';
import type { Audit, Caller, Clock, Ids, Logger, Scope, Service } from '#core';

/** What the gateway must know of an access key to check a signature made with it. */
export interface Credential {
  readonly secretAccessKey: string;
  readonly caller: Caller;
  /** When temporary credentials end; absent for long-term keys. */
  readonly expiresAt?: Date;
}

export type CredentialProblem = 'unknown' | 'inactive' | 'invalid-token' | 'expired';

/** Who holds an access key: long-term keys of users and root, temporary ones of role sessions. */
export interface Credentials {
  find(accessKeyId: string, sessionToken: string | undefined): Credential | CredentialProblem;
}

/** The compiled policies that bound a caller. */
export interface CallerPolicies {
  readonly identity: readonly Policy[];
  readonly boundary?: readonly Policy[];
  readonly session?: readonly Policy[];
}

export interface Policies {
  of(caller: Caller): CallerPolicies;
}

/** A path that is ours, not AWS's: health, container credentials, the console. */
export interface Route {
  readonly method: string;
  /**
   * Exact, or everything below where it ends with `/`. Outside `/_millrace/` it takes only what cannot be meant for AWS's API: nothing
   * that is signed, and no host of AWS's or of a bucket.
   */
  readonly path: string;
  /** Whether a request outside `/_millrace/` is for this route; default: it is. */
  takes?(headers: Readonly<Record<string, string>>): boolean;
  handle(request: RouteRequest): RouteAnswer | Promise<RouteAnswer>;
}

export interface RouteRequest {
  readonly method: string;
  /** Without the query string, not decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly sourceIp: string;
  readonly secure: boolean;
  /** The whole body, at most 1 MiB. */
  body(): Promise<Uint8Array>;
  /** Who signed the request, as AWS's API is signed; throws the words of the JSON services where nobody has, or not rightly. */
  signer(): Promise<Signer>;
  readonly signal: AbortSignal;
}

/** Who signed a request, and what IAM says of him. */
export interface Signer {
  readonly caller: Caller;
  readonly scope: Scope;
  /** When temporary credentials end. */
  readonly expiresAt?: Date;
  /** Whether the key it was signed with is still good: neither deleted, nor deactivated, nor expired; for what stays open. */
  holds(): boolean;
  /** Whether he may call an operation of a service (`kinesis`, `ListStreams`). */
  may(service: string, operation: string, input: object): boolean;
  /** Whether he may call it on some resource, none of which is named yet: the input only tells which actions that takes. */
  mayAnywhere(service: string, operation: string, input: object): boolean;
  /** The question of `may`; throws the service's access-denied error. */
  require(service: string, operation: string, input: object): void;
}

export interface RouteAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array | AsyncIterable<Uint8Array>;
}

/** What is known of a request when it is over: for the meters and the access log. */
export interface RequestRecord {
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly durationMs: number;
  /** Milliseconds from the request's last byte to the answer's first. */
  readonly firstByteMs: number;
  readonly sourceIp: string;
  readonly userAgent: string;
  readonly method: string;
  readonly status: number;
  readonly service: string | undefined;
  readonly operation: string | undefined;
  readonly caller: Caller | undefined;
  readonly scope: Scope | undefined;
  readonly errorCode: string | undefined;
  readonly bytesIn: number;
  readonly bytesOut: number;
}

/** A certificate and its PKCS#8 key, both PEM. */
export interface KeyPair {
  readonly certPem: string;
  readonly keyPem: string;
}

export interface Limits {
  /** Bytes of a buffered body: JSON, CBOR, Query, and XML documents. */
  readonly bufferedBody: number;
  /** Bytes of all buffered bodies that are still coming, whoever sends them. */
  readonly unverifiedBytes: number;
  /** Bytes of all headers of a request. */
  readonly headers: number;
  /** Milliseconds a client may take to send its headers. */
  readonly headersTimeout: number;
  /** Milliseconds an idle connection is kept. */
  readonly keepAliveTimeout: number;
}

export interface GatewayOptions {
  readonly services: readonly Service[];
  readonly credentials: Credentials;
  readonly policies: Policies;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly logger: Logger;
  /** Resolves when everything the handlers have written is durable; undefined where it is (`Database.pending`). */
  readonly settled: () => Promise<void> | undefined;
  readonly partition: string;
  /** Where a request without a credential scope is served. */
  readonly region: string;
  /** The account of a request without a caller. */
  readonly account: string;
  readonly routes?: readonly Route[];
  /** The authority under which TLS certificates are made; without it the port speaks plaintext only. */
  readonly authority?: () => Promise<KeyPair>;
  readonly limits?: Partial<Limits>;
  readonly audit?: Audit;
  /** Told of every request, with its input where it could be understood. */
  readonly meter?: (record: RequestRecord, input: unknown) => void;
}

/** An operation of a service called from within the process: authorised and run as over the wire, without the wire. */
export type Invoke = (service: string, operation: string, input: object, as: InvokeAs) => Promise<unknown>;

export interface InvokeAs {
  readonly caller: Caller;
  readonly scope: Scope;
  /** Condition keys beyond the global ones. */
  readonly context?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** The service that acts for the caller, such as `kinesisanalytics.amazonaws.com`; default: a caller that is a service itself. */
  readonly invokedBy?: string;
  /** A look that AWS's service would not take this way: no event tells of it. */
  readonly silent?: true;
}

export interface Gateway {
  /** Resolves with the port when connections are accepted; port 0 takes a free one. */
  listen(address: { readonly host: string; readonly port: number }): Promise<number>;
  /** Stops accepting, lets running requests end for up to `graceMs`, then cuts them. */
  close(graceMs?: number): Promise<void>;
  readonly invoke: Invoke;
}
