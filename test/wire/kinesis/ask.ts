import { cbor } from '@smithy/core/cbor';
import { expect } from 'vitest';
import { signHeaders } from '#auth';
import { KEY, type Served } from './served.ts';

export type Body = Record<string, unknown>;

/** Asks a served Kinesis as a client would that checks nothing and reads nothing into what comes back. */
export async function ask(served: Served, operation: string, input: Body, form: 'json' | 'cbor' = 'json') {
  const bytes = Buffer.from(form === 'json' ? JSON.stringify(input) : cbor.serialize(input));
  const headers = {
    host: new URL(served.endpoint).host,
    'content-type': `application/x-amz-${form}-1.1`,
    'x-amz-target': `Kinesis_20131202.${operation}`,
  };
  const scope = { region: 'us-east-1', service: 'kinesis', now: Date.now() };
  const signed = signHeaders({ method: 'POST', path: '/', query: '', headers }, bytes, KEY, scope);
  const answer = await fetch(served.endpoint, { method: 'POST', headers: signed, body: bytes });
  const body = Buffer.from(await answer.arrayBuffer());
  const read = () => (form === 'json' ? JSON.parse(body.toString()) : cbor.deserialize(body)) as Body;
  return { status: answer.status, body: body.length > 0 ? read() : {} };
}

/** By then what was underway is done. */
export const ACTIVE = 40;

/** A new stream, once it is ACTIVE; its ARN. */
export const stream = async (served: Served, StreamName: string, more: Body = { ShardCount: 1 }) => {
  expect((await ask(served, 'CreateStream', { StreamName, ...more })).status).toBe(200);
  await new Promise((done) => setTimeout(done, ACTIVE));
  return `arn:aws:kinesis:us-east-1:000000000000:stream/${StreamName}`;
};
export const NUMBER = expect.stringMatching(/^49\d{54}$/);
export const SHARD = 'shardId-000000000000';
