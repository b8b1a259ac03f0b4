import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AwsError } from '#core';
import { claimOf } from '../claim.ts';
import { SignatureError, type SignedRequest } from '../sigv4/claim.ts';
import { type ClaimOfVersion2, claimOfVersion2, isVersion2 } from './claim.ts';
import { stringsToSignOfVersion2 } from './string-to-sign.ts';
import { checkClaimOfVersion2, checkRegionOfVersion2, verifyVersion2 } from './verify.ts';

const secretAccessKey = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const KEY = 'AKIAIOSFODNN7EXAMPLE';
const of = (part: Partial<SignedRequest>): SignedRequest => ({
  method: 'GET',
  path: '/',
  query: '',
  ...part,
  headers: { host: 'johnsmith.s3.amazonaws.com', ...part.headers },
});
const refused = (work: () => unknown): string => {
  try {
    work();
  } catch (thrown) {
    if (thrown instanceof AwsError) return `${thrown.code}: ${thrown.message}`;
    if (thrown instanceof SignatureError) return thrown.problem.kind;
    throw thrown;
  }
  return 'taken';
};

describe('the examples of the S3 user guide, "Signing and authenticating REST requests (AWS signature version 2)"', () => {
  it.each<[string, string, Partial<SignedRequest>]>([
    ['bWq2s1WEIj+Ydj0vQ697zp+IXMU=', 'Tue, 27 Mar 2007 19:36:42 +0000', { path: '/photos/puppy.jpg' }],
    ['htDYFYduRNen8P9ZfE/s9SuKy0U=', 'Tue, 27 Mar 2007 19:42:41 +0000', { query: 'prefix=photos&max-keys=50&marker=puppy' }],
    ['c2WLPFtWHVgbEmeEG93a4cG37dM=', 'Tue, 27 Mar 2007 19:44:46 +0000', { query: 'acl' }],
    [
      'MyyxeRY7whkBe+bq8fHCL/2kKUg=',
      'Tue, 27 Mar 2007 21:15:45 +0000',
      { method: 'PUT', path: '/photos/puppy.jpg', headers: { 'content-type': 'image/jpeg' } },
    ],
  ])('%s', (signature, date, part) => {
    const request = of({ ...part, headers: { ...part.headers, date, authorization: `AWS ${KEY}:${signature}` } });
    const claim = claimOf(request) as ClaimOfVersion2;
    expect(claim).toMatchObject({ version: 'AWS', by: 'header', service: 's3', accessKeyId: KEY, signature });
    const at = (now: number, secret = secretAccessKey) =>
      refused(() => verifyVersion2(request, claim, 'johnsmith', { secretAccessKey: secret, now }));
    const now = Date.parse(date);
    expect(at(now)).toBe('taken');
    expect(at(now + 900_000)).toBe('taken');
    expect(at(now + 900_001)).toMatch(/^RequestTimeTooSkewed/);
    expect(at(now - 900_001)).toMatch(/^RequestTimeTooSkewed/);
    expect(at(now, 'another')).toMatch(/^SignatureDoesNotMatch/);
    expect(refused(() => verifyVersion2({ ...request, path: '/else' }, claim, 'johnsmith', { secretAccessKey, now }))).toMatch(
      /^SignatureDoesNotMatch/,
    );
  });

  it('of a URL', () => {
    const query = `AWSAccessKeyId=${KEY}&Signature=NpgCjnDzrM%2BWFzoENXmpNDUsSn8%3D&Expires=1175139620`;
    const request = of({ path: '/photos/puppy.jpg', query });
    const claim = claimOf(request) as ClaimOfVersion2;
    const at = (now: number) => refused(() => verifyVersion2(request, claim, 'johnsmith', { secretAccessKey, now }));
    expect(at(1_175_139_620_000)).toBe('taken');
    expect(at(0)).toBe('taken');
    expect(at(1_175_139_620_001)).toBe('AccessDenied: Request has expired');
    // in path style the same is signed, and a plus sign may be sent as it is
    const style = of({ path: '/johnsmith/photos/puppy.jpg', query: query.replace('%2B', '+'), headers: { host: 'localhost' } });
    expect(refused(() => verifyVersion2(style, claimOf(style) as ClaimOfVersion2, undefined, { secretAccessKey, now: 0 }))).toBe(
      'taken',
    );
  });
});

