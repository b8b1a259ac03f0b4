import { expect, test } from 'vitest';
import { costOf } from './diff.ts';
import type { Wanted } from './ports.ts';

const wanted: Wanted = {
  runtime: 'FLINK-1_19',
  roleArn: 'arn:aws:iam::1:role/r',
  code: { s3: { bucketArn: 'arn:aws:s3:::b', key: 'k' }, md5: 'a', size: 1 },
  checkpoint: { enabled: true, intervalMs: 60_000, minPauseMs: 5_000 },
  monitoring: { logLevel: 'INFO', metricsLevel: 'APPLICATION' },
  parallelism: { parallelism: 1, perKpu: 1, autoScaling: true },
  propertyGroups: [],
  snapshots: { enabled: true },
  systemRollback: false,
};

test.each<[Partial<Wanted>, string]>([
  [{}, 'ignore'],
  [{ snapshots: { enabled: false }, systemRollback: true }, 'ignore'],
  [{ parallelism: { ...wanted.parallelism, autoScaling: false } }, 'ignore'],
  [{ monitoring: { logLevel: 'DEBUG', metricsLevel: 'TASK' } }, 'live'],
  [{ loggingOption: { logStreamArn: 'arn' } }, 'live'],
  [{ parallelism: { ...wanted.parallelism, parallelism: 2 } }, 'restart'],
  [{ code: { ...wanted.code, md5: 'b' } }, 'restart'],
  [{ roleArn: 'arn:aws:iam::1:role/s' }, 'restart'],
  [{ propertyGroups: [{ PropertyGroupId: 'g', PropertyMap: { k: 'v' } }] }, 'restart'],
  [{ checkpoint: { ...wanted.checkpoint, intervalMs: 1 } }, 'restart'],
  [{ runtime: 'FLINK-1_20', propertyGroups: [{ PropertyGroupId: 'g', PropertyMap: {} }] }, 'upgrade'],
])('a change of %j costs %s', (change, cost) => {
  expect(costOf(wanted, { ...wanted, ...change })).toBe(cost);
});
