// biome-ignore-all lint/suspicious/noTemplateCurlyInString: policy variables are written so
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Caller } from '#core';
import { compilePolicy } from './compile.ts';
import { evaluate } from './evaluate.ts';
import { conditionsIn } from './types.ts';

// The evaluation of policies, written a second time after the developer guide ("Policy evaluation logic", "Cross-account policy evaluation
// logic", "IAM JSON policy elements: Condition operators", "Set operators for multivalued context keys", "Policy variables"), without looking
// at how it was written the first time: both say the same of random policies.

const HERE = '111111111111';
const THERE = '222222222222';
type Context = Record<string, string | string[]>;
interface Written {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: readonly string[];
  readonly NotAction?: readonly string[];
  readonly Resource?: readonly string[];
  readonly NotResource?: readonly string[];
  readonly Principal?: '*' | { readonly AWS: readonly string[] };
  readonly NotPrincipal?: { readonly AWS: readonly string[] };
  readonly Condition?: Record<string, Record<string, readonly string[]>>;
}
type Document = readonly Written[];

const user: Caller = {
  kind: 'user',
  partition: 'aws',
  account: HERE,
  arn: `arn:aws:iam::${HERE}:user/eve`,
  userId: 'AIDAEVE',
  userName: 'eve',
};
const role: Caller = {
  kind: 'role',
  partition: 'aws',
  account: HERE,
  arn: `arn:aws:sts::${HERE}:assumed-role/r/s`,
  userId: 'AROAR:s',
  roleArn: `arn:aws:iam::${HERE}:role/r`,
};

/** The text with its variables in place, as a pattern whose wildcards are the document's own; undefined where a variable has no value. */
function patternOf(text: string, context: Context, wildcards: boolean): RegExp | undefined {
  let known = true;
  const quoted = (literal: string) => literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const parts = text.split(/(\$\{[^}]*\}|[*?])/).map((part) => {
    if (part === '*' || part === '?') return wildcards ? { '*': '.*', '?': '.' }[part] : quoted(part);
    const variable = /^\$\{([^,}]*)(?:, *'([^']*)')?\}$/.exec(part);
    if (!variable) return quoted(part);
    const [, name = '', fallback] = variable;
    if (['*', '?', '$'].includes(name)) return quoted(name);
    const value = context[name] ?? fallback;
    known &&= typeof value === 'string';
    return quoted(String(value));
  });
  return known ? new RegExp(`^${parts.join('')}$`, 's') : undefined;
}

function conditionHolds(written: string, key: string, wanted: readonly string[], context: Context): boolean {
  const [, set, operator = '', ifExists] = /^(?:(ForAllValues|ForAnyValue):)?(.*?)(IfExists)?$/.exec(written) as RegExpExecArray;
  // an empty set is no value — guide, "Condition operator to check existence of condition keys": `true` where the value is null
  const given = context[key]?.length === 0 ? undefined : context[key];
  if (operator === 'Null') return wanted.includes(String(given === undefined));
  const values = given === undefined ? [] : [given].flat();
  const negated = operator.includes('Not');
  const one = (value: string) => {
    if (operator === 'NumericLessThan') return wanted.some((limit) => Number(value) < Number(limit));
    const matches = wanted.some((text) => patternOf(text, context, operator.endsWith('Like'))?.test(value) ?? false);
    return matches !== negated;
  };
  if (set === 'ForAllValues') return values.every(one);
  if (set === 'ForAnyValue') return values.some(one);
  if (given === undefined) return negated || ifExists !== undefined;
  return values.some(one);
}

function speaksOf(statement: Written, action: string, resource: string, context: Context): boolean {
  const is = (text: string) => new RegExp(`^${text.replace(/\*/g, '.*').replace(/\?/g, '.')}$`, 'i').test(action);
  const on = (text: string) => patternOf(text, context, true)?.test(resource) ?? false;
  return (
    (statement.Action?.some(is) ?? !statement.NotAction?.some(is)) &&
    (statement.Resource?.some(on) ?? !statement.NotResource?.some(on)) &&
    Object.entries(statement.Condition ?? {}).every(([operator, keys]) =>
      Object.entries(keys).every(([key, wanted]) => conditionHolds(operator, key, wanted, context)),
    )
  );
}