describe('what is signed', () => {
  const text = (part: Partial<SignedRequest>, bucket?: string) => {
    const request = of(part);
    return [...stringsToSignOfVersion2(request, claimOfVersion2(request), bucket)][0];
  };
  const signed = { authorization: `AWS ${KEY}:x`, date: 'today' };

  it('holds the headers of version 2, and of others none', () => {
    const headers = {
      ...signed,
      'content-type': ' a/b ',
      'content-md5': 'm',
      'x-amz-b': ' 2 ',
      'x-amz-a': '1',
      'content-encoding': 'z',
    };
    expect(text({ path: '/b/k', headers })).toBe('GET\nm\na/b\ntoday\nx-amz-a:1\nx-amz-b:2\n/b/k');
    expect(text({ path: '/b/k', headers: { ...signed, 'x-amz-date': 'now' } })).toBe('GET\n\n\n\nx-amz-date:now\n/b/k');
  });

  it('holds parameters that are part of the resource, sorted and decoded, the path as it was sent', () => {
    const query = 'uploadId=a%2Bb&prefix=p&partNumber=1&response-content-type=a%2Fb&x-id=X&versionId=v';
    expect(text({ path: '/b/k%20%C3%BC', query, headers: signed })).toBe(
      'GET\n\n\ntoday\n/b/k%20%C3%BC?partNumber=1&response-content-type=a/b&uploadId=a+b&versionId=v',
    );
    expect(text({ path: '/k', query: 'tagging', headers: signed }, 'b')).toBe('GET\n\n\ntoday\n/b/k?tagging');
    expect(text({ path: '/k', query: 'tagging=', headers: signed }, 'b')).toBe('GET\n\n\ntoday\n/b/k?tagging=');
  });

  it('has more than one form where clients differ', () => {
    const forms = (part: Partial<SignedRequest>) => {
      const request = of(part);
      return [...stringsToSignOfVersion2(request, claimOfVersion2(request), undefined)].map((form) => form.replace(/.*\n/gs, ''));
    };
    expect(forms({ path: '/b', query: 'encryption&acl', headers: signed })).toEqual([
      '/b?acl&encryption',
      '/b/?acl&encryption',
      '/b?acl',
      '/b/?acl',
    ]);
    // a URL is not made another operation of
    expect(forms({ path: '/b/k', query: `retention&AWSAccessKeyId=A&Signature=x&Expires=9` })).toEqual(['/b/k?retention']);
  });

  it('holds what stands in a URL for a header', () => {
    const query = `X-Amz-Meta-B=2%20%E2%80%94&x-amz-meta-a=1&x-amz-security-token=t&AWSAccessKeyId=${KEY}&Expires=9&Signature=x`;
    expect(text({ path: '/b/k', query, headers: { 'x-amz-meta-a': '0' } })).toBe(
      'GET\n\n\n9\nx-amz-meta-a:0,1\nx-amz-meta-b:2 —\nx-amz-security-token:t\n/b/k',
    );
    expect(claimOfVersion2(of({ query }))).toMatchObject({ sessionToken: 't', expires: '9' });
  });
});

