import type { Claim, FormClaim, FormFields, SigningKeys, SizeRange, VerifiedSignature } from '#auth';
import type { AwsError, BoundOperation, Call, Caller, Scope } from '#core';
import type { DecodedInput, Protocol, WireAnswer } from '#protocol';
import type { Lendings } from './lendings.ts';
import type { GatewayOptions, Limits } from './ports.ts';
import type { RequestBody } from './request-body.ts';
import type { Directory, Served } from './served.ts';
import type { UnverifiedBytes } from './unverified-bytes.ts';

/** What every request shares: made once, when the gateway is made. */
export interface Parts extends Omit<GatewayOptions, 'limits' | 'services'> {
  readonly directory: Directory;
  readonly signingKeys: SigningKeys;
  readonly limits: Limits;
  readonly unverified: UnverifiedBytes;
  /** The ids of S3's next answer. */
  readonly s3Ids: () => Numbered;
}

/** A request as it came in. */
export interface Received {
  readonly parts: Parts;
  readonly receivedAt: Date;
  readonly method: string;
  /** As sent, without the query string. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Lower-case names; `host` also for HTTP/2. */
  readonly headers: Readonly<Record<string, string>>;
  readonly source: RequestBody;
  readonly lendings: Lendings;
  /** The form it was, where a browser sent one: the rest says what that means. */
  readonly form?: Form;
  readonly sourceIp: string;
  readonly secure: boolean;
  /** What TLS agreed on, while the connection lives. */
  tls(): { readonly version: string; readonly cipher: string } | undefined;
  /** Aborted when the client goes away. */
  signal(): AbortSignal;
}

/** A form that a browser sent, as the rest of the chain sees it. */
export interface Form {
  readonly fields: FormFields;
  readonly bucket: string;
  readonly key: string;
  /** The file, with the size that the policy demands. */
  bytes(): AsyncIterable<Uint8Array>;
  /** Set when the policy has been read, as who signed it is. */
  size: SizeRange | undefined;
  claim: FormClaim | undefined;
}

export interface Numbered {
  readonly requestId: string;
  /** S3's second id. */
  readonly hostId: string;
}

export interface Identified {
  readonly served: Served;
  readonly protocol: Protocol;
  readonly claim: Claim | undefined;
  /** S3: the bucket in the host name. */
  readonly bucketOfHost: string | undefined;
}

export interface WithBody {
  /** Whole; empty where the service takes a stream. */
  readonly body: Uint8Array;
  /** The body, unpacked where it was sent packed. */
  readonly content: Uint8Array;
  readonly rawStream: AsyncIterable<Uint8Array> | undefined;
}

export interface Named {
  readonly operation: string;
  readonly entry: BoundOperation;
}

export interface Authenticated {
  readonly caller: Caller;
  readonly signature: VerifiedSignature | undefined;
}

export interface Scoped {
  readonly scope: Scope;
}

export type Decoded = DecodedInput;

export interface Authorized {
  readonly call: Call;
}

export interface Invoked {
  readonly output: unknown;
}

export interface Answered {
  readonly answer: WireAnswer;
}

/** A request that may have failed anywhere. */
export type Unfinished = Received &
  Partial<Numbered & Identified & Named & Authenticated & Scoped & Decoded & Invoked & Answered> & { error?: AwsError };
