import { expect, it } from 'vitest';
import { guessed, leastPrivilege } from './least-privilege.ts';

const place = { region: 'eu-west-1', account: '111122223333' };
const none = { bucket: 'code', key: 'a/b.jar', logGroup: '', reads: [], writes: [], files: [] };
const statements = (policy: object) =>
  (policy as { Statement: { Sid: string; Action: string[]; Resource: string[] }[] }).Statement;

it('grants one object when nothing else is asked for', () => {
  expect(statements(leastPrivilege(none, place))).toEqual([
    {
      Sid: 'ReadCode',
      Effect: 'Allow',
      Action: ['s3:GetObject', 's3:GetObjectVersion'],
      Resource: ['arn:aws:s3:::code/a/b.jar'],
    },
  ]);
});

it('lets read only what is read, and write only what is written', () => {
  const all = statements(leastPrivilege({ ...none, reads: ['in'], writes: ['out'] }, place));
  const of = (Sid: string) => all.find((each) => each.Sid === Sid);
  expect(of('ReadStreams')?.Resource).toEqual(['arn:aws:kinesis:eu-west-1:111122223333:stream/in']);
  expect(of('ReadStreams')?.Action).not.toContain('kinesis:PutRecords');
  expect(of('WriteStreams')?.Resource).toEqual(['arn:aws:kinesis:eu-west-1:111122223333:stream/out']);
  expect(of('WriteStreams')?.Action).not.toContain('kinesis:GetRecords');
});

it('guesses streams from properties', () => {
  const properties = [
    { group: 'g', key: 'input.stream', value: 'orders' },
    { group: 'g', key: 'output.stream', value: 'totals' },
    { group: 'g', key: 'sink.arn', value: 'arn:aws:kinesis:eu-west-1:111122223333:stream/audit' },
    { group: 'g', key: 'aws.region', value: 'eu-west-1' },
  ];
  expect(guessed(properties, ['orders', 'totals', 'audit'])).toEqual({ reads: ['orders'], writes: ['totals', 'audit'] });
});
