import { createHmac } from 'node:crypto';
import { AwsError } from '#core';
import { hmac, type SigningKeys } from './canonical.ts';
import { mismatch } from './errors.ts';
import { sameText } from './verify.ts';

/** The fields of a form, names in lower case, with `bucket`, and `key` as it will be. */
export type FormFields = Readonly<Record<string, string>>;

/** Who signed the policy of a form, and how. */
export interface FormClaim {
  readonly version: 'AWS' | 'AWS4-HMAC-SHA256';
  readonly accessKeyId: string;
  readonly signature: string;
  /** Empty where version 2 signed: its signatures are for no day and no region. */
  readonly date: string;
  readonly region: string;
  readonly sessionToken?: string | undefined;
}

/** What a policy says of the file's size. */
export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

// aws: codes and sentences here — recorded AWS answers in localstack tests/aws/services/s3 (post object), unless marked
const denied = (why: string) => new AwsError('AccessDenied', `Invalid according to Policy: ${why}`, { status: 403 });
const invalid = (why: string) => new AwsError('InvalidPolicyDocument', `Invalid Policy: ${why}`, { status: 400 });
const missing = (name: string) =>
  new AwsError(
    'InvalidArgument',
    `Bucket POST must contain a field named '${name}'.  If it is specified, please check the order of the fields.`,
    { fields: { ArgumentName: name, ArgumentValue: '' } },
  );

const SIGNED_BY = ['x-amz-algorithm', 'x-amz-credential', 'x-amz-date', 'x-amz-signature'] as const;
const NAMES = {
  'x-amz-algorithm': 'X-Amz-Algorithm',
  'x-amz-credential': 'X-Amz-Credential',
  'x-amz-date': 'X-Amz-Date',
  'x-amz-signature': 'X-Amz-Signature',
} as const;

export function formKey(fields: FormFields): string {
  const { key } = fields;
  if (key === undefined) throw missing('key');
  // aws: sentence — public reports of POST Object
  if (key === '') {
    throw new AwsError('InvalidArgument', 'User key must have a length greater than 0.', {
      fields: { ArgumentName: 'key', ArgumentValue: '' },
    });
  }
  return key;
}

/** Undefined where nobody signed the form. */
export function formClaim(fields: FormFields): FormClaim | undefined {
  const { signature, awsaccesskeyid: keyOfVersion2, 'x-amz-security-token': sessionToken } = fields;
  if (signature !== undefined || keyOfVersion2 !== undefined) {
    // aws: version 2 is taken, and asked for all it needs — recorded AWS answers in localstack tests/aws/services/s3, test_post_request_missing_fields[s3]
    if (keyOfVersion2 === undefined) throw missing('AWSAccessKeyId');
    if (signature === undefined) throw missing('Signature');
    if (fields['policy'] === undefined) throw missing('policy');
    return { version: 'AWS', accessKeyId: keyOfVersion2, signature, date: '', region: '', sessionToken };
  }
  if (SIGNED_BY.every((name) => fields[name] === undefined)) return undefined;
  const absent = SIGNED_BY.find((name) => fields[name] === undefined);
  if (absent) throw missing(NAMES[absent]);
  if (fields['policy'] === undefined) throw missing('policy');
  const [accessKeyId, date, region, service, term, ...more] = (fields['x-amz-credential'] ?? '').split('/');
  if (!accessKeyId || !date || !region || service !== 's3' || term !== 'aws4_request' || more.length > 0) {
    // aws: sentence — the same of presigned URLs
    throw new AwsError(
      'AuthorizationQueryParametersError',
      'Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
    );
  }
  return { version: 'AWS4-HMAC-SHA256', accessKeyId, signature: fields['x-amz-signature'] ?? '', date, region, sessionToken };
}

/** Refuses a form whose policy was not signed with this secret, is over, or does not allow its fields. */
export function verifyForm(
  fields: FormFields,
  claim: FormClaim,
  secretAccessKey: string,
  now: number,
  signingKeys: SigningKeys,
): SizeRange | undefined {
  const policy = fields['policy'] ?? '';
  const calculated =
    claim.version === 'AWS'
      ? createHmac('sha1', secretAccessKey).update(policy).digest('base64')
      : hmac(signingKeys(secretAccessKey, { ...claim, service: 's3' }), policy).toString('hex');
  if (!sameText(calculated, claim.signature)) throw mismatch(claim.accessKeyId, policy, claim.signature);
  return checkPolicy(policy, fields, now);
}

/** Fields that no condition has to speak of. — S3 API reference, "Creating a POST policy", "Conditions", for both versions */
const UNSPOKEN = new Set(['x-amz-signature', 'awsaccesskeyid', 'signature', 'file', 'policy', 'bucket']);

/** aws: "in ISO 8601 UTC date format" — S3 API reference, "Creating a POST policy"; a space for the T is refused — ceph/s3-tests, test_post_object_invalid_date_format */
const ISO = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/;

function checkPolicy(encoded: string, fields: FormFields, now: number): SizeRange | undefined {
  const { expiration, conditions } = documentOf(encoded);
  const ends = typeof expiration === 'string' && ISO.test(expiration) ? Date.parse(expiration) : Number.NaN;
  // sentences about the document: aws's words are recorded only in part
  if (Number.isNaN(ends)) throw invalid(`Invalid 'expiration' value: '${String(expiration)}'`);
  if (ends < now) throw denied('Policy expired.');
  if (!Array.isArray(conditions)) throw invalid("Policy missing 'conditions'.");
  let size: SizeRange | undefined;
  const spoken = new Set<string>();
  for (const condition of conditions as unknown[]) {
    const [operator, subject, value] = asTriple(condition);
    const failed = () => denied(`Policy Condition failed: [${[operator, subject, value].map((each) => `"${each}"`).join(', ')}]`);
    if (operator === 'content-length-range') {
      size = { min: Number(subject), max: Number(value) };
      if (!Number.isInteger(size.min) || !Number.isInteger(size.max)) throw failed();
      continue;
    }
    if (!subject.startsWith('$')) throw failed();
    const name = subject.slice(1).toLowerCase();
    const given = fields[name];
    const holds = operator === 'eq' ? given === value : operator === 'starts-with' && given?.startsWith(value);
    if (!holds) throw failed();
    spoken.add(name);
  }
  const unspoken = Object.keys(fields).find((name) => !spoken.has(name) && !UNSPOKEN.has(name) && !name.startsWith('x-ignore-'));
  // aws: sentence — public reports of POST Object
  if (unspoken !== undefined) throw denied(`Extra input fields: ${unspoken}`);
  return size;
}

function documentOf(encoded: string): { expiration?: unknown; conditions?: unknown } {
  try {
    const document = JSON.parse(Buffer.from(encoded, 'base64').toString('utf8')) as unknown;
    if (typeof document === 'object' && document !== null) return document;
  } catch {
    // said below
  }
  throw invalid('Invalid JSON.');
}

/** `{"acl": "private"}` means `["eq", "$acl", "private"]`. */
function asTriple(condition: unknown): [operator: string, subject: string, value: string] {
  if (Array.isArray(condition) && condition.length === 3) {
    const [operator, subject, value] = condition as unknown[];
    return [String(operator).toLowerCase(), String(subject), String(value)];
  }
  if (typeof condition === 'object' && condition !== null && !Array.isArray(condition)) {
    const [pair, ...more] = Object.entries(condition);
    if (pair && more.length === 0) return ['eq', `$${pair[0]}`, String(pair[1])];
    throw invalid('Invalid Simple-Condition: Simple-Conditions must have exactly one property specified.');
  }
  throw invalid('Invalid Condition.');
}
