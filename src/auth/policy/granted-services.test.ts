import { expect, it } from 'vitest';
import { grantedServices } from './granted-services.ts';

it.each([
  [{ Action: 's3:GetObject' }, 's3', true],
  [{ Action: 's3:GetObject' }, 's3control', false],
  [{ Action: 'S3:*' }, 's3', true],
  [{ Action: ['kms:Decrypt', 'kinesis*:Describe*'] }, 'kinesisanalytics', true],
  [{ Action: '*' }, 'sns', true],
  [{ Action: '*', Effect: 'Deny' }, 'sns', false],
  [{ NotAction: 'iam:*' }, 'iam', false],
  [{ NotAction: 'iam:*' }, 's3', true],
  // some of it is left
  [{ NotAction: 'iam:Create*' }, 'iam', true],
  [{ NotAction: '*' }, 'iam', false],
])('%j of %s: %s', (statement, service, granted) => {
  const document = JSON.stringify({ Version: '2012-10-17', Statement: { Effect: 'Allow', Resource: '*', ...statement } });
  expect(grantedServices(document)(service)).toBe(granted);
});
