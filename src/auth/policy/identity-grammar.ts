import { parseOperator } from './conditions.ts';
import { type PolicyDocument, parseDocument, type StatementDocument } from './document.ts';
import { arnParts } from './pattern.ts';
import { PolicyError } from './types.ts';
import { isBinary, mayBeArn, readNetwork, readNumber } from './values.ts';

/*
 * What IAM accepts as a policy of a user, group, role, as a managed policy or a session policy, and the sentence of
 * MalformedPolicyDocument for everything else, in AWS's order of checks.
 * — recorded AWS answers, as moto keeps them in tests/test_iam/test_iam_policies.py
 */
const LEGACY = 'The policy failed legacy parsing';
const VERSION = 'Policy document must be version 2012-10-17 or greater.';
const UNIQUE_SIDS = 'Statement IDs (SID) in a single policy must be unique.';
const NEEDS_ACTIONS = 'Policy statement must contain actions.';
const NEEDS_RESOURCES = 'Policy statement must contain resources.';
const NO_PRINCIPAL = 'Policy document should not specify a principal.'; // — observed in IAM's answers to PutRolePolicy
const NEEDS_VENDOR = 'Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.';
const ONE_COLON = 'Actions/Condition can contain only one colon.';
const badVendor = (vendor: string) => `Vendor ${vendor} is not valid`;
const notArn = (resource: string) => `Resource ${resource} must be in ARN format or "*".`;
const NEEDS_SERVICE = 'Resource vendor must be fully qualified and cannot contain regexes.';
const IAM_PATHS = [
  'user/',
  'federated-user/',
  'role/',
  'group/',
  'instance-profile/',
  'mfa/',
  'server-certificate/',
  'policy/',
  'sms-mfa/',
  'saml-provider/',
  'oidc-provider/',
  'report/',
  'access-report/',
];
const IAM_PATH = `IAM resource path must either be "*" or start with ${IAM_PATHS.join(', ')}.`;

/** Throws PolicyError with AWS's sentence unless the document may be a policy of a user, group or role, or a managed one. */
export const checkIdentityPolicy = (text: string): void => check(parseDocument(text), readable);

/**
 * The same for a session policy. aws: of the values of conditions only those of BinaryEquals are looked at, others match nothing; so are those
 * of policies told to the simulator — recorded, radkawar/stackd iam/condition_values.json, iam/condition_ip.json
 */
export const checkSessionPolicy = (text: string): void =>
  check(parseDocument(text), (operator, value) => operator !== 'binaryequals' || isBinary(value));

type Readable = (operator: string, value: string) => boolean;

function check(document: PolicyDocument, readable: Readable): void {
  if (document.versionAsWritten !== '2012-10-17') throw new PolicyError(VERSION);
  if (document.statements.some((statement) => statement.principals)) throw new PolicyError(NO_PRINCIPAL);
  if (document.statements.some((statement) => !passesLegacyParsing(statement, readable))) throw new PolicyError(LEGACY);
  const badResource = firstBadResource(document);
  checkSids(document);
  for (const { actions } of document.statements) if (!actions?.list.length) throw new PolicyError(NEEDS_ACTIONS);
  for (const { resources } of document.statements) if (!resources?.list.length) throw new PolicyError(NEEDS_RESOURCES);
  if (badResource) throw new PolicyError(badResource);
  for (const { actions } of document.statements) for (const action of actions?.list ?? []) checkAction(action);
}

function checkSids({ statements }: PolicyDocument): void {
  const seen = new Set<string>();
  for (const { sid } of statements) {
    if (!sid) continue;
    if (seen.has(sid)) throw new PolicyError(UNIQUE_SIDS);
    seen.add(sid);
  }
}

function checkAction(action: string): void {
  if (action === '*') return;
  const [vendor = '', ...names] = action.split(':');
  if (names.length === 0) throw new PolicyError(NEEDS_VENDOR);
  if (names.length > 1) throw new PolicyError(ONE_COLON);
  if (vendor !== '*' && /[^a-zA-Z0-9\-.]/.test(vendor)) throw new PolicyError(badVendor(vendor));
}

function passesLegacyParsing(statement: StatementDocument, readable: Readable): boolean {
  if (statement.effectAsWritten !== statement.effect) return false;
  return statement.conditions.every(({ operator, values }) => {
    const name = parseOperator(operator)?.name ?? '';
    return values.every((value) => value.includes('${') || readable(name, value));
  });
}

