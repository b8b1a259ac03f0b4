import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#core';
import { verifiedBody } from './body.ts';
import { canonicalPath, canonicalQuery, signingKeys } from './canonical.ts';
import {
  type ClaimOfVersion4 as Claim,
  claimOfVersion4 as claimOf,
  SignatureError,
  type SignatureProblem,
  type SignedRequest,
} from './claim.ts';
import { keyError, signatureError } from './errors.ts';
import { presign, signHeaders } from './sign.ts';
import { verifySignature } from './verify.ts';

const NOW = Date.UTC(2026, 0, 1);
const credentials = { accessKeyId: 'AKIDEXAMPLE', secretAccessKey: 'secret', sessionToken: 'token' };
const options = { secretAccessKey: 'secret', now: NOW, allowedSkew: 300_000, signingKeys: signingKeys() };
const request: SignedRequest = {
  method: 'POST',
  path: '/a b/ü%20',
  query: 'b=2&a=x%20y&a=1&c',
  headers: { host: 'localhost:4566', 'x-odd': '  a   b ' },
};

const problem = (work: () => unknown): SignatureProblem => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof SignatureError) return thrown.problem;
    throw thrown;
  }
  throw new Error('nothing was wrong');
};

describe('signing and verifying', () => {
  it.each(['kinesis', 's3'])('agree on headers (%s)', (service) => {
    const headers = signHeaders(request, 'body', credentials, { region: 'us-east-1', service, now: NOW });
    const signed = { ...request, headers };
    const claim = claimOf(signed) as Claim;
    expect(claim).toMatchObject({
      accessKeyId: 'AKIDEXAMPLE',
      region: 'us-east-1',
      service,
      sessionToken: 'token',
      by: 'header',
    });
    expect(verifySignature(signed, claim, Buffer.from('body'), options).claim).toBe(claim);
    expect(problem(() => verifySignature(signed, claim, Buffer.from('another'), options)).kind).toMatch(/mismatch|body/);
  });

  it.each(['sts', 's3'])('agree on presigned URLs (%s)', (service) => {
    const query = presign({ ...request, method: 'GET' }, credentials, { region: 'eu-west-1', service, now: NOW }, 60);
    const signed = { ...request, method: 'GET', query };
    const claim = claimOf(signed) as Claim;
    const at = (now: number) => verifySignature(signed, claim, undefined, { ...options, now });
    expect(at(NOW + 60_000).payloadHash).toEqual(service === 's3' ? 'UNSIGNED-PAYLOAD' : expect.stringMatching(/^e3b0c442/));
    expect(problem(() => at(NOW + 60_001)).kind).toBe('expired-url');
    expect(problem(() => at(NOW - 300_001))).toMatchObject({ kind: 'skewed', early: true });
  });

  it('holds only signatures of the day they were made for', () => {
    const headers = signHeaders(request, '', credentials, { region: 'us-east-1', service: 'kinesis', now: NOW });
    const claim = claimOf({ ...request, headers }) as Claim;
    const yesterday = { ...claim, date: '20251231' };
    expect(problem(() => verifySignature({ ...request, headers }, yesterday, undefined, options)).kind).toBe('date-scope');
  });

  it('wants the host to be signed, and a payload hash it knows', () => {
    const headers = signHeaders(request, '', credentials, { region: 'us-east-1', service: 's3', now: NOW });
    const claim = claimOf({ ...request, headers }) as Claim;
    const without = { ...claim, signedHeaders: ['x-amz-date'] };
    expect(problem(() => verifySignature({ ...request, headers }, without, undefined, options)).kind).toBe('host-unsigned');
    for (const given of ['', 'STREAMING-SOMETHING', 'abc']) {
      const odd = { ...request, headers: { ...headers, 'x-amz-content-sha256': given } };
      expect(problem(() => verifySignature(odd, claim, undefined, options)).kind).toBe('payload-hash');
    }
  });

  it('knows no claim in a request that makes none', () => {
    expect(claimOf(request)).toBeUndefined();
  });

  it.each([
    ['AWS AKID:signature', 'algorithm'],
    ['AWS4-ECDSA-P256-SHA256 Credential=a/b/c/d/aws4_request', 'algorithm'],
    ['AWS4-HMAC-SHA256', 'incomplete'],
    ['AWS4-HMAC-SHA256 Credential=a/20260101/r/s/aws4_request, Signature=x', 'incomplete'],
    ['AWS4-HMAC-SHA256 Credential=a/b, SignedHeaders=host, Signature=x', 'credential'],
    ['AWS4-HMAC-SHA256 Credential=a/20260101/r/s/aws5_request, SignedHeaders=host, Signature=x', 'credential'],
  ])('sees what is wrong with %s', (authorization, kind) => {
    const headers = { host: 'h', 'x-amz-date': '20260101T000000Z', authorization };
    expect(problem(() => claimOf({ ...request, headers })).kind).toBe(kind);
  });

  it('refuses two signatures at once', () => {
    const both = { ...request, query: 'X-Amz-Algorithm=AWS4-HMAC-SHA256', headers: { host: 'h', authorization: 'x' } };
    expect(problem(() => claimOf(both)).kind).toBe('twice');
  });
});

