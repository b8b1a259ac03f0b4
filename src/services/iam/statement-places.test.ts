import { expect, test } from 'vitest';
import { statementPlaces } from './statement-places.ts';

// aws: recorded AWS answer in localstack tests/aws/services/iam, test_simulate_principle_policy
test('a statement alone', () => {
  const document =
    '{"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Allow", "Action": "s3:PutObject", "Resource": "*"}}';
  expect(statementPlaces(document)).toEqual([
    { StartPosition: { Line: 1, Column: 41 }, EndPosition: { Line: 1, Column: 114 - 1 } },
  ]);
});

test('several, over lines, with braces in texts and conditions', () => {
  const document =
    '{\n "Statement": [\n  {"Sid": "}\\"{", "Condition": {"Bool": {}}},\n  {\n  }\n ],\n "Version": "Statement"\n}';
  expect(statementPlaces(document)).toEqual([
    { StartPosition: { Line: 3, Column: 4 }, EndPosition: { Line: 3, Column: 45 } },
    { StartPosition: { Line: 4, Column: 4 }, EndPosition: { Line: 5, Column: 4 } },
  ]);
});
