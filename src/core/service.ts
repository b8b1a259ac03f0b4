import type { AwsError } from './errors.ts';
import type { Logger } from './logger.ts';
import type { ServiceModel } from './model.ts';
import type { Scope } from './scope.ts';

/** Who calls. `service` is Millrace acting for an application as an AWS service principal would. */
export interface Caller {
  readonly kind: 'root' | 'user' | 'role' | 'federated' | 'service' | 'anonymous';
  readonly partition: string;
  /** 12 digits; empty for `anonymous`. */
  readonly account: string;
  /** `arn:aws:iam::…:root`, `…:user/x`, `arn:aws:sts::…:assumed-role/r/session`, or a service name such as `kinesisanalytics.amazonaws.com`. */
  readonly arn: string;
  /** The unique id as GetCallerIdentity shows it: account id for root, `AIDA…`, `AROA…:session`. */
  readonly userId: string;
  /** For a role session, the ARN of the role itself (path included). */
  readonly roleArn?: string;
  readonly userName?: string;
  /** For a session of GetFederationToken: the user or root who asked for it. */
  readonly federatedBy?: { readonly arn: string; readonly userId: string; readonly userName?: string };
  readonly accessKeyId?: string;
  /** Policy documents, or ARNs of managed policies, that bound the session. */
  readonly sessionPolicies?: readonly string[];
  /** Tags of the user, or of the role and its session: `aws:PrincipalTag/…`. */
  readonly tags?: Readonly<Record<string, string>>;
  /** The session tags that go along when this session assumes a further role. */
  readonly transitiveTagKeys?: readonly string[];
  readonly sourceIdentity?: string;
  /** When temporary credentials were issued; absent for long-term ones. */
  readonly sessionIssuedAt?: Date;
  /** When he showed a code of his MFA device for these temporary credentials, in milliseconds since the epoch. */
  readonly mfaAt?: number;
  /** Who signed in to the console: his session may do what his long-term keys may. */
  readonly fromConsole?: true;
}

/** What IAM is asked before an operation runs: one entry per action the caller needs. */
export interface Access {
  /** Full action such as `s3:GetObject`; default: the service's prefix + the operation's name. */
  readonly action?: string;
  /** The resource ARN the action is on; `*` where the action has no resource level. */
  readonly resource: string;
  /** The resource as the request named it, where the service's refusals quote that instead of the ARN. */
  readonly told?: string;
  /** The account that owns the resource; default: the caller's. */
  readonly resourceAccount?: string;
  /** Condition keys beyond the global ones, e.g. `{ 's3:prefix': 'a/' }`. */
  readonly context?: Readonly<Record<string, string | readonly string[] | undefined>>;
}

/** `'open'`: no permission is needed (sts:GetCallerIdentity), but the signature still is. */
export type AccessRule<I> = (input: I, scope: Scope, caller: Caller) => Access | readonly Access[] | 'open';

/** At least that many bytes to write to, with anything in them. */
export type Lend = (bytes: number) => Buffer;

/** What an operation knows of the request besides its input. It never sees HTTP. */
export interface Call {
  readonly scope: Scope;
  readonly caller: Caller;
  readonly requestId: string;
  readonly receivedAt: Date;
  readonly sourceIp: string;
  readonly userAgent: string;
  /** `http://127.0.0.1:4566`: where the client reached us. */
  readonly endpoint: string;
  readonly logger: Logger;
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal;
  /** Memory for what is answered: good until the answer has been sent. Not there where nothing is sent, as services call each other. */
  readonly lend?: Lend;
  /** The output is written to bytes and then forgotten: lists of it may be `Rows`. Not there as services call each other. */
  readonly sent?: true;
  /** What an AWS service that calls acts for: `aws:SourceArn` and `aws:SourceAccount`. Not there where nobody said. */
  readonly source?: Readonly<Record<string, string>>;
  /** Throws the service's access-denied error unless the caller may; for rights that depend on rows, such as iam:PassRole. */
  authorize(access: Access & { readonly action: string }): void;
  /** The same question as an answer, for operations that report per item (DeleteObjects). */
  may(access: Access & { readonly action: string }): boolean;
}

/**
 * The caller's question and its answer. The read-check-write on the own store must be synchronous (one transaction);
 * waiting is for bodies, streams and other services.
 */
export type Handler<I, O, D> = (input: I, call: Call, deps: D) => O | Promise<O>;

