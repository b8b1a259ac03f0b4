import fc from 'fast-check';
import { expect, test } from 'vitest';
import { checkBucketPolicy } from './bucket-policy.ts';
import { checkCopySource, checkRead, namesTag } from './conditions.ts';
import { checkKey, checkNewBucketName, parseCopySource } from './names.ts';
import { operations } from './operations/index.ts';
import { policyActions } from './policy-actions.ts';
import { rangeOf } from './ranges.ts';
import { checkTags, OBJECT_TAGS, parseTagging } from './tags.ts';
import { openToken, sealToken } from './tokens.ts';

const thrown = (work: () => unknown): { code: string; message: string; status: number } => {
  try {
    work();
  } catch (failure) {
    return failure as { code: string; message: string; status: number };
  }
  throw new Error('nothing was thrown');
};

test.each(['ab', 'A-bucket', '-ab', 'ab-', 'a..b', '192.168.1.1', 'xn--ab', 'ab-s3alias', 'a_b', 'a'.repeat(64), ''])(
  'no bucket may be called %s',
  (name) => {
    expect(thrown(() => checkNewBucketName(name))).toMatchObject({
      code: 'InvalidBucketName',
      message: 'The specified bucket is not valid.',
    });
  },
);

test.each(['abc', 'a.b-c', '1ab', 'a'.repeat(63)])('a bucket may be called %s', (name) => {
  checkNewBucketName(name);
});

test('a key has at most 1,024 bytes of UTF-8', () => {
  checkKey('a'.repeat(1024));
  checkKey('é'.repeat(512));
  expect(thrown(() => checkKey('a'.repeat(1025)))).toMatchObject({ code: 'KeyTooLongError', message: 'Your key is too long' });
  expect(thrown(() => checkKey('é'.repeat(513)))).toMatchObject({ fields: { Size: '1026', MaxSizeAllowed: '1024' } });
});

test('ranges: first, last, open ends, and what is ignored', () => {
  expect(rangeOf('bytes=0-4', 10)).toEqual({ offset: 0, length: 5 });
  expect(rangeOf('bytes=5-', 10)).toEqual({ offset: 5, length: 5 });
  expect(rangeOf('bytes=-3', 10)).toEqual({ offset: 7, length: 3 });
  expect(rangeOf('bytes=-30', 10)).toEqual({ offset: 0, length: 10 });
  expect(rangeOf('bytes=8-100', 10)).toEqual({ offset: 8, length: 2 });
  for (const ignored of [undefined, 'bytes=', 'bytes=-', 'bytes=4-2', 'bytes=0-1,3-4', 'lines=1-2', 'x']) {
    expect(rangeOf(ignored, 10)).toBeUndefined();
  }
  for (const refused of ['bytes=10-', 'bytes=-0', 'bytes=11-12']) {
    expect(thrown(() => rangeOf(refused, 10))).toMatchObject({
      code: 'InvalidRange',
      status: 416,
      message: 'The requested range is not satisfiable',
    });
  }
  expect(thrown(() => rangeOf('bytes=0-', 0))).toMatchObject({ code: 'InvalidRange' });
});

test('conditions of reads, and which wins', () => {
  const entity = { etag: 'abc', modified: new Date(1000) };
  const check = (conditions: object) => checkRead(conditions, entity, new Date(9000), () => ({ etag: '"abc"' }));
  check({ IfMatch: '"abc"', IfUnmodifiedSince: new Date(0) });
  check({ IfNoneMatch: '"x"', IfModifiedSince: new Date(5000) });
  check({ IfModifiedSince: new Date(20_000) });
  expect(thrown(() => check({ IfMatch: '"x"' }))).toMatchObject({
    code: 'PreconditionFailed',
    status: 412,
    fields: { Condition: 'If-Match' },
  });
  expect(thrown(() => check({ IfUnmodifiedSince: new Date(0) }))).toMatchObject({ fields: { Condition: 'If-Unmodified-Since' } });
  expect(thrown(() => check({ IfNoneMatch: 'abc' }))).toMatchObject({ status: 304, headers: { etag: '"abc"' } });
  expect(thrown(() => check({ IfModifiedSince: new Date(1000) }))).toMatchObject({ status: 304 });
  expect(namesTag('"x", W/"abc"', 'abc')).toBe(true);
  expect(namesTag('*', 'abc')).toBe(true);
  for (const half of ['abc"', '"abc']) expect(namesTag(half, 'abc')).toBe(true);
  const copy = (conditions: object) => checkCopySource(conditions, entity, new Date(9000));
  copy({ CopySourceIfModifiedSince: new Date(20_000) });
  for (const [name, value] of [
    ['Match', '"x"'],
    ['NoneMatch', '"abc"'],
    ['ModifiedSince', new Date(5000)],
    ['UnmodifiedSince', new Date(0)],
  ] as const) {
    expect(thrown(() => copy({ [`CopySourceIf${name}`]: value }))).toMatchObject({ code: 'PreconditionFailed' });
  }
});

