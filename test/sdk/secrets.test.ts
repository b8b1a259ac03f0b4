/** Secrets through boto3, which validates its requests and reads answers by the same model that Millrace answers by, but by code of its own. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { boto3Secrets } from './clients/boto3.ts';
import { openTarget, type Target } from './target.ts';

let target: Target;
let work: string;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'millrace-secrets-'));
  target = await openTarget();
});
afterAll(async () => {
  await target?.stop();
  rmSync(work, { recursive: true, force: true });
});

test('secrets, their versions, and who may read them', async () => {
  const name = `secrets-${process.pid}`;
  const facts = await boto3Secrets({ name, directory: work, environment: target.environment });
  expect(facts).toEqual({
    again: 'ResourceExistsException',
    values: ['two', 'one', 'three'],
    unnamed: 'InvalidParameterException',
    moved: 'three',
    stages: [['AWSCURRENT', 'AWSPENDING'], ['AWSPREVIOUS']],
    versions: 3,
    bytes: [0, 255],
    listed: [`${name}/kafka`, `${name}/bytes`],
    batch: 2,
    public: 'PublicPolicyException',
    password: 20,
    read: 'three',
    denied: 'AccessDeniedException',
    dying: 'InvalidRequestException',
    restored: 'three',
    gone: 'ResourceNotFoundException',
  });
});
