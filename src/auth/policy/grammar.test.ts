import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compilePolicy } from './compile.ts';
import { contextKeysOf } from './context-keys.ts';
import { checkIdentityPolicy } from './identity-grammar.ts';
import { checkTrustPolicy } from './trust-grammar.ts';
import { PolicyError } from './types.ts';

const B = 'arn:aws:s3:::example_bucket';
const allow = (more: object) => ({ Effect: 'Allow', Action: 's3:ListBucket', Resource: B, ...more });
const version = (Statement: unknown, more: object = {}) => ({ Version: '2012-10-17', Statement, ...more });
const without = (key: string, from: Record<string, unknown> = allow({})) =>
  Object.fromEntries(Object.entries(from).filter(([name]) => name !== key));
const refusal = (check: (text: string) => void, document: unknown): string | undefined => {
  try {
    check(typeof document === 'string' ? document : JSON.stringify(document));
    return undefined;
  } catch (thrown) {
    if (thrown instanceof PolicyError) return thrown.message;
    throw thrown;
  }
};

const SYNTAX = 'Syntax errors in policy.';
const LEGACY = 'The policy failed legacy parsing';
const VERSION = 'Policy document must be version 2012-10-17 or greater.';

// — recorded AWS answers, as moto's tests/test_iam/test_iam_policies.py keeps them
describe('identity policies that AWS refuses', () => {
  it.each<[unknown, string]>([
    ['This is not a json document', SYNTAX],
    [{ Statement: allow({}) }, VERSION],
    [version(allow({}), { Version: '2008-10-17' }), VERSION],
    [version(allow({}), { Version: '2013-10-17' }), SYNTAX],
    [{ Version: '2012-10-17' }, SYNTAX],
    [version(['afd']), SYNTAX],
    [version(allow({ Effect: 'constructor' })), SYNTAX],
    [version([]), SYNTAX],
    [version(allow({}), { 'Extra field': 'value' }), SYNTAX],
    [version(allow({ 'Extra field': 'value' })), SYNTAX],
    [version(allow({}), { Id: ['x'] }), SYNTAX],
    [version(allow({ Sid: {} })), SYNTAX],
    [version(allow({ Effect: 'invalid' })), SYNTAX],
    [version(without('Effect')), SYNTAX],
    [version(allow({ Effect: 'denY' })), LEGACY],
    [{ Statement: allow({ Effect: 'denY' }) }, VERSION],
    [version(allow({ Action: 'invalid' })), 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.'],
    [
      version({ ...without('Action'), NotAction: '' }),
      'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.',
    ],
    [version(allow({ Action: 'a a:ListBucket' })), 'Vendor a a is not valid'],
    [version(allow({ Action: 's3:List:Bucket' })), 'Actions/Condition can contain only one colon.'],
    [version(allow({ Action: 's:3:ListBucket', Resource: 'sdfsadf' })), 'Resource sdfsadf must be in ARN format or "*".'],
    [version(allow({ Resource: 'invalid resource' })), 'Resource invalid resource must be in ARN format or "*".'],
    [version(allow({ Resource: '' })), 'Resource  must be in ARN format or "*".'],
    [
      version(allow({ Resource: 'a:bsdfdsafsad' })),
      'Partition "bsdfdsafsad" is not valid for resource "arn:bsdfdsafsad:*:*:*:*".',
    ],
    [version(allow({ Resource: 'a:b:cadfsdf' })), 'Partition "b" is not valid for resource "arn:b:cadfsdf:*:*:*".'],
    [version(allow({ Resource: 'a:b:c:d:e:f:g:h' })), 'Partition "b" is not valid for resource "arn:b:c:d:e:f:g:h".'],
    [
      version(allow({ Resource: 'aws:s3:::example_bucket' })),
      'Partition "s3" is not valid for resource "arn:s3:::example_bucket:*".',
    ],
    [
      version(allow({ Resource: ['arn:error:s3:::b', 'arn:error:s3::b'] })),
      'Partition "error" is not valid for resource "arn:error:s3:::b".',
    ],
    [version(without('Resource')), 'Policy statement must contain resources.'],
    [version(allow({ Resource: [] })), 'Policy statement must contain resources.'],
    [version(without('Action')), 'Policy statement must contain actions.'],
    [version(allow({ Action: [] })), 'Policy statement must contain actions.'],
    [version([{ Effect: 'Deny' }, allow({})]), 'Policy statement must contain actions.'],
    [
      version(allow({ Resource: 'arn:aws:iam:::example_bucket' })),
      'IAM resource path must either be "*" or start with user/, federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.',
    ],
    [version(allow({ Resource: 'arn:aws:s3::example_bucket' })), LEGACY],
    [version(without('Action', allow({ Resource: 'arn:aws:s3::example_bucket' }))), LEGACY],
    [version(allow({ Resource: 'arn:aws' })), 'Resource vendor must be fully qualified and cannot contain regexes.'],
    [version(allow({ Resource: 'arn:aws::::example_bucket' })), LEGACY],
    [version(allow({ Resource: 'arn:aws::fdsasf' })), LEGACY],
    [version({ ...without('Resource'), NotResource: 'arn:aws:s3::example_bucket' }), LEGACY],
    [version(allow({ Resource: { a: B } })), SYNTAX],
    [version(allow({ Resource: ['adfdf', {}] })), SYNTAX],
    [version(allow({ NotResource: [] })), SYNTAX],
    [version(allow({ Action: [[]] })), SYNTAX],
    [version(allow({ Action: {} })), SYNTAX],
    [version(allow({ NotAction: 'iam:x' })), SYNTAX],
    [version(allow({ Condition: [] })), SYNTAX],
    [version(allow({ Condition: 'a' })), SYNTAX],
    [version(allow({ Condition: { a: 'b' } })), SYNTAX],
    [version(allow({ Condition: { DateGreaterThan: [] } })), SYNTAX],
    [version(allow({ Condition: { DateGreaterThan: { a: {} } } })), SYNTAX],
    [version(allow({ Condition: { x: { a: '1' } } })), SYNTAX],
    [version(allow({ Condition: { 'ForAnyValue::StringEqualsIfExists': { a: 'asf' } } })), SYNTAX],
    [version(allow({ Condition: { DateGreaterThan: { a: 'sdfdsf' } } })), LEGACY],
    [{ Statement: allow({ Condition: { DateGreaterThan: { a: 'sdfdsf' } } }) }, VERSION],
    [version(allow({ Condition: { DateLessThanEquals: { a: '234-13' } } })), LEGACY],
    [version(allow({ Condition: { DateLessThanEquals: { a: '2016-12-13t2:00:00.593194+1' } } })), LEGACY],
    [version(allow({ Condition: { DateLessThanEquals: { a: '2016-12-13t2:00:00.1999999999+10:59' } } })), LEGACY],
    [version(allow({ Condition: { DateLessThan: { a: '9223372036854775808' } } })), LEGACY],
    [version(allow({ Resource: 'arn:error:s3:::b', Condition: { DateGreaterThan: { a: 'sdfdsf' } } })), LEGACY],
    [
      version(allow({ Resource: 'arn:aws:iam:us-east-1::b' })),
      'IAM resource arn:aws:iam:us-east-1::b cannot contain region information.',
    ],
    [
      version(allow({ Resource: 'arn:aws:s3:us-east-1::b' })),
      'Resource arn:aws:s3:us-east-1::b can not contain region information.',
    ],
    [version([allow({ Sid: 'sdf' }), { Sid: 'sdf', Effect: 'Allow' }]), 'Statement IDs (SID) in a single policy must be unique.'],
    [version(allow({ Principal: '*' })), 'Policy document should not specify a principal.'],
  ])('%j', (document, sentence) => {
    expect(refusal(checkIdentityPolicy, document)).toBe(sentence);
  });
});

describe('identity policies that AWS takes', () => {
  it.each<[unknown]>([
    [version(allow({}))],
    [version([allow({ Sid: 'a' }), allow({})])],
    [version(allow({ Action: 'iam: asdf safdsf af ' }))],
    [version(allow({ Action: '*', Resource: [B, '*'] }))],
    [version(allow({ Action: 's3-s:ListBucket' }))],
    [version(allow({ Action: 's3.s:ListBucket' }))],
    [version(allow({ Resource: 'arn:aws:iam:::user/example_bucket' }))],
    [version(allow({ Resource: `arn:aws:iam::*:user/\${aws:username}` }))],
    [version(allow({ Resource: 'arn:aws:iam::123456789012:*' }))],
    [version(allow({ Resource: 'arn:aws:iam::123456789012:ro*' }))],
    [version(allow({ Resource: 'arn:aws:fdsasf' }))],
    [version(allow({ Resource: 'arn:*:s3:::b' }))],
    [version(allow({ Resource: 'arn:aws-cn:s3:::b' }))],
    [version(allow({ Resource: 'arn:aws:ec2:us-east-1::example_bucket' }))],
    [version({ Effect: 'Deny', NotAction: 's3:ListBucket', NotResource: '*' })],
    [version(allow({ Condition: {} }))],
    [version(allow({ Condition: { a: {} } }))],
    [version(allow({ Condition: { DateGreaterThan: {} } }))],
    [version(allow({ Condition: { DateGreaterThan: { a: [] } } }))],
    [version(allow({ Condition: { DateGreaterThan: { a: '01T' } } }))],
    [version(allow({ Condition: { DateGreaterThan: { 'aws:CurrentTime': '2017-07-01T00:00:00Z' } } }))],
    [version(allow({ Condition: { DateLessThanEquals: { a: '2016-12-13T21:20:37.593194+00:00' } } }))],
    [version(allow({ Condition: { DateLessThanEquals: { a: '2016-12-13t2:00:00.593194+23' } } }))],
    [version(allow({ Condition: { DateLessThan: { a: '-292275054' } } }))],
    [version(allow({ Condition: { DateLessThan: { a: '1767225600' } } }))],
    [version(allow({ Condition: { 'ForAllValues:StringEquals': { 'aws:TagKeys': 'Department' } } }))],
    [version(allow({ Condition: { 'ForAnyValue:StringEqualsIfExists': { a: 'asf' } } }))],
    [version(allow({ Condition: { Bool: { a: true }, NumericEquals: { b: 1 } } }))],
  ])('%j', (document) => {
    expect(refusal(checkIdentityPolicy, document)).toBeUndefined();
    expect(() => compilePolicy(JSON.stringify(document))).not.toThrow();
  });
});

const trust = (more: object) => version({ Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole', ...more });

// — observed in AWS's answers to CreateRole, as versitygw's iamapi/policy/trust_test.go and LocalStack's snapshots keep them
describe('trust policies that AWS refuses', () => {
  it.each<[unknown, string]>([
    ['{nonsense', 'This policy contains invalid Json'],
    ['[]', 'This policy contains invalid Json'],
    [{ ...trust({}), Version: '2013-01-01' }, 'The policy must contain a valid version string'],
    [version([]), 'Could not parse the policy: Statement is empty!'],
    [version(undefined), 'Could not parse the policy: Statement is empty!'],
    [trust({ Effect: undefined }), 'Missing required field Effect'],
    [trust({ Effect: 'allow' }), 'Invalid effect: allow'],
    [trust({ Effect: { toString: 1 } }), 'Invalid effect: {"toString":1}'],
    [trust({ Principal: undefined }), 'Missing required field Principal'],
    [trust({ Principal: {} }), 'Missing required field Principal cannot be empty!'],
    [trust({ Principal: '*' }), 'Principal must be a JSON object.'],
    [trust({ Principal: [] }), 'Syntax error in policy.'],
    [trust({ Principal: { CanonicalUser: 'x' } }), 'Invalid principal in policy: "CanonicalUser"'],
    [trust({ Principal: { constructor: 'x' } }), 'Invalid principal in policy: "constructor"'],
    [trust({ Principal: { Service: 'nonsense' } }), 'Invalid principal in policy: "SERVICE":"nonsense"'],
    [trust({ Principal: { AWS: 'arn:aws:iam::1:user/x' } }), 'Invalid principal in policy: "AWS":"arn:aws:iam::1:user/x"'],
    ...['not a domain', '', 'arn:aws:iam::123456789012:role/r', 'arn:aws:iam//123456789012:oidc-provider/x.com'].map(
      (federated): [unknown, string] => [
        trust({ Principal: { Federated: federated } }),
        'Federated principals must be valid domain names or SAML metadata ARNs',
      ],
    ),
    [trust({ Principal: { AWS: [] } }), 'The passed in policy has a statement with no principals!'],
    [
      trust({ Principal: { Federated: 'cognito-identity.amazonaws.com' }, Action: 'sts:AssumeRoleWithWebIdentity' }),
      'A condition block must be present for the Cognito provider',
    ],
    [trust({ Principal: undefined, NotPrincipal: { AWS: '*' } }), 'Allow with NotPrincipal is not allowed.'],
    [trust({ Effect: 'Deny', NotPrincipal: { AWS: '*' } }), 'AssumeRole policy must not contain NotPrincipal field.'],
    [trust({ Action: undefined }), 'Missing required field Action'],
    [trust({ Action: [] }), 'Missing required field Action'],
    [trust({ NotAction: 'sts:x' }), 'Syntax error in policy.'],
    [trust({ Action: '*' }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    [trust({ Action: ['sts:AssumeRole', 's3:GetObject'] }), 'AssumeRole policy may only specify STS AssumeRole actions.'],
    [trust({ Resource: '*' }), 'Has prohibited field Resource'],
    [trust({ NotResource: '*' }), 'AssumeRole policy must not contain resources.'],
    [trust({ Condition: { x: { a: '1' } } }), 'Syntax error in policy.'],
    [trust({ Condition: [] }), 'Syntax error in policy.'],
    [trust({ Condition: { StringEquals: 'x' } }), 'Syntax error in policy.'],
    [trust({ Other: 1 }), 'Syntax error in policy.'],
    [version('x'), 'Syntax error in policy.'],
    [
      version([0, 1].map(() => ({ Sid: 's', Effect: 'Allow', Principal: { AWS: '*' }, Action: 'sts:AssumeRole' }))),
      'The Statement Ids in the policy are not unique',
    ],
  ])('%j', (document, sentence) => {
    expect(refusal(checkTrustPolicy, document)).toBe(sentence);
  });
});

describe('trust policies that AWS takes', () => {
  it.each<[unknown]>([
    [trust({})],
    [trust({ Principal: { Service: 'kinesisanalytics.amazonaws.com' } })],
    [trust({ Principal: { Service: ['ec2.amazonaws.com.cn', 'x.y.amazonaws.com'], AWS: ['123456789012', 'AROAEXAMPLE'] } })],
    [trust({ Principal: { AWS: ['arn:aws:iam::123456789012:root', 'arn:aws:sts::123456789012:assumed-role/r/s'] } })],
    ...[
      'accounts.google.com',
      'www.amazon.com',
      'graph.facebook.com',
      'arn:aws:iam::123456789012:saml-provider/Okta',
      'arn:aws-cn:iam::123456789012:oidc-provider/oidc.eks.cn-north-1.amazonaws.com.cn/id/AA9E170D464AF7B9',
      'arn:aws:iam::123456789012:oidc-provider/token.actions.githubusercontent.com',
    ].map((federated): [unknown] => [trust({ Principal: { Federated: federated }, Action: 'sts:AssumeRoleWithWebIdentity' })]),
    [
      trust({
        Principal: { Federated: 'cognito-identity.amazonaws.com' },
        Condition: { StringEquals: { 'cognito-identity.amazonaws.com:aud': 'us-east-1:1' } },
      }),
    ],
    [trust({ Principal: { AWS: [], Service: 'ec2.amazonaws.com' } })],
    [trust({ Action: ['sts:AssumeRole', 'sts:TagSession'], Condition: { StringEquals: { 'sts:ExternalId': '1' } } })],
    [{ Statement: trust({}).Statement }],
  ])('%j', (document) => {
    expect(refusal(checkTrustPolicy, document)).toBeUndefined();
    expect(() => compilePolicy(JSON.stringify(document))).not.toThrow();
  });
});

describe('any JSON', () => {
  const words = fc.constantFrom(
    'Version',
    'Statement',
    'Effect',
    'Allow',
    'Action',
    'Resource',
    'Principal',
    'Condition',
    'StringLike',
    '*',
    '2012-10-17',
  );
  const { document } = fc.letrec((tie) => ({
    document: fc.oneof(
      { depthSize: 'small' },
      words,
      fc.string(),
      fc.integer(),
      fc.boolean(),
      fc.constant(null),
      fc.array(tie('document'), { maxLength: 3 }),
      fc.dictionary(fc.oneof(words, fc.string()), tie('document'), { maxKeys: 5 }),
    ),
  }));
  it.each([checkIdentityPolicy, checkTrustPolicy, (text: string) => void compilePolicy(text)])(
    'is taken or refused in words (%#)',
    (check) => {
      fc.assert(
        fc.property(document, (value) => {
          const statement = version(value);
          expect([undefined, 'string']).toContain(refusal(check, value) && 'string');
          expect([undefined, 'string']).toContain(refusal(check, statement) && 'string');
        }),
        { numRuns: 500 },
      );
    },
  );

  it('as text, too', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(refusal(checkIdentityPolicy, text)).toBe(SYNTAX);
      }),
    );
  });
});

it('the keys a document asks for are found', () => {
  const document = version(
    allow({
      Resource: [`arn:aws:s3:::b/\${aws:username}/\${*}`, `arn:aws:s3:::b/\${aws:PrincipalTag/team, 'all'}`],
      Condition: { StringLike: { 's3:prefix': [`\${aws:userid}`, 'x'] }, Bool: { 'AWS:UserName': 'x' } },
    }),
  );
  expect(contextKeysOf(JSON.stringify(document))).toEqual(['s3:prefix', 'aws:userid', 'AWS:UserName', 'aws:PrincipalTag/team']);
});
