import * as sdk from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { signHeaders } from '#auth';
import { ACCOUNT, OTHER, ROOT_KEY, SECRET, type Served, serve, USER_KEY } from '../s3/served.ts';

// aws: goldens — recorded AWS answers in localstack tests/aws/services/s3control, TestS3ControlTagging; the order of calls is that of
// terraform-provider-aws since 6.23, which creates, reads and changes the tags of every aws_s3_bucket so

const NAMESPACE = 'http://awss3control.amazonaws.com/doc/2018-08-20/';
const ARN = 'arn:aws:s3:::tagged';
type Tags = readonly (readonly [string, string])[];

let served: Served;
let s3: sdk.S3Client;
beforeAll(async () => {
  served = await serve();
  const credentials = { accessKeyId: ROOT_KEY, secretAccessKey: SECRET };
  s3 = new sdk.S3Client({ endpoint: served.endpoint, region: 'us-east-1', forcePathStyle: true, maxAttempts: 1, credentials });
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'tagged' }));
});
afterAll(() => served.close());

interface Question {
  readonly key?: string;
  readonly account?: string;
  readonly query?: string;
  readonly body?: string;
  readonly path?: string;
}

async function ask(
  method: string,
  arn: string,
  { key = ROOT_KEY, account = ACCOUNT, query = '', body = '', path }: Question = {},
) {
  const url = new URL(path ?? `/v20180820/tags/${encodeURIComponent(arn)}`, served.endpoint);
  url.search = query;
  // SDKs put the account before the host
  const headers = signHeaders(
    { method, path: url.pathname, query, headers: { host: url.host, 'x-amz-account-id': account } },
    body,
    { accessKeyId: key, secretAccessKey: SECRET },
    { region: 'us-east-1', service: 's3', now: Date.now() },
  );
  const answer = await fetch(url, { method, headers, ...(body !== '' && { body }) });
  return { status: answer.status, text: await answer.text() };
}

const element = ([key, value]: Tags[number]) => `<Tag><Key>${key}</Key><Value>${value}</Value></Tag>`;
const document = (tags: Tags) =>
  `<TagResourceRequest xmlns="${NAMESPACE}"><Tags>${tags.map(element).join('')}</Tags></TagResourceRequest>`;
