import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ExpressionError } from './parse.ts';
import { type Found, isOfSchema, parseSearch } from './search.ts';

const metric = (namespace: string, name: string, dimensions: Record<string, string> = {}): Found => ({
  namespace,
  name,
  dimensions: Object.entries(dimensions).map(([Name, Value]) => ({ Name, Value })),
});
const ALL: Readonly<Record<string, Found>> = {
  micro: metric('AWS/EC2', 'CPUUtilization', { InstanceType: 't2.micro' }),
  large: metric('AWS/EC2', 'CPUUtilization', { InstanceType: 'm5.large' }),
  network: metric('AWS/EC2', 'NetworkIn', { InstanceType: 't2.micro' }),
  custom: metric('My Space', 'CustomCount1', { 'Server Name': 'web-1', Region: 'west' }),
  bare: metric('My Space', 'Total'),
  billing: metric('AWS/Billing', 'EstimatedCharges', { Currency: 'USD', ServiceName: 'AmazonEC2' }),
};
const found = (text: string): string[] => {
  const { schema, holds } = parseSearch(text);
  return Object.entries(ALL)
    .filter(([, each]) => (!schema || isOfSchema(each, schema)) && holds(each))
    .map(([name]) => name);
};

// after the CloudWatch user guide, Search expression syntax and Search expression examples
test.each<[string, string[]]>([
  ['{AWS/EC2,InstanceType} MetricName="CPUUtilization"', ['micro', 'large']],
  [' {AWS/EC2,InstanceType} ', ['micro', 'large', 'network']],
  ['{AWS/EC2,InstanceType} InstanceType=micro MetricName="CPUUtilization" ', ['micro']],
  ['{AWS/EC2,InstanceType} InstanceType="t2.micro"', ['micro', 'network']],
  ['{AWS/EC2,InstanceType} InstanceType="micro"', []],
  ['{AWS/EC2,InstanceType} CPUUtilization', ['micro', 'large']],
  ['{AWS/EC2,InstanceType} cpu AND NOT large', ['micro']],
  ['{AWS/EC2, InstanceType} (MetricName = "NetworkIn" OR InstanceType=large)', ['large', 'network']],
  ['{AWS/EC2,InstanceType} MetricName=("NetworkIn" OR "CPUUtilization") t2', ['micro', 'network']],
  ['{AWS/EC2,InstanceId} CPU', []],
  ['{"My Space","Server Name",Region} Count', ['custom']],
  ['{"My Space",Region,"Server Name"} "Server Name"="web-1"', ['custom']],
  ['{"My Space"}', ['bare']],
  ['{AWS/Billing,Currency,ServiceName} Currency=USD MetricName="EstimatedCharges"', ['billing']],
  ['custom count', ['custom']],
  ['CustomCount1', ['custom']],
  ['Namespace="AWS/EC2" NOT (micro OR large)', []],
  ['NOT NOT west', ['custom']],
  ['EC2', ['micro', 'large', 'network', 'billing']],
])('%s', (text, expected) => {
  expect(found(text)).toEqual(expected);
});

test.each<[string, string]>([
  ['', 'a search needs a schema or a term'],
  ['{', 'the search ends too early'],
  ['{AWS/EC2', 'the search ends too early'],
  ['{AWS/EC2,}', 'unexpected } in the search'],
  ['a OR', 'the search ends too early'],
  ['(a', 'the search ends too early'],
  ['a)', 'unexpected ) in the search'],
  ['a=b=c', 'unexpected = in the search'],
  ['"a', 'a quote of the search is not closed'],
  [':aws.AccountId="1"', 'the designator :aws.AccountId is not supported by Millrace yet'],
  ['('.repeat(100), 'the search is nested too deeply'],
  ['NOT '.repeat(100), 'the search is nested too deeply'],
  ['x'.repeat(1025), 'a search has at most 1024 characters'],
])('refused: %s', (text, why) => {
  expect(() => parseSearch(text)).toThrow(new ExpressionError(why));
});

test('no text breaks the parser, and what it lets through can be asked', () => {
  const words = fc.constantFrom(
    'a',
    '"b c"',
    '{',
    '}',
    ',',
    '(',
    ')',
    '=',
    ' ',
    ' AND ',
    ' OR ',
    'NOT ',
    'MetricName',
    'é1',
    '"',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.array(words).map((all) => all.join('')),
      ),
      (text) => {
        try {
          found(text);
        } catch (thrown) {
          expect(thrown).toBeInstanceOf(ExpressionError);
        }
      },
    ),
  );
});
