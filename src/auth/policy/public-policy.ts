interface PolicyStatement {
  readonly Effect?: unknown;
  readonly Principal?: unknown;
  readonly NotPrincipal?: unknown;
  readonly Condition?: Record<string, Record<string, unknown>>;
}

const statementsOf = (document: unknown): PolicyStatement[] =>
  [(document as { Statement?: PolicyStatement | PolicyStatement[] }).Statement ?? []].flat();

/** aws: conditions that tie a statement to somebody when their values are fixed — S3 User Guide, "The meaning of 'public'" */
const TYING = new Set([
  'aws:principalorgid',
  'aws:principalorgpaths',
  'aws:principalaccount',
  'aws:principalarn',
  'aws:sourceaccount',
  'aws:sourcearn',
  'aws:sourceip',
  'aws:sourceowner',
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
    verdict = statementsOf(JSON.parse(text)).some(
      (statement) => statement.Effect === 'Allow' && namesEverybody(statement) && !tied(statement.Condition),
    );
    if (known.size >= 1000) known.clear();
    known.set(text, verdict);
  }
  return verdict;
}

function namesEverybody({ Principal: principal, NotPrincipal: not }: PolicyStatement): boolean {
  if (not !== undefined || principal === '*') return true;
  if (typeof principal !== 'object' || principal === null) return false;
  return [(principal as { AWS?: unknown }).AWS ?? []].flat().includes('*');
}

function tied(conditions: PolicyStatement['Condition']): boolean {
  for (const [operator, keys] of Object.entries(conditions ?? {})) {
    if (/Not|IfExists|Null/.test(operator)) continue;
    for (const [key, values] of Object.entries(keys)) {
      if (!TYING.has(key.toLowerCase())) continue;
      const fixed = [values].flat().every((value) => typeof value === 'string' && isFixed(key.toLowerCase(), value));
      if (fixed) return true;
    }
  }
  return false;
}

/** aws: "a fixed value is one that doesn't contain a wildcard or a policy variable"; very wide address ranges are public too — same page */
const isFixed = (key: string, value: string): boolean =>
  !/[*?]|\$\{/.test(value) && !(key === 'aws:sourceip' && /\/([0-7]|0)$/.test(value));
