import { canonicalRequest, hmac, scopeText, sha256, signingKey, stringToSign, uriEncode } from './canonical.ts';
import { type SignedRequest, timestampOf } from './claim.ts';

export interface SigningCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string | undefined;
}

export interface SigningScope {
  readonly region: string;
  readonly service: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** The headers that make a request a signed one, those given included. */
export function signHeaders(
  request: SignedRequest,
  body: string | Uint8Array,
  credentials: SigningCredentials,
  { region, service, now }: SigningScope,
): Record<string, string> {
  const timestamp = timestampOf(now);
  const scope = { date: timestamp.slice(0, 8), region, service };
  const headers: Record<string, string> = { ...request.headers, 'x-amz-date': timestamp };
  if (credentials.sessionToken) headers['x-amz-security-token'] = credentials.sessionToken;
  const payloadHash = headers['x-amz-content-sha256'] ?? sha256(body);
  if (service === 's3') headers['x-amz-content-sha256'] = payloadHash;
  const signed = Object.keys(headers).sort();
  const canonical = canonicalRequest({ ...request, headers }, signed, payloadHash, service === 's3');
  const key = signingKey(credentials.secretAccessKey, scope);
  const signature = hmac(key, stringToSign(timestamp, scope, canonical)).toString('hex');
  const credential = `${credentials.accessKeyId}/${scopeText(scope)}`;
  headers['authorization'] =
    `AWS4-HMAC-SHA256 Credential=${credential}, SignedHeaders=${signed.join(';')}, Signature=${signature}`;
  return headers;
}

/** The query string that makes a URL a presigned one; `host` is its only signed header. */
export function presign(
  request: SignedRequest,
  credentials: SigningCredentials,
  { region, service, now }: SigningScope,
  expiresSeconds: number,
): string {
  const timestamp = timestampOf(now);
  const scope = { date: timestamp.slice(0, 8), region, service };
  const parameters: [string, string][] = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${credentials.accessKeyId}/${scopeText(scope)}`],
    ['X-Amz-Date', timestamp],
    ['X-Amz-Expires', String(expiresSeconds)],
    ['X-Amz-SignedHeaders', 'host'],
  ];
  if (credentials.sessionToken) parameters.push(['X-Amz-Security-Token', credentials.sessionToken]);
  const added = parameters.map(([name, value]) => `${name}=${uriEncode(value)}`).join('&');
  const query = request.query ? `${request.query}&${added}` : added;
  const payloadHash = service === 's3' ? 'UNSIGNED-PAYLOAD' : sha256('');
  const canonical = canonicalRequest({ ...request, query }, ['host'], payloadHash, service === 's3');
  const key = signingKey(credentials.secretAccessKey, scope);
  return `${query}&X-Amz-Signature=${hmac(key, stringToSign(timestamp, scope, canonical)).toString('hex')}`;
}
