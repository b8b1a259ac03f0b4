/** A request as its signature sees it. */
export interface SignedRequest {
  readonly method: string;
  /** As sent: percent-encoded, without the query string. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Lower-case names; `host` present. */
  readonly headers: Readonly<Record<string, string>>;
}

/** Who signs, for which service and day, and with what: the claim a request makes before it is checked. */
export interface ClaimOfVersion4 {
  readonly version: 'AWS4-HMAC-SHA256';
  readonly by: 'header' | 'query';
  readonly accessKeyId: string;
  /** `20260101` */
  readonly date: string;
  readonly region: string;
  readonly service: string;
  readonly signedHeaders: readonly string[];
  readonly signature: string;
  /** `20260101T000000Z` */
  readonly timestamp: string;
  readonly sessionToken?: string | undefined;
  /** Seconds a presigned URL is good for, as written. */
  readonly expires?: string | undefined;
}

/** Why a signature was not accepted. The service families have different codes and sentences for each. */
export type SignatureProblem =
  | { readonly kind: 'twice' }
  | { readonly kind: 'algorithm'; readonly given: string }
  | { readonly kind: 'incomplete'; readonly by: 'header' | 'query'; readonly missing: readonly string[]; readonly given: string }
  | { readonly kind: 'credential'; readonly by: 'header' | 'query'; readonly given: string }
  | { readonly kind: 'date'; readonly given: string }
  | { readonly kind: 'date-scope'; readonly date: string; readonly timestamp: string }
  | { readonly kind: 'expires'; readonly given: string }
  | { readonly kind: 'host-unsigned' }
  | { readonly kind: 'headers-unsigned'; readonly names: readonly string[] }
  | {
      readonly kind: 'skewed';
      readonly timestamp: string;
      readonly now: number;
      readonly allowed: number;
      readonly early: boolean;
    }
  | { readonly kind: 'expired-url'; readonly expires: string; readonly ended: number; readonly now: number }
  /** The header is missing, or says nothing we know. */
  | { readonly kind: 'payload-hash'; readonly given: string | undefined }
  | { readonly kind: 'body'; readonly declared: string; readonly computed: string }
  | { readonly kind: 'mismatch'; readonly canonicalRequest: string; readonly stringToSign: string; readonly signature: string };