describe('canonical forms', () => {
  it('sort and encode', () => {
    expect(canonicalQuery('b=2&a=x%20y&a=1&c&X-Amz-Signature=no')).toBe('a=1&a=x%20y&b=2&c=');
    expect(canonicalPath('/a b/ü%20', true)).toBe('/a%20b/%C3%BC%20');
    expect(canonicalPath('/%2Fbucket/a%2fb%252F', true)).toBe('//bucket/a/b%252F');
    expect(canonicalPath('/a%20b', false)).toBe('/a%2520b');
  });
});

describe('refusals', () => {
  const skewed: SignatureProblem = {
    kind: 'skewed',
    timestamp: '20260101T000000Z',
    now: NOW + 600_000,
    allowed: 300_000,
    early: false,
  };
  const sentences: [Parameters<typeof signatureError>[0], SignatureProblem, string, string][] = [
    [
      'json',
      skewed,
      'InvalidSignatureException',
      'Signature expired: 20260101T000000Z is now earlier than 20260101T000500Z (20260101T001000Z - 5 min.)',
    ],
    [
      'query',
      { ...skewed, early: true, now: NOW - 600_000 },
      'SignatureDoesNotMatch',
      'Signature not yet current: 20260101T000000Z is still later than 20251231T235500Z (20251231T235000Z + 5 min.)',
    ],
    ['s3', skewed, 'RequestTimeTooSkewed', 'The difference between the request time and the current time is too large.'],
    [
      'json',
      { kind: 'twice' },
      'InvalidSignatureException',
      "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.",
    ],
    [
      'json',
      { kind: 'incomplete', by: 'header', missing: ['Credential', 'Date'], given: 'X' },
      'IncompleteSignatureException',
      "Authorization header requires 'Credential' parameter. Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. Authorization=X",
    ],
    [
      'query',
      { kind: 'incomplete', by: 'query', missing: ['X-Amz-Date'], given: '' },
      'IncompleteSignature',
      "AWS query-string parameters must include 'X-Amz-Date'. Re-examine the query-string parameters.",
    ],
    ['s3', { kind: 'expires', given: 'x' }, 'AuthorizationQueryParametersError', 'X-Amz-Expires should be a number'],
    ['s3', { kind: 'expires', given: '-1' }, 'AuthorizationQueryParametersError', 'X-Amz-Expires must be non-negative'],
    [
      's3',
      { kind: 'payload-hash', given: undefined },
      'InvalidRequest',
      'Missing required header for this request: x-amz-content-sha256',
    ],
    [
      's3',
      { kind: 'body', declared: 'a', computed: 'b' },
      'XAmzContentSHA256Mismatch',
      "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ],
    [
      's3',
      { kind: 'credential', by: 'header', given: 'x' },
      'AuthorizationHeaderMalformed',
      'The authorization header is malformed; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    ],
    [
      's3',
      { kind: 'algorithm', given: 'AWS' },
      'InvalidRequest',
      'The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.',
    ],
  ];
  it.each(sentences)('%s: %o', (family, what, code, message) => {
    expect(signatureError(family, what)).toMatchObject({ code, message });
  });

  it('every problem has a sentence in every family', () => {
    const kinds: SignatureProblem[] = [
      { kind: 'twice' },
      { kind: 'algorithm', given: 'x' },
      { kind: 'credential', by: 'query', given: 'x' },
      { kind: 'date', given: 'x' },
      { kind: 'date-scope', date: '20260101', timestamp: '20260102T000000Z' },
      { kind: 'expires', given: '700000' },
      { kind: 'host-unsigned' },
      { kind: 'expired-url', expires: '1', ended: NOW, now: NOW },
      { kind: 'payload-hash', given: 'x' },
      { kind: 'body', declared: 'a', computed: 'b' },
      { kind: 'mismatch', canonicalRequest: 'c', stringToSign: 's', signature: 'x' },
    ];
    for (const family of ['json', 'query', 's3'] as const) {
      for (const kind of kinds) expect(signatureError(family, kind).message).not.toBe('');
    }
  });

  it('says what is wrong with a key', () => {
    expect(keyError('json', 'missing', '')).toMatchObject({ code: 'MissingAuthenticationTokenException', status: 400 });
    expect(keyError('query', 'missing', '')).toMatchObject({ code: 'MissingAuthenticationToken', status: 403 });
    expect(keyError('json', 'expired', '')).toMatchObject({ code: 'ExpiredTokenException' });
    expect(keyError('query', 'unknown', '')).toMatchObject({ code: 'InvalidClientTokenId', status: 403 });
    expect(keyError('s3', 'unknown', 'A')).toMatchObject({ code: 'InvalidAccessKeyId', fields: { AWSAccessKeyId: 'A' } });
    expect(keyError('s3', 'expired', 'A')).toMatchObject({ code: 'ExpiredToken', status: 400 });
    expect(keyError('s3', 'invalid-token', 'A')).toMatchObject({ code: 'InvalidToken', status: 400 });
    expect(keyError('s3', 'missing', '')).toMatchObject({ code: 'AccessDenied', message: 'Access Denied' });
  });
});

describe('unsigned chunks with a trailer', () => {
  const headers = { 'x-amz-content-sha256': 'STREAMING-UNSIGNED-PAYLOAD-TRAILER', 'x-amz-trailer': 'x-amz-checksum-crc32' };
  async function* pieces(bytes: Uint8Array, cut: number) {
    for (let at = 0; at < bytes.length; at += cut) yield bytes.subarray(at, at + cut);
  }
  const read = async (bytes: Uint8Array, cut = 3, more = {}) => {
    const out: Uint8Array[] = [];
    for await (const piece of verifiedBody(pieces(bytes, cut), { ...headers, ...more }, undefined)) out.push(piece);
    return Buffer.concat(out).toString();
  };
  const good = '5\r\nhello\r\n6\r\n world\r\n0\r\nx-amz-checksum-crc32:DUoRhQ==\r\n\r\n';

  it('are unwrapped', async () => {
    expect(await read(Buffer.from(good))).toBe('hello world');
    expect(await read(Buffer.from(good), 1000, { 'x-amz-decoded-content-length': '11' })).toBe('hello world');
  });

  it.each([
    [good.slice(0, 8), 'IncompleteBody'],
    [good.replace('hello\r\n', 'hellos\r\n'), 'InvalidRequest'],
    [good.replace('5\r', 'zz\r'), 'InvalidRequest'],
    [good.replace('5\r', `${'0'.repeat(2000)}\r`), 'InvalidRequest'],
    [good.replace('x-amz-checksum-crc32', 'x-other'), 'MalformedTrailerError'],
    [good.replace('crc32:', 'crc32'), 'MalformedTrailerError'],
  ])('broken in way %#: refused', async (text, code) => {
    await expect(read(Buffer.from(text))).rejects.toMatchObject({ code });
  });

  it('are refused where their length was promised otherwise', async () => {
    await expect(read(Buffer.from(good), 5, { 'x-amz-decoded-content-length': '12' })).rejects.toMatchObject({
      code: 'IncompleteBody',
    });
  });

  it('never fail in another way', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.integer({ min: 1, max: 50 }), async (bytes, cut) => {
        await read(bytes, cut).catch((thrown) => expect(thrown).toBeInstanceOf(AwsError));
      }),
    );
  });
});

describe('claims', () => {
  it('of any text are a claim or a problem', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), fc.constantFrom('AWS4-HMAC-SHA256 ', '', 'X-Amz-Algorithm='), (a, b, lead) => {
        for (const given of [
          { ...request, headers: { host: 'h', authorization: lead + a, 'x-amz-date': b } },
          {
            ...request,
            query: `X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=${a}&X-Amz-Date=${b}&X-Amz-Signature=x&X-Amz-SignedHeaders=host`,
          },
        ]) {
          try {
            const claim = claimOf(given);
            if (claim) verifySignature(given, claim, undefined, options);
          } catch (thrown) {
            expect(thrown).toBeInstanceOf(SignatureError);
          }
        }
      }),
    );
  });
});
