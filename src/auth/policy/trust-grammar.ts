import { parseOperator } from './conditions.ts';
import { parseDocument } from './document.ts';
import { PolicyError } from './types.ts';

/*
 * What IAM accepts as the trust policy of a role. Its sentences are other ones than those of identity policies.
 * — observed in AWS's answers to CreateRole, as versitygw's iamapi/policy/trust.go and its tests keep them
 */
const INVALID_JSON = 'This policy contains invalid Json';
const INVALID_VERSION = 'The policy must contain a valid version string';
const EMPTY = 'Could not parse the policy: Statement is empty!';
const DUPLICATE_SIDS = 'The Statement Ids in the policy are not unique';
const NEEDS_EFFECT = 'Missing required field Effect';
const NEEDS_PRINCIPAL = 'Missing required field Principal';
const EMPTY_PRINCIPAL = 'Missing required field Principal cannot be empty!';
const PRINCIPAL_OBJECT = 'Principal must be a JSON object.';
const ALLOW_NOT_PRINCIPAL = 'Allow with NotPrincipal is not allowed.';
const NO_NOT_PRINCIPAL = 'AssumeRole policy must not contain NotPrincipal field.';
const NEEDS_ACTION = 'Missing required field Action';
const ONLY_STS = 'AssumeRole policy may only specify STS AssumeRole actions.';
const NO_RESOURCE = 'Has prohibited field Resource';
const NO_NOT_RESOURCE = 'AssumeRole policy must not contain resources.';
const SYNTAX = 'Syntax error in policy.';
const badPrincipal = (kind: string, value: string) => `Invalid principal in policy: "${kind.toUpperCase()}":"${value}"`;
// — AWS's answers to CreateRole: Terraform's modules aws-iam issue 202 and aws-eks issues 2594, 2939; public notes of an infrastructure whose
// list of principals was empty; a public README's failed CloudFormation stack, and versitygw
const BAD_FEDERATED = 'Federated principals must be valid domain names or SAML metadata ARNs';
const NO_PRINCIPALS = 'The passed in policy has a statement with no principals!';
const COGNITO_CONDITION = 'A condition block must be present for the Cognito provider';
const badPrincipalKind = (kind: string) => `Invalid principal in policy: "${kind}"`;

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);
function fail(sentence: string): never {
  throw new PolicyError(sentence);
}
const listOf = (value: unknown): unknown[] => (value === undefined ? [] : Array.isArray(value) ? value : [value]);

/** The sentence for an effect that is none, whatever JSON it is: what is no text may not be one, either (`{"toString": 1}`). */
export const invalidEffect = (effect: unknown): string =>
  `Invalid effect: ${typeof effect === 'object' ? JSON.stringify(effect) : String(effect)}`;

/** Throws PolicyError with AWS's sentence unless the document may be a role's trust policy. */
export function checkTrustPolicy(text: string): void {
  const document = parsed(text);
  const { Version: version, Statement: statement } = document;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') fail(INVALID_VERSION);
  const statements = listOf(statement);
  if (statements.length === 0) fail(EMPTY);
  const sids = new Set<string>();
  for (const entry of statements) {
    if (!isObject(entry)) fail(SYNTAX);
    checkStatement(entry);
    const { Sid: sid } = entry;
    if (typeof sid !== 'string' || !sid) continue;
    if (sids.has(sid)) fail(DUPLICATE_SIDS);
    sids.add(sid);
  }
  try {
    parseDocument(text);
  } catch {
    fail(SYNTAX);
  }
}

function parsed(text: string): Json {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    fail(INVALID_JSON);
  }
  if (!isObject(json)) fail(INVALID_JSON);
  return json;
}

function checkStatement(statement: Json): void {
  const { Effect: effect } = statement;
  if (effect === undefined || effect === '') fail(NEEDS_EFFECT);
  if (effect !== 'Allow' && effect !== 'Deny') fail(invalidEffect(effect));
  if (statement['NotPrincipal'] !== undefined) fail(effect === 'Allow' ? ALLOW_NOT_PRINCIPAL : NO_NOT_PRINCIPAL);
  checkPrincipal(statement['Principal']);
  checkConditions(statement['Condition']);
  if (effect === 'Allow' && trustsAllOfCognito(statement)) fail(COGNITO_CONDITION);
  const actions = [...listOf(statement['Action']), ...listOf(statement['NotAction'])];
  if (statement['Action'] !== undefined && statement['NotAction'] !== undefined) fail(SYNTAX);
  if (actions.length === 0) fail(NEEDS_ACTION);
  if (!actions.every((action) => typeof action === 'string' && /^sts:/i.test(action))) fail(ONLY_STS);
  if (statement['Resource'] !== undefined) fail(NO_RESOURCE);
  if (statement['NotResource'] !== undefined) fail(NO_NOT_RESOURCE);
}

function checkPrincipal(principal: unknown): void {
  if (principal === undefined) fail(NEEDS_PRINCIPAL);
  if (typeof principal === 'string') fail(PRINCIPAL_OBJECT);
  if (!isObject(principal)) fail(SYNTAX);
  if (Object.keys(principal).length === 0) fail(EMPTY_PRINCIPAL);
  for (const [kind, values] of Object.entries(principal)) {
    const wellFormed = PRINCIPALS.get(kind);
    if (!wellFormed) fail(badPrincipalKind(kind));
    for (const value of listOf(values)) {
      if (typeof value !== 'string') fail(SYNTAX);
      if (!wellFormed.test(value)) fail(kind === 'Federated' ? BAD_FEDERATED : badPrincipal(kind, value));
    }
  }
  if (Object.values(principal).flatMap(listOf).length === 0) fail(NO_PRINCIPALS);
}

/** Whether any pool of any account may take the role. What AWS asks of the condition besides is not known. */
function trustsAllOfCognito({ Principal: principal, Condition: condition }: Json): boolean {
  const { Federated: federated } = principal as Json;
  return listOf(federated).includes('cognito-identity.amazonaws.com') && Object.keys(condition ?? {}).length === 0;
}

/** Form only: AWS also refuses services it does not know and entities that do not exist. */
const PRINCIPALS: ReadonlyMap<string, RegExp> = new Map([
  [
    'AWS',
    /^(\*|\d{12}|A(IDA|ROA)[A-Z0-9]+|arn:aws[a-z-]*:(iam|sts)::\d{12}:(root|user\/.+|role\/.+|assumed-role\/.+\/.+|federated-user\/.+))$/,
  ],
  ['Service', /^[a-z0-9-]+(\.[a-z0-9-]+)*\.amazonaws\.com(\.cn)?$/],
  // a domain name, with a path at most, or a provider of IAM
  ['Federated', /^([a-z0-9_-]+(\.[a-z0-9_-]+)*\.?(\/\S*)?|arn:aws[a-z-]*:iam::\d{12}:(oidc|saml)-provider\/.+)$/i],
]);

function checkConditions(condition: unknown): void {
  if (condition === undefined) return;
  if (!isObject(condition)) fail(SYNTAX);
  for (const [operator, keys] of Object.entries(condition)) {
    if (!isObject(keys)) fail(SYNTAX);
    if (Object.keys(keys).length > 0 && !parseOperator(operator)) fail(SYNTAX);
  }
}
