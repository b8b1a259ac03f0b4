import { gzipSync } from 'node:zlib';
import { cbor, tag } from '@smithy/core/cbor';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { signHeaders } from '#auth';
import { ROOT, type Served, serve } from './served.ts';

let served: Served;
beforeAll(async () => {
  served = await serve();
});
afterAll(() => served.close());

async function send(path: string, given: Record<string, string>, body: string | Uint8Array) {
  const bytes = Buffer.from(body);
  const host = new URL(served.endpoint).host;
  const scope = { region: 'us-east-1', service: 'monitoring', now: Date.now() };
  const headers = signHeaders({ method: 'POST', path, query: '', headers: { host, ...given } }, bytes, ROOT, scope);
  const { host: _host, ...sent } = headers;
  const answer = await fetch(served.endpoint + path, { method: 'POST', headers: sent, body: bytes });
  return { status: answer.status, headers: answer.headers, body: Buffer.from(await answer.arrayBuffer()) };
}

const FORM = { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' };
const query = (parameters: Record<string, string>, more = {}) =>
  send('/', { ...FORM, ...more }, new URLSearchParams({ ...parameters, Version: '2010-08-01' }).toString());
const rpc = async (operation: string, input: unknown) => {
  const headers = { 'smithy-protocol': 'rpc-v2-cbor', 'content-type': 'application/cbor', accept: 'application/cbor' };
  return send(`/service/GraniteServiceVersion20100801/operation/${operation}`, headers, cbor.serialize(input));
};
const at = Math.floor(Date.now() / 60_000) * 60;
const iso = (seconds: number) => new Date(seconds * 1000).toISOString();

const DATUM = {
  Action: 'PutMetricData',
  Namespace: 'old',
  'MetricData.member.1.MetricName': 'm',
  'MetricData.member.1.Timestamp': iso(at),
  'MetricData.member.1.Value': '2.5',
  'MetricData.member.1.Unit': 'Seconds',
  'MetricData.member.1.Dimensions.member.1.Name': 'host',
  'MetricData.member.1.Dimensions.member.1.Value': 'a',
};

test('forms in, XML out, as old tools and the SDK for Java speak', async () => {
  const put = await query(DATUM);
  expect(put.status).toBe(200);
  expect(put.body.toString()).toMatch(
    /^<PutMetricDataResponse xmlns="http:\/\/monitoring.amazonaws.com\/doc\/2010-08-01\/">\s*<ResponseMetadata>\s*<RequestId>/,
  );
  const packed = Buffer.from(new URLSearchParams({ ...DATUM, 'MetricData.member.1.Value': '1.5' }).toString());
  expect((await send('/', { ...FORM, 'content-encoding': 'gzip' }, gzipSync(packed))).status).toBe(200);
  const got = await query({
    Action: 'GetMetricStatistics',
    Namespace: 'old',
    MetricName: 'm',
    StartTime: iso(at - 60),
    EndTime: iso(at + 60),
    Period: '60',
    'Statistics.member.1': 'Sum',
    'Dimensions.member.1.Name': 'host',
    'Dimensions.member.1.Value': 'a',
  });
  const xml = got.body.toString().replace(/>\s+</g, '><');
  expect(xml).toContain('<GetMetricStatisticsResult><Label>m</Label><Datapoints><member>');
  expect(xml).toContain('<Sum>4</Sum><Unit>Seconds</Unit>');
});

test('a form that is wrong is told in the codes of old', async () => {
  const { status, body } = await query({ ...DATUM, 'MetricData.member.1.Timestamp': '2001-01-01T00:00:00Z' });
  expect(status).toBe(400);
  expect(body.toString()).toContain('<Code>InvalidParameterValue</Code>');
  expect((await query({ Action: 'Nothing' })).body.toString()).toContain('<Code>InvalidAction</Code>');
  const { Namespace: _, ...rest } = DATUM;
  expect((await query(rest)).body.toString()).toMatch(/<Code>ValidationError<\/Code>[\s\S]*at 'namespace' failed to satisfy/);
  const broken = await send('/', { ...FORM, 'content-encoding': 'gzip' }, 'not packed');
  expect([broken.status, broken.body.toString()]).toEqual([400, expect.stringContaining('is not what its Content-Encoding')]);
});

test('RPC v2 in CBOR: instants are seconds', async () => {
  const put = await rpc('PutMetricData', {
    Namespace: 'new',
    MetricData: [{ MetricName: 'm', Timestamp: tag({ tag: 1, value: at }), Value: 3 }],
  });
  expect([put.status, put.body.length, put.headers.get('smithy-protocol')]).toEqual([200, 0, 'rpc-v2-cbor']);
  const got = await rpc('GetMetricData', {
    StartTime: at - 60,
    EndTime: at + 60,
    MetricDataQueries: [{ Id: 'a', MetricStat: { Metric: { Namespace: 'new', MetricName: 'm' }, Period: 60, Stat: 'Sum' } }],
  });
  expect(got.headers.get('content-type')).toBe('application/cbor');
  expect(cbor.deserialize(got.body).MetricDataResults).toEqual([
    { Id: 'a', Label: 'm', Timestamps: [tag({ tag: 1, value: at })], Values: [3], StatusCode: 'Complete' },
  ]);
});

test('errors carry the shape in the body and the code of old in a header', async () => {
  const refused = await rpc('PutMetricData', {
    Namespace: 'new',
    MetricData: [{ MetricName: 'm', Value: 1, StorageResolution: 7 }],
  });
  expect([refused.status, refused.headers.get('x-amzn-query-error')]).toEqual([400, 'InvalidParameterValue;Sender']);
  expect(cbor.deserialize(refused.body)).toMatchObject({ __type: 'InvalidParameterValueException' });
  // several shapes have the code ResourceNotFound
  const missing = await rpc('GetDashboard', { DashboardName: 'missing' });
  expect(missing.headers.get('x-amzn-query-error')).toBe('ResourceNotFound;Sender');
  expect(cbor.deserialize(missing.body)).toMatchObject({ __type: 'DashboardNotFoundError' });
  expect((await rpc('Nothing', {})).headers.get('x-amzn-query-error')).toBe('InvalidAction;Sender');
  const target = { 'x-amz-target': 'GraniteServiceVersion20100801.GetMetricData', 'content-type': 'application/x-amz-json-1.0' };
  const json = await send('/', target, '{"MetricDataQueries":[],"StartTime":1,"EndTime":2}');
  expect([json.headers.get('content-type'), json.headers.get('x-amzn-query-error')]).toEqual([
    'application/x-amz-json-1.0',
    'ValidationError;Sender',
  ]);
});