export interface Operation<I, O, D> {
  readonly run: Handler<I, O, D>;
  readonly access: AccessRule<I>;
  /** Nothing it was given is looked at once it has answered: the input's bytes lie in memory that is then used again. */
  readonly keepsNothing?: true;
}

/** Not built: answers a clear error that names itself. The reason says what to do instead, or why. */
export interface Unsupported {
  readonly unsupported: string;
}

export const unsupported = (reason: string): Unsupported => ({ unsupported: reason });

/** Every operation of a model, none missing, none extra: `satisfies OperationTable<KinesisOperations, KinesisDeps>`. */
export type OperationTable<Ops, D> = {
  readonly [K in keyof Ops]: Ops[K] extends { input: infer I; output: infer O } ? Operation<I, O, D> | Unsupported : never;
};

/** A refusal by IAM, before it is put into the service's words. */
export interface Denial {
  readonly caller: Caller;
  readonly operation: string;
  readonly action: string;
  readonly resource: string;
  readonly explicit: boolean;
  /** Which kind of policy refused, in AWS's words: `identity-based policy`, `resource-based policy`, `permissions boundary`, `session policy`. */
  readonly policyType: string;
}

/** A service as the gateway sees it: its contract, its table with its deps bound, and how it says no. */
export interface Service {
  /** Name of the AWS model, e.g. `kinesisanalyticsv2`. */
  readonly name: string;
  readonly model: ServiceModel;
  /** IAM action prefix, e.g. `kinesisanalytics`. */
  readonly prefix: string;
  readonly operations: Readonly<Record<string, BoundOperation | Unsupported>>;
  /** The resource-based policy document (JSON) of an ARN, if it has one: bucket policies, role trust policies. */
  readonly resourcePolicy?: (resource: string, scope: Scope) => string | undefined;
  /** AWS's AccessDenied sentence where this service's differs from the common one. */
  readonly accessDenied?: (denial: Denial) => AwsError;
  /** AWS's sentence for a request that its model does not allow, where this service's differs from the common one. */
  readonly refusal?: (
    violations: readonly { readonly path: string; readonly constraint: string }[],
    input: unknown,
  ) => AwsError | undefined;
  /** The account and region a request is about, where that is not the caller's (a bucket's owner). */
  readonly scopeOf?: (operation: string, input: Record<string, unknown>, scope: Scope) => Scope;
  readonly crossOrigin?: CrossOrigin;
  /** Refuses a document that is not what the headers of its request say (S3: digests). */
  readonly checkDocument?: (operation: string, document: Uint8Array, headers: Readonly<Record<string, string>>) => void;
  /** Refuses headers that AWS refuses though its model does not know them there (S3: how to encrypt). */
  readonly checkHeaders?: (operation: string, headers: Readonly<Record<string, string>>) => void;
  /** What an unreadable document is refused with, where what it was sent to has the first word (S3: a bucket that is not there). */
  readonly unreadable?: (
    operation: string,
    target: { readonly partition: string; readonly bucket: string },
    refusal: unknown,
  ) => unknown;
}

/** A browser asks on behalf of a page of another origin: before a request, or with it. */
export interface CrossOriginRequest {
  readonly partition: string;
  readonly bucket: string;
  /** Empty where the request is about the bucket. */
  readonly key: string;
  readonly origin: string | undefined;
  readonly method: string | undefined;
  /** The headers that the page wants to send besides. */
  readonly headers: readonly string[];
}

/** What browsers are told for pages of other origins (CORS), as headers of answers. */
export interface CrossOrigin {
  headers(request: CrossOriginRequest): Readonly<Record<string, string>> | undefined;
  /** The answer to a question before a request; throws where it is no. */
  preflight(request: CrossOriginRequest): Readonly<Record<string, string>>;
}

export interface BoundOperation {
  readonly access: AccessRule<never>;
  readonly keepsNothing?: true;
  run(input: never, call: Call): unknown;
}

/** Ties a table to the things its operations need. */
export function bind<Ops, D>(table: OperationTable<Ops, D>, deps: D): Service['operations'] {
  const bound: Record<string, BoundOperation | Unsupported> = {};
  for (const [name, entry] of Object.entries(table) as [string, Operation<never, unknown, D> | Unsupported][]) {
    bound[name] = 'unsupported' in entry ? entry : { ...entry, run: (input, call) => entry.run(input, call, deps) };
  }
  return bound;
}
