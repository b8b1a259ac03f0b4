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

// aws: recorded, radkawar/stackd testdata/aws/iam/simulation.json
test('lists: compact, over lines, with the line ends of Windows', () => {
  const of = (start: [number, number], end: [number, number]) => ({
    StartPosition: { Line: start[0], Column: start[1] },
    EndPosition: { Line: end[0], Column: end[1] },
  });
  const statement = (Sid: string) => ({ Effect: 'Allow', Action: 's3:GetObject', Resource: '*', Sid });
  const document = { Version: '2012-10-17', Statement: [statement('First'), statement('Second')] };
  expect(statementPlaces(JSON.stringify(document))).toEqual([of([1, 38], [1, 109]), of([1, 109], [1, 182])]);
  expect(statementPlaces(JSON.stringify(document, null, 2))).toEqual([of([3, 17], [9, 6]), of([9, 6], [15, 6])]);
  const windows =
    ' \r\n{\r\n  "Version": "2012-10-17",\r\n  "Statement": [\r\n    {\r\n      "Effect": "Allow",\r\n      "Action": "s3:GetObject",\r\n      "Resource": "*"\r\n    }\r\n  ]\r\n}\r\n ';
  expect(statementPlaces(windows)).toEqual([of([4, 17], [9, 6])]);
  expect(statementPlaces('{"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}}')).toEqual([
    of([1, 16], [1, 77]),
  ]);
});

test('several, over lines, with braces in texts and conditions', () => {
  const document =
    '{\n "Statement": [\n  {"Sid": "}\\"{", "Condition": {"Bool": {}}},\n  {\n  }\n ],\n "Version": "Statement"\n}';
  expect(statementPlaces(document)).toEqual([
    { StartPosition: { Line: 2, Column: 16 }, EndPosition: { Line: 3, Column: 45 } },
    { StartPosition: { Line: 3, Column: 45 }, EndPosition: { Line: 5, Column: 4 } },
  ]);
});