/** How near to the caller a statement of a resource policy names him: himself 3, his role 2, his account 1. */
function naming({ Principal, NotPrincipal }: Written, caller: Caller): number {
  const isRole = caller.kind === 'role';
  const by = (name: string) => {
    if (name === '*') return isRole ? 2 : 3;
    if (name === caller.arn) return 3;
    if (name === caller.roleArn) return 2;
    return name === HERE || name === `arn:aws:iam::${HERE}:root` ? (caller.account === HERE ? 1 : 0) : 0;
  };
  if (NotPrincipal) return NotPrincipal.AWS.some((name) => by(name) > 1) ? 0 : isRole ? 2 : 3;
  return Math.max(0, ...(Principal === '*' ? ['*'] : (Principal?.AWS ?? [])).map(by));
}

interface Case {
  readonly caller: Caller;
  readonly owner: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  readonly identity: readonly Document[];
  readonly boundary: Document | null;
  readonly session: Document | null;
  readonly attached: Document | null;
}

function mayAgain({ caller, owner, action, resource, context, identity, boundary, session, attached }: Case): boolean {
  const about = (document: Document) => document.filter((statement) => speaksOf(statement, action, resource, context));
  const own = about(identity.flat());
  const bounds = [boundary, session].map((document) => (document ? about(document) : undefined));
  const named = about(attached ?? []).filter((statement) => naming(statement, caller) > 0);
  if ([...own, ...bounds.flatMap((bound) => bound ?? []), ...named].some(({ Effect }) => Effect === 'Deny')) return false;
  const within = bounds.every((bound) => bound === undefined || bound.length > 0);
  const grant = Math.max(0, ...named.map((statement) => naming(statement, caller)));
  if (owner !== caller.account) return grant > 0 && own.length > 0 && within;
  return grant === 3 || (within && (grant === 2 || own.length > 0));
}

const some = <T>(...values: T[]) => fc.constantFrom(...values);
const several = <T>(...values: T[]) => fc.subarray(values, { minLength: 1, maxLength: 2 });
const texts = several('red', 'r*', 'blue', '${aws:PrincipalTag/team}', "${aws:PrincipalTag/team, 'red'}", '${*}', 'ev?');
// what a negated operator makes of a variable without a value, the guide does not say
const plainTexts = several('red', 'r*', "${aws:PrincipalTag/team, 'blue'}", '*');
const keyed = (
  operators: fc.Arbitrary<string>,
  values: fc.Arbitrary<string[]>,
  keys = some('aws:RequestTag/a', 'aws:TagKeys', 'x:y'),
) => fc.tuple(operators, keys, values).map(([operator, key, wanted]) => ({ [operator]: { [key]: wanted } }));
const single = some('aws:RequestTag/a', 'x:y');
const condition = fc.oneof(
  keyed(some('StringEquals', 'StringLike', 'StringEqualsIfExists', 'StringLikeIfExists'), texts, single),
  keyed(some('StringNotEquals', 'StringNotLike', 'StringNotEqualsIfExists', 'StringNotLikeIfExists'), plainTexts, single),
  keyed(
    some('ForAllValues:StringEquals', 'ForAllValues:StringLike', 'ForAnyValue:StringEquals', 'ForAnyValue:StringLike'),
    texts,
  ),
  keyed(some('ForAllValues:StringNotEquals', 'ForAnyValue:StringNotLike', 'ForAllValues:StringEqualsIfExists'), plainTexts),
  keyed(
    some('Null'),
    several('true', 'false').map((all) => all.slice(0, 1)),
  ),
  keyed(some('NumericLessThan', 'NumericLessThanIfExists'), several('5', '10'), some('x:n')),
);
const body = {
  Effect: some<'Allow' | 'Deny'>('Allow', 'Allow', 'Allow', 'Deny'),
  actions: fc.tuple(some('Action', 'Action', 'NotAction'), several('s3:Get*', 'S3:getobject', '*', 's3:Put?bject')),
  resources: fc.tuple(
    some('Resource', 'Resource', 'NotResource'),
    several(
      '*',
      'arn:aws:s3:::b/*',
      'arn:aws:s3:::b/${aws:PrincipalTag/team}',
      "arn:aws:s3:::b/${aws:PrincipalTag/team, 'red'}",
      'arn:aws:s3:::?/blue',
    ),
  ),
  Condition: fc.option(condition, { nil: undefined }),
};
const shape = ({
  Effect,
  actions,
  resources,
  Condition,
}: { [K in keyof typeof body]: (typeof body)[K] extends fc.Arbitrary<infer T> ? T : never }) =>
  ({ Effect, [actions[0]]: actions[1], [resources[0]]: resources[1], ...(Condition && { Condition }) }) as Written;
