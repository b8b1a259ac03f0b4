import { AwsError } from '#core';
import { type SignatureProblem, timestampOf } from './claim.ts';

/** The service families that word the same refusals differently. */
export type SignatureFamily = 'json' | 'query' | 's3';

/** What can be wrong with an access key itself. */
export type KeyProblem = 'missing' | 'unknown' | 'inactive' | 'invalid-token' | 'expired';

/** Five minutes for the JSON services, fifteen for the others. — recorded sentences `(… - 5 min.)` and `(… - 15 min.)` in public issues */
export const ALLOWED_SKEW: Readonly<Record<SignatureFamily, number>> = { json: 300_000, query: 900_000, s3: 900_000 };

// aws: sentences — S3 API reference, Error responses; kinesalite, index.js; AWS CLI transcripts in public issues of IAM, STS and Kinesis
const MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing method. Consult the service documentation for details.';
const S3_MISMATCH =
  'The request signature we calculated does not match the signature you provided. Check your key and signing method.';

const of = (status: number, code: string, message: string, fields: Record<string, unknown> = {}): AwsError =>
  new AwsError(code, message, { status, fields });

export function keyError(family: SignatureFamily, problem: KeyProblem, accessKeyId: string): AwsError {
  if (family === 's3') return s3KeyError(problem, accessKeyId);
  const json = family === 'json';
  const status = json ? 400 : 403;
  switch (problem) {
    case 'missing':
      return json
        ? of(400, 'MissingAuthenticationTokenException', 'Missing Authentication Token')
        : of(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
    case 'expired':
      return of(status, json ? 'ExpiredTokenException' : 'ExpiredToken', 'The security token included in the request is expired');
    default:
      return of(
        status,
        json ? 'UnrecognizedClientException' : 'InvalidClientTokenId',
        'The security token included in the request is invalid.',
      );
  }
}

function s3KeyError(problem: KeyProblem, accessKeyId: string): AwsError {
  switch (problem) {
    case 'missing':
      return of(403, 'AccessDenied', 'Access Denied');
    case 'expired':
      return of(400, 'ExpiredToken', 'The provided token has expired.');
    case 'invalid-token':
      return of(400, 'InvalidToken', 'The provided token is malformed or otherwise invalid.');
    default:
      return of(403, 'InvalidAccessKeyId', 'The AWS Access Key Id you provided does not exist in our records.', {
        AWSAccessKeyId: accessKeyId,
      });
  }
}

export function signatureError(family: SignatureFamily, problem: SignatureProblem, accessKeyId = ''): AwsError {
  return family === 's3' ? s3SignatureError(problem, accessKeyId) : commonSignatureError(family, problem);
}

function commonSignatureError(family: 'json' | 'query', problem: SignatureProblem): AwsError {
  const json = family === 'json';
  const status = json ? 400 : 403;
  const invalid = (message: string) => of(status, json ? 'InvalidSignatureException' : 'SignatureDoesNotMatch', message);
  const incomplete = (message: string) =>
    of(json ? 403 : 400, json ? 'IncompleteSignatureException' : 'IncompleteSignature', message);
  switch (problem.kind) {
    case 'twice':
      return invalid("Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
    case 'algorithm':
      return incomplete(`Unsupported AWS 'algorithm': '${problem.given}'.`);
    case 'incomplete':
      return incomplete(incompleteSentence(problem));
    case 'credential':
      return incomplete('Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term.');
    case 'date':
      return incomplete(
        `Date must be in ISO-8601 'basic format'. Got '${problem.given}'. See http://en.wikipedia.org/wiki/ISO_8601`,
      );
    case 'date-scope':
      return invalid(
        `Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '${problem.date}' != '${problem.timestamp.slice(0, 8)}', from '${problem.timestamp}'.`,
      );
    case 'expires':
      return invalid(`'X-Amz-Expires' must be a number of seconds between 0 and 604800. Got '${problem.given}'.`);
    case 'host-unsigned':
      return invalid("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.");
    case 'headers-unsigned':
      // — asked of S3 only
      return invalid(`These headers are not signed: ${problem.names.join(', ')}`);
    case 'skewed':
      return invalid(skewSentence(problem));
    case 'expired-url':
      return invalid(`Signature expired: ${timestampOf(problem.ended)} is now earlier than ${timestampOf(problem.now)}.`);
    case 'payload-hash':
    case 'body':
    case 'mismatch':
      return invalid(MISMATCH);
  }
}

function incompleteSentence(problem: Extract<SignatureProblem, { kind: 'incomplete' }>): string {
  if (problem.by === 'query') {
    const each = problem.missing.map((name) => `AWS query-string parameters must include '${name}'. `);
    return `${each.join('')}Re-examine the query-string parameters.`;
  }
  const each = problem.missing.map((name) =>
    name === 'Date'
      ? "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. "
      : `Authorization header requires '${name}' parameter. `,
  );
  return `${each.join('')}Authorization=${problem.given.slice(0, 1024)}`;
}

function skewSentence({ timestamp, now, allowed, early }: Extract<SignatureProblem, { kind: 'skewed' }>): string {
  const bound = timestampOf(early ? now + allowed : now - allowed);
  const sum = `${timestampOf(now)} ${early ? '+' : '-'} ${allowed / 60_000} min.`;
  return early
    ? `Signature not yet current: ${timestamp} is still later than ${bound} (${sum})`
    : `Signature expired: ${timestamp} is now earlier than ${bound} (${sum})`;
}

function s3SignatureError(problem: SignatureProblem, accessKeyId: string): AwsError {
  const malformed = (by: 'header' | 'query', message: string) =>
    by === 'header'
      ? of(400, 'AuthorizationHeaderMalformed', `The authorization header is malformed; ${message}`)
      : of(400, 'AuthorizationQueryParametersError', `Error parsing the X-Amz-Credential parameter; ${message}`);
  switch (problem.kind) {
    case 'twice':
      return of(
        400,
        'InvalidArgument',
        'Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the Authorization header should be specified',
        { ArgumentName: 'Authorization' },
      );
    case 'algorithm':
      return of(
        400,
        'InvalidRequest',
        'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
      );
    case 'incomplete':
      if (problem.by === 'query') {
        return of(
          400,
          'AuthorizationQueryParametersError',
          'Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and X-Amz-Expires parameters.',
        );
      }
      if (problem.missing[0] === 'Date')
        return of(403, 'AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
      return malformed('header', 'the authorization header requires three components: Credential, SignedHeaders, and Signature.');
    case 'credential':
      return malformed(problem.by, 'the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".');
    case 'date':
      return of(403, 'AccessDenied', 'AWS authentication requires a valid Date or x-amz-date header');
    case 'date-scope':
      return malformed(
        'header',
        `Invalid credential date "${problem.date}". This date is not the same as X-Amz-Date: "${problem.timestamp.slice(0, 8)}".`,
      );
    case 'expires':
      return of(400, 'AuthorizationQueryParametersError', expiresSentence(problem.given));
    case 'host-unsigned':
      return of(403, 'AccessDenied', 'There were headers present in the request which were not signed', {
        HeadersNotSigned: 'host',
      });
    case 'headers-unsigned':
      // aws: recorded AWS answers in localstack tests/aws/services/s3, test_put_url_metadata_with_sig_s3v4
      return of(403, 'AccessDenied', 'There were headers present in the request which were not signed', {
        HeadersNotSigned: problem.names.join(', '),
      });
    case 'skewed':
      return of(403, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.', {
        RequestTime: problem.timestamp,
        ServerTime: `${new Date(problem.now).toISOString().slice(0, 19)}Z`,
        MaxAllowedSkewMilliseconds: problem.allowed,
      });
    case 'expired-url':
      return of(403, 'AccessDenied', 'Request has expired', {
        'X-Amz-Expires': problem.expires,
        Expires: `${new Date(problem.ended).toISOString().slice(0, 19)}Z`,
        ServerTime: `${new Date(problem.now).toISOString().slice(0, 19)}Z`,
      });
    case 'payload-hash':
      return problem.given === undefined
        ? of(400, 'InvalidRequest', 'Missing required header for this request: x-amz-content-sha256')
        : of(
            400,
            'InvalidArgument',
            'x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.',
            { ArgumentName: 'x-amz-content-sha256', ArgumentValue: problem.given },
          );
    case 'body':
      return bodyHashMismatch(problem.declared, problem.computed);
    case 'mismatch':
      return mismatch(accessKeyId, problem.stringToSign, problem.signature, {
        CanonicalRequest: problem.canonicalRequest,
        CanonicalRequestBytes: bytesOf(problem.canonicalRequest),
      });
  }
}

/** S3 tells what it would have signed: of version 2, and of a form, nothing but the text. */
export const mismatch = (
  accessKeyId: string,
  stringToSign: string,
  signature: string,
  more: Record<string, string> = {},
): AwsError =>
  of(403, 'SignatureDoesNotMatch', S3_MISMATCH, {
    AWSAccessKeyId: accessKeyId,
    StringToSign: stringToSign,
    SignatureProvided: signature,
    StringToSignBytes: bytesOf(stringToSign),
    ...more,
  });

/** aws: `41 57 53 34 …` — recorded AWS answers in localstack tests/aws/services/s3, test_presigned_url_signature_authentication */
const bytesOf = (text: string): string =>
  Buffer.from(text)
    .toString('hex')
    .replace(/..(?=.)/g, '$& ');

function expiresSentence(given: string): string {
  if (!/^-?\d+$/.test(given)) return 'X-Amz-Expires should be a number';
  if (given.startsWith('-')) return 'X-Amz-Expires must be non-negative';
  return 'X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds';
}

export const bodyHashMismatch = (declared: string, computed: string): AwsError =>
  of(400, 'XAmzContentSHA256Mismatch', "The provided 'x-amz-content-sha256' header does not match what was computed.", {
    ClientComputedContentSHA256: declared,
    S3ComputedContentSHA256: computed,
  });

export const chunkMismatch = (): AwsError => of(403, 'SignatureDoesNotMatch', S3_MISMATCH);

export const incompleteBody = (): AwsError => of(400, 'IncompleteBody', 'The request body terminated unexpectedly');

export const malformedChunk = (): AwsError => of(400, 'InvalidRequest', 'The chunk encoding of the request body is not valid');

export const malformedTrailer = (): AwsError =>
  of(
    400,
    'MalformedTrailerError',
    'The request contained trailing data that was not well-formed or did not conform to our published schema.',
  );
