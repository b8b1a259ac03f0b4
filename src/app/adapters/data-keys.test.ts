import { expect, test } from 'vitest';
import type { Caller } from '#core';
import type { InvokeAs } from '#gateway';
import { dataKeys, OBJECT_KEYS } from './data-keys.ts';

const scope = { partition: 'aws', account: '111111111111', region: 'eu-west-1' };
const eve: Caller = {
  kind: 'user',
  partition: 'aws',
  account: '222222222222',
  arn: 'arn:aws:iam::222222222222:user/eve',
  userId: 'U',
};
const service: Caller = { kind: 'service', partition: 'aws', account: '', arn: 'cloudtrail.amazonaws.com', userId: 'c' };

async function askedAs(caller: Caller, source?: Record<string, string>): Promise<InvokeAs> {
  const asked: InvokeAs[] = [];
  const keys = dataKeys(async (_service, _operation, _input, as) => {
    asked.push(as);
    return { Plaintext: new Uint8Array(32) };
  }, OBJECT_KEYS);
  await keys.open({ caller, scope, ...(source && { source }) }, new Uint8Array(1), {});
  return asked[0] as InvokeAs;
}

test('a key is looked for in the account of who uses it, through the service that acts for him', async () => {
  expect(await askedAs(eve)).toEqual({
    caller: eve,
    scope: { ...scope, account: '222222222222' },
    context: { 'kms:ViaService': 's3.eu-west-1.amazonaws.com' },
    invokedBy: 'fas.s3.amazonaws.com',
  });
});

test('a service is named itself, and tells what it acts for', async () => {
  const source = { 'aws:SourceArn': 'arn:aws:cloudtrail:eu-west-1:111111111111:trail/t', 'aws:SourceAccount': '111111111111' };
  const as = await askedAs(service, source);
  expect(as).toMatchObject({ caller: service, scope, context: source });
  expect(as.invokedBy).toBeUndefined();
});
