import { expect, test } from 'vitest';
import { openTestS3, refusal } from '../../../test/harness/s3.ts';

const DAY = 86_400_000;
const Bucket = 'lifecycle';

// aws: sentences — where they are known from stands at each in setting-errors.ts
test('what AWS says of rules that it refuses', async () => {
  const s3 = await openTestS3();
  await s3.run('CreateBucket', { Bucket });
  const said = async (...rules: object[]) => {
    const Rules = rules.map((rule) => ({ Status: 'Enabled', Filter: { Prefix: '' }, ...rule })) as never;
    const { code, message } = await refusal(
      s3.run('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } }),
    );
    return `${code}: ${message}`;
  };
  const [Expiration, old] = [{ Days: 9 }, { Filter: undefined, Prefix: 'a' }];
  const AbortIncompleteMultipartUpload = { DaysAfterInitiation: 1 };
  const [Tag, Sized] = [
    { Tag: { Key: 'a', Value: 'b' } },
    { And: { Prefix: 'a', ObjectSizeGreaterThan: 5, ObjectSizeLessThan: 6 } },
  ];
  const to = (StorageClass: string, more: object) => ({ StorageClass, ...more });
  expect(await said({ ID: 'x'.repeat(256), Expiration })).toBe(
    'InvalidArgument: ID length should not exceed allowed limit of 255',
  );
  expect(await said({ ID: 'a', Expiration }, { Expiration }, { ID: 'a', Expiration })).toBe(
    'InvalidArgument: Rule ID must be unique. Found same ID for more than one rule',
  );
  expect(await said({})).toBe('InvalidRequest: At least one action needs to be specified in a rule');
  expect(await said({ Expiration }, { ...old, Expiration })).toBe(
    'InvalidRequest: Base level prefix cannot be used in Lifecycle V2, prefixes are only supported in the Filter.',
  );
  expect(await said({ ...old, Expiration }, { Expiration })).toBe(
    'InvalidRequest: Filter element can only be used in Lifecycle V2.',
  );
  const NoncurrentVersionExpiration = { NoncurrentDays: 1, NewerNoncurrentVersions: 1 };
  expect(await said({ ...old, NoncurrentVersionExpiration })).toBe(
    'InvalidRequest: NewerNoncurrentVersions element can only be used in Lifecycle V2.',
  );
  expect(await said({ ...old, Expiration }, { ...old, Prefix: 'a/b', Expiration })).toBe(
    "InvalidRequest: Found overlapping prefixes 'a' and 'a/b' for same action type 'Expiration'",
  );
  expect(await said({ Expiration: { Days: 0 } })).toBe(
    "InvalidArgument: 'Days' for Expiration action must be a positive integer",
  );
  expect(await said({ NoncurrentVersionExpiration: { NoncurrentDays: 0 } })).toBe(
    "InvalidArgument: 'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer",
  );
  expect(await said({ AbortIncompleteMultipartUpload: { DaysAfterInitiation: 0 } })).toBe(
    "InvalidArgument: 'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer",
  );
  for (const [Filter, what] of [[Tag, 'Tags'] as const, [Sized, 'Object Size'] as const]) {
    expect(await said({ Filter, AbortIncompleteMultipartUpload })).toBe(
      `InvalidRequest: AbortIncompleteMultipartUpload cannot be specified with ${what}.`,
    );
    expect(await said({ Filter, Expiration: { ExpiredObjectDeleteMarker: false } })).toBe(
      `InvalidRequest: ExpiredObjectDeleteMarker cannot be specified with ${what}.`,
    );
  }
  expect(await said({ Filter: { ObjectSizeLessThan: 0 }, Expiration })).toBe(
    "InvalidRequest: 'ObjectSizeLessThan' should be between 1 and 1099511627776000.",
  );
  expect(await said({ Filter: { And: { ObjectSizeGreaterThan: 6, ObjectSizeLessThan: 6 } }, Expiration })).toBe(
    "InvalidRequest: 'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'.",
  );
  expect(await said({ Filter: { And: { Prefix: 'a' } }, Expiration })).toMatch(/^MalformedXML: /);
  expect(await said({ NoncurrentVersionExpiration: { NewerNoncurrentVersions: 1 } })).toMatch(/^MalformedXML: /);
  const keep = (NewerNoncurrentVersions: number) => ({
    NoncurrentVersionExpiration: { NoncurrentDays: 1, NewerNoncurrentVersions },
  });
  expect(await said(keep(0))).toBe(
    "InvalidArgument: 'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be a positive integer",
  );
  const older = [to('STANDARD_IA', { NoncurrentDays: 1 })];
  expect(await said({ ...keep(1), NoncurrentVersionTransitions: older })).toBe(
    "InvalidArgument: 'NoncurrentDays' in the NoncurrentVersionExpiration action for filter '(prefix=)' must be greater than 'NoncurrentDays' in the NoncurrentVersionTransition action",
  );
  // lifecycle_control_replay.json: more than a hundred versions are kept, and nothing waits for a month
  for (const fine of [keep(101), { Transitions: [to('STANDARD_IA', { Days: 29 })] }, { NoncurrentVersionTransitions: older }]) {
    const Rules = [{ Status: 'Enabled', Filter: {}, ...fine }] as never;
    await s3.run('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } });
  }
  expect(await said({ Filter: { Prefix: 'a' }, Transitions: [to('GLACIER_IR', { Days: 9 })], Expiration })).toBe(
    "InvalidArgument: 'Days' in the Expiration action for filter '(prefix=a)' must be greater than 'Days' in the Transition action",
  );
  const midnight = new Date(DAY);
  expect(await said({ Transitions: [to('GLACIER_IR', { Date: midnight })], Expiration })).toBe(
    "InvalidRequest: Found mixed 'Date' and 'Days' based Expiration and Transition actions in lifecycle rule for filter '(prefix=)'",
  );
  expect(await said({ Transitions: [to('GLACIER_IR', { Date: midnight }), to('STANDARD_IA', { Days: 30 })] })).toBe(
    "InvalidRequest: Found mixed 'Date' and 'Days' based Transition actions in lifecycle rule for filter '(prefix=)'",
  );
  expect(await said({ ...old, Transitions: [to('GLACIER_IR', { Days: 1 }), to('GLACIER_IR', { Days: 2 })] })).toBe(
    "InvalidRequest: 'StorageClass' must be different for 'Transition' actions in same 'Rule' with prefix 'a'",
  );
  await s3.close();
});

test.each([
  [[{ Status: 'Enabled', Expiration: { Days: 1 } }], 'MalformedXML'],
  [[{ Status: 'Enabled', Filter: {}, Prefix: '', Expiration: { Days: 1 } }], 'MalformedXML'],
  [[{ Status: 'Enabled', Filter: {} }], 'InvalidRequest'],
  [[{ Status: 'Enabled', Filter: {}, Expiration: { Days: 1, ExpiredObjectDeleteMarker: true } }], 'MalformedXML'],
  [[{ Status: 'Enabled', Filter: {}, Expiration: { Days: 0 } }], 'InvalidArgument'],
  [[{ Status: 'Enabled', Filter: {}, Expiration: { Date: new Date(1) } }], 'InvalidArgument'],
  [
    [
      {
        Status: 'Enabled',
        Filter: {
          And: {
            Tags: [
              { Key: 'a', Value: '' },
              { Key: 'a', Value: '' },
            ],
          },
        },
        Expiration: { Days: 1 },
      },
    ],
    'InvalidRequest',
  ],
  [[{ Status: 'Enabled', Filter: {}, Transitions: [{ Days: 1, StorageClass: 'GLACIER' }] }], 'NotImplemented'],
  [
    [{ Status: 'Enabled', Filter: {}, NoncurrentVersionTransitions: [{ NoncurrentDays: 90, StorageClass: 'DEEP_ARCHIVE' }] }],
    'NotImplemented',
  ],
  [[{ Status: 'Enabled', Filter: {}, Transitions: [{ Days: -1, StorageClass: 'GLACIER_IR' }] }], 'InvalidArgument'],
  [[{ Status: 'Enabled', Filter: {}, Transitions: [{ Days: 30 }] }], 'MalformedXML'],
  [[{ Status: 'Enabled', Filter: {}, NoncurrentVersionTransitions: [{ StorageClass: 'GLACIER_IR' }] }], 'MalformedXML'],
] as const)('rules %j are refused', async (Rules, code) => {
  const s3 = await openTestS3();
  await s3.run('CreateBucket', { Bucket });
  expect(await refusal(s3.run('PutBucketLifecycleConfiguration', { Bucket, LifecycleConfiguration: { Rules } }))).toMatchObject({
    code,
  });
  await s3.close();
});