test('copy sources', () => {
  expect(parseCopySource('b/a%20b/%C3%BC')).toEqual({ bucket: 'b', key: 'a b/ü', version: undefined });
  expect(parseCopySource('/b/k?versionId=v1')).toEqual({ bucket: 'b', key: 'k', version: 'v1' });
  for (const bad of ['', 'b', 'b/', '/b', 'b/%zz']) expect(parseCopySource(bad)).toBeUndefined();
  fc.assert(fc.property(fc.string(), (text) => void parseCopySource(text)));
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (key) => {
      expect(parseCopySource(`b/${encodeURIComponent(key)}`)).toEqual({ bucket: 'b', key, version: undefined });
    }),
  );
});

test('tags: how they are written, how many, and what may be in them', () => {
  expect(parseTagging('a=1&b=x+y%3A&c')).toEqual([
    { Key: 'a', Value: '1' },
    { Key: 'b', Value: 'x y:' },
    { Key: 'c', Value: '' },
  ]);
  expect(thrown(() => parseTagging('a=1&a=2'))).toMatchObject({ code: 'InvalidArgument' });
  expect(thrown(() => parseTagging('a=%zz'))).toMatchObject({ code: 'InvalidArgument' });
  const many = Array.from({ length: 11 }, (_, i) => ({ Key: `k${i}`, Value: '' }));
  expect(thrown(() => checkTags(many, OBJECT_TAGS))).toMatchObject({
    code: 'BadRequest',
    message: 'Object tags cannot be greater than 10',
  });
  const refusal = (...tags: { Key: string; Value: string }[]) => thrown(() => checkTags(tags, OBJECT_TAGS)).message;
  expect(refusal({ Key: 'a', Value: '' }, { Key: 'a', Value: '' })).toBe('Cannot provide multiple Tags with the same key');
  expect(refusal({ Key: 'a,b', Value: '' })).toBe('The TagKey you have provided is invalid');
  expect(refusal({ Key: 'a'.repeat(129), Value: '' })).toBe('The TagKey you have provided is invalid');
  expect(refusal({ Key: 'a', Value: 'a,b' })).toBe('The TagValue you have provided is invalid');
  expect(refusal({ Key: 'aws:a', Value: '' })).toBe('Your TagKey cannot be prefixed with aws:');
});

test('continuation tokens are opaque and come back', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), (text) => {
      expect(openToken(sealToken(text))).toBe(text);
    }),
  );
  expect(thrown(() => openToken('nonsense'))).toMatchObject({
    code: 'InvalidArgument',
    message: 'The continuation token provided is incorrect',
  });
});

const statement = (more: object) =>
  JSON.stringify({
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*', ...more }],
  });

test('bucket policies that AWS refuses', () => {
  const known = policyActions(operations);
  const taken = (text: string) => checkBucketPolicy(text, 'arn:aws:s3:::b', known);
  const check = (text: string) => thrown(() => taken(text)).message;
  taken(statement({}));
  expect(check('')).toBe("Policies must be valid JSON and the first byte must be '{'");
  expect(check('{}')).toBe('Missing required field Statement');
  for (const no of ['null', '[null]', '[1]', '"x"', '["x"]'])
    expect(thrown(() => taken(`{"Statement":${no}}`))).toMatchObject({ code: 'MalformedPolicy' });
  expect(check(statement({ Principal: undefined }))).toBe('Missing required field Principal');
  expect(check(statement({ Action: undefined }))).toBe('Missing required field Action');
  expect(check(statement({ Resource: undefined }))).toBe('Missing required field Resource');
  expect(check(statement({ Resource: 'arn:aws:s3:::bb/*' }))).toBe('Policy has invalid resource');
  expect(check(statement({ Action: 'ec2:RunInstances' }))).toBe('Policy has invalid action');
  const [bucket, objects] = ['arn:aws:s3:::b', 'arn:aws:s3:::b/*'];
  for (const no of [
    { Resource: bucket },
    { Resource: [bucket], Action: 's3:getobject' },
    { Action: 's3:ListBucket' },
    { Action: ['s3:ListBucket', 's3:GetObject'] },
    { Action: 's3:GetBucketAcl' },
  ])
    expect(check(statement(no))).toBe('Action does not apply to any resource(s) in statement');
  for (const yes of [
    { Resource: [bucket, objects], Action: ['s3:ListBucket', 's3:GetObject'] },
    { Resource: bucket, Action: ['s3:*', 's3:Get*', 's3:ListBucketMultipartUploads'] },
    { Resource: bucket, Effect: 'Deny' },
    { Resource: bucket, Action: undefined, NotAction: 's3:GetObject' },
    { Resource: bucket, Action: ['s3:GetObjectTorrent', 's3:ListTagsForResource'] },
    { Action: ['s3:AbortMultipartUpload', 's3:ListMultipartUploadParts', 's3:PutObjectVersionAcl'] },
  ])
    taken(statement(yes));
});
