interface PolicyStatement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const statementsOf = (document: unknown): PolicyStatement[] =>
  [(document as { Statement?: PolicyStatement | PolicyStatement[] }).Statement ?? []].flat();

/**
 * aws: conditions that tie a statement to somebody when their values are fixed — S3 User Guide, "The meaning of 'public'";
 * that `aws:SourceOrgID` is one and `aws:SourceOwner` is none, and what the functions below say of operators, wildcards, ARNs
 * and denials — recorded, radkawar/stackd s3/public_policy_replay.json
 */
const TYING = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceorgid',
  'aws:sourcevpc',
  'aws:sourcevpce',
  'aws:userid',
  's3:dataaccesspointaccount',
  's3:dataaccesspointarn',
]);

const known = new Map<string, boolean>();

/** aws: whether a policy lets in anybody at all — S3 User Guide, "The meaning of 'public'" */
export function isPublicPolicy(text: string): boolean {
  let verdict = known.get(text);
  if (verdict === undefined) {
    const statements = statementsOf(JSON.parse(text));
    const denials = statements.filter(({ Effect, Principal }) => Effect === 'Deny' && isEverybody(Principal));
    verdict = statements.some(
      (statement) =>
        statement.Effect === 'Allow' &&
        namesEverybody(statement) &&
        !tied(statement.Condition) &&
        !denials.some((denial) => takesBack(denial, statement)),
    );
    if (known.size >= 1000) known.clear();
    known.set(text, verdict);
  }
  return verdict;
}

const namesEverybody = ({ Principal, NotPrincipal }: PolicyStatement): boolean =>
  NotPrincipal !== undefined || isEverybody(Principal);

function isEverybody(principal: unknown): boolean {
  if (principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  return [(principal as { AWS?: unknown }).AWS ?? []].flat().includes('*');
}

type Conditions = NonNullable<PolicyStatement['Condition']>;
const entriesOf = (conditions: Conditions) =>
  Object.entries(conditions).flatMap(([operator, keys]) =>
    Object.entries(keys).map(([key, values]) => ({ operator, key: key.toLowerCase(), values: [values].flat() })),
  );

/** Whether a condition lets in only who is named; an operator that holds without its key needs `Null` to say that the key is there. */
function tied(conditions: Conditions = {}): boolean {
  const entries = entriesOf(conditions);
  const isThere = (name: string) =>
    entries.some(
      ({ operator, key, values }) => operator === 'Null' && key === name && values.every((one) => String(one) === 'false'),
    );
  return entries.some(({ operator, key, values }) => {
    const [, all, plain = '', loose] = /^(ForAllValues:)?(?:ForAnyValue:)?(.*?)(IfExists)?$/.exec(operator) ?? [];
    if (/Not|Null/.test(plain) || ((all || loose) && !isThere(key))) return false;
    return isFixed(plain, key, values);
  });
}

/** Whether nobody is let in by the one statement whom the other does not deny, but for those whom its conditions name. */
function takesBack(denial: PolicyStatement, { Action, Resource }: PolicyStatement): boolean {
  if (!covers(denial.Action, Action) || !covers(denial.Resource, Resource)) return false;
  return entriesOf(denial.Condition ?? {}).every(
    ({ operator, key, values }) =>
      /^(StringNot|ArnNot|NotIp)/.test(operator) && isFixed(operator.replace('Not', '').replace(/IfExists$/, ''), key, values),
  );
}

function covers(wide: unknown, narrow: unknown): boolean {
  if (wide === undefined || narrow === undefined) return false;
  const patterns = [wide].flat().map((one) => String(one).toLowerCase());
  return [narrow].flat().every((one) => {
    const text = String(one).toLowerCase();
    return patterns.some((pattern) => pattern === text || (pattern.endsWith('*') && isPrefix(pattern.slice(0, -1), text)));
  });
}

const isPrefix = (prefix: string, text: string) => !/[*?]/.test(prefix) && text.startsWith(prefix);

/** aws: "a fixed value is one that doesn't contain a wildcard or a policy variable" — same page */
function isFixed(operator: string, key: string, values: readonly unknown[]): boolean {
  if (!TYING.has(key)) return false;
  return values.every((value) => {
    if (typeof value !== 'string' || value.includes('${')) return false;
    if (key === 'aws:sourceip') return isNarrow(value);
    if (operator.startsWith('Arn')) return !/[*?]/.test(value) || /^[^*?]+$/.test(value.split(':')[4] ?? '');
    if (operator !== 'StringLike') return true;
    return !/[*?]/.test(value) || (key === 'aws:userid' && /^[^*?:]+:\*$/.test(value));
  });
}

/** aws: ranges wider than /8, of IPv6 than /32, are public — same page */
function isNarrow(range: string): boolean {
  const [address = '', bits] = range.split('/');
  return bits === undefined || Number(bits) >= (address.includes(':') ? 32 : 8);
}
