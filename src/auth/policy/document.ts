import { parseOperator } from './conditions.ts';
import type { PrincipalElement } from './principals.ts';
import { PolicyError } from './types.ts';

/** A policy document in one form: every element a list of strings. */
export interface PolicyDocument {
  readonly version: '2012-10-17' | '2008-10-17';
  readonly versionAsWritten: string | undefined;
  readonly id: string | undefined;
  readonly statements: readonly StatementDocument[];
}

export interface StatementDocument {
  readonly effect: 'Allow' | 'Deny';
  /** As the document has it: AWS reads `allow`, but refuses it later. */
  readonly effectAsWritten: string;
  readonly sid: string | undefined;
  readonly actions: { readonly not: boolean; readonly list: readonly string[] } | undefined;
  readonly resources: { readonly not: boolean; readonly list: readonly string[] } | undefined;
  readonly principals: { readonly not: boolean; readonly element: PrincipalElement } | undefined;
  readonly conditions: readonly { readonly operator: string; readonly key: string; readonly values: readonly string[] }[];
}

/** — recorded AWS answer, as moto's test_iam_policies.py keeps them */
export const SYNTAX = 'Syntax errors in policy.';
const syntax = () => new PolicyError(SYNTAX);

type Json = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Json => typeof value === 'object' && value !== null && !Array.isArray(value);

const TOP = new Set(['Version', 'Id', 'Statement']);
const ELEMENTS = new Set([
  'Sid',
  'Effect',
  'Principal',
  'NotPrincipal',
  'Action',
  'NotAction',
  'Resource',
  'NotResource',
  'Condition',
]);
const EFFECTS: ReadonlyMap<string, 'Allow' | 'Deny'> = new Map([
  ['allow', 'Allow'],
  ['deny', 'Deny'],
]);
const PRINCIPAL_KINDS = new Set(['AWS', 'Service', 'Federated', 'CanonicalUser']);

const strings = (value: unknown): string[] => {
  const list = Array.isArray(value) ? value : [value];
  if (!list.every((item) => typeof item === 'string')) throw syntax();
  return list;
};

/** Condition values may also be JSON numbers and booleans. */
const scalars = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).map((item) => {
    if (typeof item !== 'string' && typeof item !== 'number' && typeof item !== 'boolean') throw syntax();
    return String(item);
  });

/** One of a pair such as Action and NotAction; both at once is an error. */
function either(statement: Json, name: string): { not: boolean; value: unknown } | undefined {
  const no = `Not${name}`;
  if (statement[name] !== undefined && statement[no] !== undefined) throw syntax();
  if (statement[name] !== undefined) return { not: false, value: statement[name] };
  return statement[no] === undefined ? undefined : { not: true, value: statement[no] };
}

function listOf(statement: Json, name: string): StatementDocument['actions'] {
  const found = either(statement, name);
  return found && { not: found.not, list: strings(found.value) };
}

function principalsOf(statement: Json): StatementDocument['principals'] {
  const found = either(statement, 'Principal');
  if (!found) return undefined;
  if (found.value === '*') return { not: found.not, element: '*' };
  if (!isObject(found.value)) throw syntax();
  const element: Record<string, readonly string[]> = {};
  for (const [kind, value] of Object.entries(found.value)) {
    if (!PRINCIPAL_KINDS.has(kind)) throw syntax();
    element[kind] = strings(value);
  }
  return { not: found.not, element };
}

function conditionsOf(statement: Json): StatementDocument['conditions'] {
  const { Condition } = statement;
  if (Condition === undefined) return [];
  if (!isObject(Condition)) throw syntax();
  return Object.entries(Condition).flatMap(([operator, keys]) => {
    // aws: an operator that does not exist is noticed only where it has keys — recorded AWS answer (moto test_iam_policies.py)
    if (!isObject(keys)) throw syntax();
    if (Object.keys(keys).length > 0 && !parseOperator(operator)) throw syntax();
    return Object.entries(keys).map(([key, values]) => ({ operator, key, values: scalars(values) }));
  });
}

function statementOf(value: unknown): StatementDocument {
  if (!isObject(value)) throw syntax();
  if (!Object.keys(value).every((name) => ELEMENTS.has(name))) throw syntax();
  const { Effect: written, Sid: sid } = value;
  const effect = typeof written === 'string' ? EFFECTS.get(written.toLowerCase()) : undefined;
  if (typeof written !== 'string' || !effect) throw syntax();
  if (sid !== undefined && typeof sid !== 'string') throw syntax();
  return {
    effect,
    effectAsWritten: written,
    sid,
    actions: listOf(value, 'Action'),
    resources: listOf(value, 'Resource'),
    principals: principalsOf(value),
    conditions: conditionsOf(value),
  };
}

/** Reads a document; what kinds of policies may hold is checked by `grammar.ts`. */
export function parseDocument(text: string): PolicyDocument {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw syntax();
  }
  if (!isObject(json) || !Object.keys(json).every((name) => TOP.has(name))) throw syntax();
  const { Version: version, Id: id, Statement: statement } = json;
  if (version !== undefined && version !== '2012-10-17' && version !== '2008-10-17') throw syntax();
  if (id !== undefined && typeof id !== 'string') throw syntax();
  if (statement === undefined) throw syntax();
  const list: unknown[] = Array.isArray(statement) ? statement : [statement];
  if (list.length === 0) throw syntax();
  // aws: a document without a version is of the older one — developer guide "IAM JSON policy elements: Version"
  return { version: version ?? '2008-10-17', versionAsWritten: version, id, statements: list.map(statementOf) };
}
