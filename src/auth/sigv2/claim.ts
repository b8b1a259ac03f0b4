import { SignatureError, type SignedRequest } from '../sigv4/claim.ts';

/**
 * What a request signed by version 2 claims, as it was sent: nothing of it has been looked at. S3 is the only service that takes it.
 * — S3 user guide, "Signing and authenticating REST requests (AWS signature version 2)"
 */
export interface ClaimOfVersion2 {
  readonly version: 'AWS';
  readonly by: 'header' | 'query';
  readonly service: 's3';
  /** The region that the host names: the signature is for none. */
  readonly region: string | undefined;
  readonly accessKeyId: string;
  /** Base64. */
  readonly signature: string;
  readonly sessionToken: string | undefined;
  /** Of a URL: seconds since the epoch. */
  readonly expires: string | undefined;
  /** The whole header, to be named where it is refused. */
  readonly given: string;
}

const SCHEME = 'AWS ';
const MARKS = /(?:^|&)(?:AWSAccessKeyId|Signature)=/;

/** Whether somebody signs by version 2: one comparison for a request that is signed in its header by version 4. */
export const isVersion2 = (authorization: string | undefined, query: string): boolean =>
  authorization?.startsWith(SCHEME) === true || (query !== '' && MARKS.test(query));

/** The claim of a request that `isVersion2`; throws `SignatureError` where it is signed twice. */
export function claimOfVersion2({ headers, query }: SignedRequest): ClaimOfVersion2 {
  const { authorization } = headers;
  const region = /[.-]([a-z]{2}(?:-[a-z]+)+-\d)\.amazonaws\.com/.exec(headers['host'] ?? '')?.[1];
  const common = { version: 'AWS', service: 's3', region, given: authorization ?? '' } as const;
  if (MARKS.test(query)) {
    if (authorization !== undefined || /(?:^|&)X-Amz-(?:Algorithm|Signature)=/.test(query)) {
      throw new SignatureError({ kind: 'twice' });
    }
    const parameters = new URLSearchParams(query);
    return {
      ...common,
      by: 'query',
      accessKeyId: parameters.get('AWSAccessKeyId') ?? '',
      // base64 has no blanks: a plus sign was sent as it is
      signature: (parameters.get('Signature') ?? '').replaceAll(' ', '+'),
      expires: parameters.get('Expires') ?? '',
      sessionToken: tokenIn(parameters),
    };
  }
  const [accessKeyId = '', signature = '', ...more] = (authorization ?? '').slice(SCHEME.length).split(':');
  const whole = more.length === 0;
  return {
    ...common,
    by: 'header',
    accessKeyId: whole ? accessKeyId : '',
    signature,
    expires: undefined,
    sessionToken: headers['x-amz-security-token'],
  };
}

/** It is written as the header that it would be. */
function tokenIn(parameters: URLSearchParams): string | undefined {
  for (const [name, value] of parameters) if (name.toLowerCase() === 'x-amz-security-token') return value;
  return undefined;
}