describe('refusals', () => {
  const url = (query: string, headers: Record<string, string> = {}) => {
    const request = of({ query, headers });
    return refused(() => {
      const claim = claimOf(request) as ClaimOfVersion2;
      checkClaimOfVersion2(claim);
      verifyVersion2(request, claim, undefined, { secretAccessKey, now: 1000 });
    });
  };
  const MISSING = 'AccessDenied: Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters';
  const EPOCH = 'AccessDenied: Invalid date (should be seconds since epoch): ';

  it.each([
    ['Signature=x&Expires=9', MISSING],
    ['AWSAccessKeyId=A&Expires=9', MISSING],
    ['AWSAccessKeyId=A&Signature=x', MISSING],
    ['AWSAccessKeyId=A&Signature=x&Expires=', MISSING],
    ['AWSAccessKeyId=A&Signature=x&Expires=soon', `${EPOCH}soon`],
    ['AWSAccessKeyId=A&Signature=x&Expires=1e9', `${EPOCH}1e9`],
    ['AWSAccessKeyId=A&Signature=x&Expires=2147483648', `${EPOCH}2147483648`],
    [`AWSAccessKeyId=A&Signature=x&Expires=${'9'.repeat(400)}`, `${EPOCH}${'9'.repeat(400)}`],
    [`AWSAccessKeyId=A&Signature=x&Expires=-${'9'.repeat(40)}`, `${EPOCH}-${'9'.repeat(40)}`],
    ['AWSAccessKeyId=A&Signature=x&Expires=-1', 'AccessDenied: Request has expired'],
    ['AWSAccessKeyId=A&Signature=x&Expires=0', 'AccessDenied: Request has expired'],
    ['AWSAccessKeyId=A&Signature=x&Expires=0&Expires=9', 'AccessDenied: Request has expired'],
    ['AWSAccessKeyId=A&Signature=x&Expires=9&X-Amz-Algorithm=AWS4-HMAC-SHA256', 'twice'],
    ['AWSAccessKeyId=A&Signature=x&Expires=9&X-Amz-Signature=0', 'twice'],
  ])('%s', (query, wanted) => expect(url(query)).toBe(wanted));

  it('two signatures, and headers that are none', () => {
    expect(url('AWSAccessKeyId=A&Signature=x&Expires=9', { authorization: 'AWS A:x' })).toBe('twice');
    const malformed = 'InvalidArgument: AWS authorization header is invalid.  Expected AwsAccessKeyId:signature';
    for (const authorization of ['AWS ', 'AWS A', 'AWS A:', 'AWS :x', 'AWS A:x:y'])
      expect(url('', { authorization })).toBe(malformed);
    expect(url('', { authorization: 'AWS A:x' })).toBe(
      'AccessDenied: AWS authentication requires a valid Date or x-amz-date header',
    );
    expect(isVersion2('AWS4-HMAC-SHA256 Credential=AWS A:x', '')).toBe(false);
    expect(isVersion2(undefined, 'prefix=Signature&Expires=1')).toBe(false);
  });

  it('regions that have never known it', () => {
    expect(refused(() => checkRegionOfVersion2('us-east-1'))).toBe('taken');
    expect(refused(() => checkRegionOfVersion2('eu-central-1'))).toMatch(/^InvalidRequest: .*Please use AWS4-HMAC-SHA256/);
    const host = (name: string) => claimOfVersion2(of({ query: 'Signature=x', headers: { host: name } })).region;
    expect(host('b.s3.eu-central-1.amazonaws.com')).toBe('eu-central-1');
    expect(host('s3-us-west-2.amazonaws.com:443')).toBe('us-west-2');
    expect(host('b.s3.amazonaws.com')).toBeUndefined();
  });

  it('anything else: nothing but what was signed is ever taken, and nothing crashes', () => {
    const piece = fc.oneof(
      fc.constantFrom(
        'AWSAccessKeyId=',
        'Signature=',
        'Expires=',
        'x-amz-date=',
        '&',
        '%',
        '%C3',
        '+',
        '=',
        'acl',
        'X-Amz-Algorithm=',
      ),
      fc.string({ maxLength: 8 }),
      fc.string({ unit: 'binary', maxLength: 4 }),
    );
    const noise = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(noise, noise, noise, (query, given, date) => {
        const request = of({ query, headers: { date, ...(given !== '' && { authorization: `AWS ${given}` }) } });
        if (!isVersion2(request.headers['authorization'], query)) return;
        const told = refused(() => {
          const claim = claimOfVersion2(request);
          checkClaimOfVersion2(claim);
          verifyVersion2(request, claim, undefined, { secretAccessKey, now: 0 });
        });
        expect(told).not.toBe('taken');
      }),
      { numRuns: 500 },
    );
  });
});