/**
 * Whether IAM stores a condition with this value. aws: what is no number, date, ARN, network or base64 is refused, what is no boolean is false
 * — recorded, radkawar/stackd iam/condition_values.json and condition_ip.json, policy_storage; the code only, the sentence is that of dates
 */
const readable: Readable = (operator, value) => {
  if (operator.startsWith('numeric')) return readNumber(value) !== undefined;
  if (operator.startsWith('date')) return isDate(value.toLowerCase());
  if (operator.endsWith('ipaddress')) return readNetwork(value) !== undefined;
  if (operator.startsWith('arn')) return mayBeArn(value);
  return operator !== 'binaryequals' || isBinary(value);
};

/** The first resource that is not one; one that looks like an ARN but has too few parts fails the legacy parser at once. */
function firstBadResource({ statements }: PolicyDocument): string | undefined {
  let first: string | undefined;
  for (const { resources } of statements) {
    for (const resource of resources?.list ?? []) {
      first ??= resourceError(resource);
      if (first === undefined && !hasArnParts(resource)) throw new PolicyError(LEGACY);
    }
  }
  return first;
}

function hasArnParts(resource: string): boolean {
  if (resource === '*') return true;
  const parts = resource.split(':');
  return (parts.length > 5 || !resource.includes('::')) && parts[2] !== '';
}

function resourceError(resource: string): string | undefined {
  if (resource === '*') return undefined;
  const [prefix, partition = '', ...rest] = arnParts(resource);
  if (prefix === resource) return notArn(resource);
  if (!isPartition(partition)) {
    const [service = '', region, account, ...last] = resource.split(':').slice(2);
    const parts = [
      service || (region === undefined ? '*' : ''),
      region ?? '*',
      account ?? '*',
      last.length ? last.join(':') : '*',
    ];
    return `Partition "${partition}" is not valid for resource "arn:${partition}:${parts.join(':')}".`;
  }
  const [service, region, , path] = rest;
  if (service === undefined) return NEEDS_SERVICE;
  if (service === 'iam' && region) return `IAM resource ${resource} cannot contain region information.`;
  if (service === 's3' && region && rest.length > 2 && !S3_IN_A_REGION.test(path ?? ''))
    return `Resource ${resource} can not contain region information.`;
  if (service === 'iam' && path !== undefined && !isIamPath(path)) return IAM_PATH;
  return undefined;
}

/** What S3 has besides buckets. — service authorization reference, "Resource types defined by Amazon S3"; AWS's own managed policies name them so */
const S3_IN_A_REGION = /^(accesspoint|access-grants|async-request|job|storage-lens|storage-lens-group)\//;

/** `aws`, `aws-cn`, …, or a pattern that can match one. */
const isPartition = (partition: string): boolean => /^aws(-[a-z]+)*$/.test(partition) || partition.includes('*');

const isIamPath = (path: string): boolean =>
  path === '*' ||
  path === 'root' ||
  path.startsWith('${') ||
  IAM_PATHS.some((start) => path.startsWith(start) || opens(path, start));

/** A pattern whose fixed beginning can still become the path, such as `us*`. */
function opens(path: string, start: string): boolean {
  const fixed = path.slice(0, Math.max(path.search(/[*?]/), 0));
  return path !== fixed && /[*?]/.test(path) && start.startsWith(fixed);
}

/** The dates IAM's legacy parser reads: years beyond four digits, parts left out, a zone of hours. Lower-cased. */
function isDate(value: string): boolean {
  if (!value.includes('t') && !value.includes('-')) {
    return /^\d{1,19}(\.\d+)?$/.test(value) && BigInt(value.split('.')[0] ?? '0') <= 9223372036854775807n;
  }
  const [day = '', time = ''] = value.split('t');
  const date = /^(-?\d+)(?:-(\d+))?(?:-(\d+))?$/.exec(day);
  if (!date) return false;
  const within = (text: string | undefined, low: number, high: number) =>
    text === undefined || text === '' || (Number(text) >= low && Number(text) <= high);
  if (!within(date[1], -292275054, 292278993) || !within(date[2], 1, 12) || !within(date[3], 1, 31)) return false;
  const clock = /^(?:(\d+)(?::(\d+)(?::(\d+)(?:\.(\d{1,9}))?(?:z|[+-](\d{2})(?::(\d{2}))?)?)?)?)?$/.exec(time);
  if (!clock) return false;
  const [, hour, minute, second, , zoneHour, zoneMinute] = clock;
  return (
    within(hour, 0, 23) && within(minute, 0, 59) && within(second, 0, 59) && within(zoneHour, 0, 23) && within(zoneMinute, 0, 59)
  );
}