export class SignatureError extends Error {
  readonly problem: SignatureProblem;
  constructor(problem: SignatureProblem) {
    super(problem.kind);
    this.problem = problem;
  }
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** The claim of a request; undefined where it makes none. Throws `SignatureError` where it is not one. */
export function claimOfVersion4({ headers, query }: SignedRequest): ClaimOfVersion4 | undefined {
  const authorization = headers['authorization'];
  const presigned = query.includes('X-Amz-Algorithm=') || query.includes('X-Amz-Signature=');
  if (authorization !== undefined && presigned) throw new SignatureError({ kind: 'twice' });
  if (authorization !== undefined) return headerClaim(authorization, headers);
  return presigned ? queryClaim(query) : undefined;
}

/** What a client's headers begin with until the signature: the same for each of its requests of a day. */
type Front = Pick<ClaimOfVersion4, 'accessKeyId' | 'date' | 'region' | 'service' | 'signedHeaders'>;
const FRONTS = 256;
const FRONT_LENGTH = 1024;
const fronts = new Map<string, Front>();
const SIGNATURE = 'Signature=';
const SIGNATURE_LENGTH = SIGNATURE.length + 64;

function headerClaim(authorization: string, headers: SignedRequest['headers']): ClaimOfVersion4 {
  const end = authorization.length - SIGNATURE_LENGTH;
  const last = authorization.startsWith(SIGNATURE, end) && end < FRONT_LENGTH;
  const known = last ? fronts.get(authorization.slice(0, end)) : undefined;
  const timestamp = headers['x-amz-date'];
  if (known && timestamp !== undefined) {
    const { accessKeyId, date, region, service, signedHeaders } = known;
    const signature = authorization.slice(end + SIGNATURE.length);
    const sessionToken = headers['x-amz-security-token'];
    return {
      version: ALGORITHM,
      by: 'header',
      accessKeyId,
      date,
      region,
      service,
      signedHeaders,
      signature,
      timestamp,
      sessionToken,
    };
  }
  const claim = readClaim(authorization, headers);
  // only where what was read as the signature is what stands at the end, and nothing but it
  if (last && /^[0-9a-f]{64}$/.test(claim.signature) && authorization.endsWith(claim.signature)) {
    if (fronts.size >= FRONTS) fronts.clear();
    fronts.set(authorization.slice(0, end), claim);
  }
  return claim;
}

function readClaim(authorization: string, headers: SignedRequest['headers']): ClaimOfVersion4 {
  const space = authorization.indexOf(' ');
  const algorithm = space < 0 ? authorization : authorization.slice(0, space);
  if (algorithm !== ALGORITHM) throw new SignatureError({ kind: 'algorithm', given: algorithm });
  let credential = '';
  let signedHeaders = '';
  let signature = '';
  for (const part of authorization.slice(space + 1).split(',')) {
    const pair = part.trim();
    if (pair.startsWith('Credential=')) credential = pair.slice(11);
    else if (pair.startsWith('SignedHeaders=')) signedHeaders = pair.slice(14);
    else if (pair.startsWith('Signature=')) signature = pair.slice(10);
  }
  const timestamp = headers['x-amz-date'] ?? fromHttpDate(headers['date']);
  const missing: string[] = [];
  if (!credential) missing.push('Credential');
  if (!signature) missing.push('Signature');
  if (!signedHeaders) missing.push('SignedHeaders');
  if (timestamp === undefined) missing.push('Date');
  if (timestamp === undefined || missing.length > 0) {
    throw new SignatureError({ kind: 'incomplete', by: 'header', missing, given: authorization });
  }
  const sessionToken = headers['x-amz-security-token'];
  return {
    version: ALGORITHM,
    by: 'header',
    ...scopeOf(credential, 'header'),
    signedHeaders: signedHeaders.split(';'),
    signature,
    timestamp,
    sessionToken,
  };
}

const QUERY_PARAMETERS = ['X-Amz-Algorithm', 'X-Amz-Credential', 'X-Amz-Signature', 'X-Amz-SignedHeaders', 'X-Amz-Date'] as const;

function queryClaim(query: string): ClaimOfVersion4 {
  const parameters = new URLSearchParams(query);
  const algorithm = parameters.get('X-Amz-Algorithm');
  if (algorithm !== null && algorithm !== ALGORITHM) throw new SignatureError({ kind: 'algorithm', given: algorithm });
  const missing = QUERY_PARAMETERS.filter((name) => !parameters.get(name));
  if (missing.length > 0) throw new SignatureError({ kind: 'incomplete', by: 'query', missing, given: '' });
  const text = (name: (typeof QUERY_PARAMETERS)[number]) => parameters.get(name) ?? '';
  return {
    version: ALGORITHM,
    by: 'query',
    ...scopeOf(text('X-Amz-Credential'), 'query'),
    signedHeaders: text('X-Amz-SignedHeaders').split(';'),
    signature: text('X-Amz-Signature'),
    timestamp: text('X-Amz-Date'),
    sessionToken: parameters.get('X-Amz-Security-Token') ?? undefined,
    expires: parameters.get('X-Amz-Expires') ?? undefined,
  };
}

/** `AKID/20260101/us-east-1/kinesis/aws4_request`; the id itself may hold no slash. */
function scopeOf(
  credential: string,
  by: ClaimOfVersion4['by'],
): Pick<ClaimOfVersion4, 'accessKeyId' | 'date' | 'region' | 'service'> {
  const [accessKeyId, date, region, service, end, ...more] = credential.split('/');
  if (!accessKeyId || !date || !region || !service || end !== 'aws4_request' || more.length > 0 || !/^\d{8}$/.test(date)) {
    throw new SignatureError({ kind: 'credential', by, given: credential });
  }
  return { accessKeyId, date, region, service };
}

export const timestampOf = (millis: number): string => new Date(millis).toISOString().replace(/[-:]|\.\d{3}/g, '');

function fromHttpDate(date: string | undefined): string | undefined {
  const millis = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isNaN(millis) ? undefined : timestampOf(millis);
}

/** Milliseconds of `20260101T000000Z`; NaN where it is not one. */
export function millisOf(timestamp: string): number {
  // many requests are of the same second
  if (timestamp === lastTimestamp) return lastMillis;
  lastMillis = parsedMillis(timestamp);
  lastTimestamp = timestamp;
  return lastMillis;
}

let lastTimestamp: string | undefined;
let lastMillis = Number.NaN;

function parsedMillis(timestamp: string): number {
  const parts = /^(\d{4})(\d\d)(\d\d)T(\d\d)(\d\d)(\d\d)Z$/.exec(timestamp);
  if (!parts) return Number.NaN;
  const [, year, month, day, hour, minute, second] = parts.map(Number) as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  return Date.UTC(year, month - 1, day, hour, minute, second);
}