const document = fc.array(fc.record(body).map(shape), { minLength: 1, maxLength: 3 });
const names = several(
  HERE,
  `arn:aws:iam::${HERE}:root`,
  THERE,
  user.arn,
  role.arn,
  role.roleArn as string,
  `arn:aws:iam::${HERE}:user/other`,
);
const principal = fc.oneof(
  names.map((AWS) => ({ Principal: { AWS } })),
  fc.constant({ Principal: '*' as const }),
);
const attached = fc.array(
  fc.oneof(
    { weight: 4, arbitrary: fc.tuple(fc.record(body).map(shape), principal).map(([one, who]) => ({ ...one, ...who })) },
    // aws: NotPrincipal goes with Deny — developer guide, "NotPrincipal"
    fc.tuple(fc.record(body).map(shape), names).map(([one, AWS]) => ({ ...one, Effect: 'Deny' as const, NotPrincipal: { AWS } })),
  ),
  { minLength: 1, maxLength: 3 },
);
const value = some('red', 'blue', 'eve', '*', '3', '7');
const context = fc
  .record({
    a: fc.option(value),
    y: fc.option(value),
    n: fc.option(some('3', '7')),
    keys: fc.option(fc.uniqueArray(value, { maxLength: 3 })),
  })
  .map(({ a, y, n, keys }) =>
    Object.fromEntries(
      Object.entries({ 'aws:RequestTag/a': a, 'x:y': y, 'x:n': n, 'aws:TagKeys': keys }).flatMap(([key, of]) =>
        of === null ? [] : [[key, of]],
      ),
    ),
  );
const asked = fc.record({
  who: some(user, role),
  team: fc.option(some('red', 'blue')),
  owner: some(HERE, HERE, THERE),
  action: some('s3:GetObject', 's3:PutObject'),
  resource: some('arn:aws:s3:::b/red', 'arn:aws:s3:::b/blue', 'arn:aws:s3:::c/blue'),
  context,
  identity: fc.array(document, { maxLength: 2 }),
  boundary: fc.option(document),
  session: fc.option(document),
  attached: fc.option(attached),
});

test('property: two evaluations of policies agree', () => {
  const said = { true: 0, false: 0 };
  const compiled = (Statement: Document) => compilePolicy(JSON.stringify({ Version: '2012-10-17', Statement }));
  fc.assert(
    fc.property(asked, ({ who, team, ...rest }) => {
      const tags = team === null ? {} : { team };
      const caller = { ...who, tags };
      const again = mayAgain({ ...rest, caller, context: { ...rest.context, ...(team && { 'aws:PrincipalTag/team': team }) } });
      const known = Object.fromEntries(Object.entries(rest.context).map(([key, of]) => [key.toLowerCase(), of]));
      const decision = evaluate(
        { action: rest.action, resource: rest.resource, caller, resourceAccount: rest.owner, context: conditionsIn(known) },
        {
          identity: rest.identity.map(compiled),
          ...(rest.boundary && { boundary: [compiled(rest.boundary)] }),
          ...(rest.session && { session: [compiled(rest.session)] }),
          ...(rest.attached && { resource: compiled(rest.attached) }),
        },
      );
      said[`${again}`]++;
      expect(decision.allowed).toBe(again);
    }),
    { numRuns: 2500 },
  );
  expect(Math.min(said.true, said.false)).toBeGreaterThan(50);
});