const tag = (tags: Tags, question: Question = {}) => ask('POST', ARN, { ...question, body: document(tags) });
const list = async () => (await ask('GET', ARN)).text;
const listed = (tags: Tags) =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<ListTagsForResourceResult xmlns="${NAMESPACE}"><Tags>${tags.map(element).join('')}</Tags></ListTagsForResourceResult>`;

describe('tags of a bucket', () => {
  it('are none at first, merge, go away by their keys, and are those of the bucket', async () => {
    expect(await list()).toBe(listed([]));
    expect(
      await tag([
        ['key1', 'value1'],
        ['key2', 'value2'],
      ]),
    ).toEqual({ status: 204, text: '' });
    expect(
      await tag([
        ['key3', 'value 3'],
        ['key1', 'changed'],
      ]),
    ).toMatchObject({ status: 204 });
    expect(await list()).toBe(
      listed([
        ['key1', 'changed'],
        ['key2', 'value2'],
        ['key3', 'value 3'],
      ]),
    );
    const { TagSet } = await s3.send(new sdk.GetBucketTaggingCommand({ Bucket: 'tagged' }));
    expect(TagSet).toHaveLength(3);
    const gone = { query: 'tagKeys=key3&tagKeys=key2' };
    expect(await ask('DELETE', ARN, gone)).toEqual({ status: 204, text: '' });
    expect(await ask('DELETE', ARN, gone)).toEqual({ status: 204, text: '' });
    expect(await list()).toBe(listed([['key1', 'changed']]));
    await ask('DELETE', ARN, { query: 'tagKeys=key1' });
    await expect(s3.send(new sdk.GetBucketTaggingCommand({ Bucket: 'tagged' }))).rejects.toThrow('The TagSet does not exist');
  });

  it('are set with the bucket', async () => {
    const configuration = { Tags: [{ Key: 'team', Value: 'data' }] };
    await s3.send(new sdk.CreateBucketCommand({ Bucket: 'born-tagged', CreateBucketConfiguration: configuration }));
    expect((await ask('GET', 'arn:aws:s3:::born-tagged')).text).toBe(listed([['team', 'data']]));
  });

  it('are refused in sentences of their own', async () => {
    const refusals: readonly [Tags, string, string][] = [
      [[['aws:test', 'v']], 'InvalidTag', 'User-defined tag keys can&apos;t start with &quot;aws:&quot;.'],
      [
        [
          ['a', '1'],
          ['a', '2'],
        ],
        'InvalidTag',
        'There are duplicate tag keys in your request.',
      ],
      [[['test', 'value1,value2']], 'InvalidTag', 'contains a tag key or value that isn&apos;t valid.'],
      [[['test,test2', 'value1']], 'InvalidTag', 'contains a tag key or value that isn&apos;t valid.'],
    ];
    for (const [tags, code, sentence] of refusals) {
      const { status, text } = await tag(tags);
      expect([status, text]).toEqual([400, expect.stringContaining(`<Error><Code>${code}</Code>`)]);
      expect(text.replaceAll("'", '&apos;').replaceAll('"', '&quot;')).toContain(sentence);
    }
    const keyless = document([]).replace('<Tags>', '<Tags><Tag><Value>v</Value></Tag>');
    expect((await ask('POST', ARN, { body: keyless })).text).toContain('<Code>MalformedXML</Code>');
    const many = Array.from({ length: 50 }, (_, at): Tags[number] => [`key${at}`, 'v']);
    expect((await tag(many)).status).toBe(204);
    expect((await tag([['one-more', 'v']])).text).toContain('Bucket tag count cannot be greater than 50');
  });
});

describe('what is not there', () => {
  it.each(['GET', 'POST', 'DELETE'])('is no resource: %s', async (method) => {
    const question = method === 'POST' ? { body: document([['k', 'v']]) } : { query: method === 'DELETE' ? 'tagKeys=k' : '' };
    const { status, text } = await ask(method, 'arn:aws:s3:::nowhere', question);
    expect(status).toBe(404);
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<ErrorResponse xmlns="[^"]+"><Error><Code>NoSuchResource<\/Code><Message>The specified resource doesn.*t exist.<\/Message><\/Error><RequestId>/,
    );
  });

  it('is another account\u2019s bucket, an access point, and most of the endpoint', async () => {
    expect((await ask('GET', ARN, { account: OTHER })).text).toContain('NoSuchResource');
    const point = `arn:aws:s3:us-east-1:${ACCOUNT}:accesspoint/p`;
    expect((await ask('GET', point)).text).toContain('NoSuchResource');
    const block = await ask('GET', '', { path: '/v20180820/configuration/publicAccessBlock' });
    expect([block.status, block.text]).toEqual([501, expect.stringContaining('s3control:GetPublicAccessBlock')]);
    const nothing = await ask('GET', '', { path: '/v20180820/nothing/of/the/kind' });
    expect([nothing.status, nothing.text]).toEqual([405, expect.stringContaining('<Code>MethodNotAllowed</Code>')]);
  });
});

describe('who may', () => {
  it('is said by policies, with the tags as conditions', async () => {
    served.allow();
    const denied = await ask('GET', ARN, { key: USER_KEY });
    expect([denied.status, denied.text]).toEqual([403, expect.stringContaining('s3:ListTagsForResource')]);
    const Condition = {
      'ForAllValues:StringEquals': { 'aws:TagKeys': ['key0'] },
      StringEquals: { 'aws:RequestTag/key0': 'yes' },
    };
    served.allow({ Effect: 'Allow', Action: 's3:TagResource', Resource: ARN, Condition });
    expect((await tag([['key0', 'yes']], { key: USER_KEY })).status).toBe(204);
    expect((await tag([['key0', 'no']], { key: USER_KEY })).status).toBe(403);
    const policy = { Effect: 'Allow', Principal: '*', Action: 's3:ListTagsForResource', Resource: ARN };
    const Policy = JSON.stringify({ Version: '2012-10-17', Statement: [policy] });
    await s3.send(new sdk.DeletePublicAccessBlockCommand({ Bucket: 'tagged' }));
    await s3.send(new sdk.PutBucketPolicyCommand({ Bucket: 'tagged', Policy }));
    expect((await ask('GET', ARN, { key: USER_KEY })).status).toBe(200);
  });
});

it('an object of a bucket of that name is still an object', async () => {
  await s3.send(new sdk.CreateBucketCommand({ Bucket: 'v20180820' }));
  await s3.send(new sdk.PutObjectCommand({ Bucket: 'v20180820', Key: 'tags/x', Body: 'an object' }));
  const { Body } = await s3.send(new sdk.GetObjectCommand({ Bucket: 'v20180820', Key: 'tags/x' }));
  expect(await Body?.transformToString()).toBe('an object');
});
