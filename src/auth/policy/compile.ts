import { condition } from './conditions.ts';
import { type PolicyDocument, parseDocument, type StatementDocument } from './document.ts';
import { glob, tokens } from './glob.ts';
import { arnPattern } from './pattern.ts';
import { notPrincipal, principal } from './principals.ts';
import type { Policy, Question, Statement } from './types.ts';

type Test = (question: Question) => boolean;

const serviceOf = (action: string): string => action.slice(0, action.indexOf(':') + 1);

/** Some of AWS's own policies name thousands of actions: only those of the request's service are looked at. */
function actionTest({ not, list }: NonNullable<StatementDocument['actions']>): Test {
  const exact = new Set<string>();
  const globs = new Map<string, ((text: string) => boolean)[]>();
  for (const action of list) {
    const name = action.toLowerCase();
    if (!/[*?]/.test(name)) {
      exact.add(name);
      continue;
    }
    const service = /[*?]/.test(serviceOf(name)) ? '' : serviceOf(name);
    const known = globs.get(service) ?? [];
    globs.set(service, known);
    known.push(glob(tokens(name)));
  }
  const anywhere = globs.get('') ?? [];
  return ({ action }) => {
    if (exact.has(action)) return !not;
    for (const test of anywhere) if (test(action)) return !not;
    for (const test of globs.get(serviceOf(action)) ?? []) if (test(action)) return !not;
    return not;
  };
}

function resourceTest({ not, list }: NonNullable<StatementDocument['resources']>, variables: boolean): Test {
  const tests = list.map((text) => arnPattern(text, { variables }));
  return (question) => {
    for (const test of tests) if (test(question.request.resource, question)) return !not;
    return not;
  };
}

function compileStatement(statement: StatementDocument, version: PolicyDocument['version']): Statement {
  const variables = version === '2012-10-17';
  const { actions, resources, principals } = statement;
  const tests: Test[] = [];
  const acts = actions ? actionTest(actions) : () => true;
  if (actions) tests.push(acts);
  // a trust policy has no Resource: it is about the role it belongs to
  if (resources) tests.push(resourceTest(resources, variables));
  for (const each of statement.conditions) tests.push(condition(statement.effect, each, variables));
  return {
    effect: statement.effect,
    sid: statement.sid,
    principal: principals && (principals.not ? notPrincipal(principals.element) : principal(principals.element)),
    matches: (question) => {
      for (const test of tests) if (!test(question)) return false;
      return true;
    },
    matchesSome: statement.effect === 'Allow' || sweeps(statement) ? acts : () => false,
  };
}

/** Speaks of every resource, whatever the circumstances. */
const sweeps = ({ resources, conditions }: StatementDocument): boolean =>
  conditions.length === 0 && (resources === undefined || (!resources.not && resources.list.some((text) => /^\*+$/.test(text))));

const CACHE_LIMIT = 2048;
const cache = new Map<string, Policy>();

/** Compiles a policy document, or throws PolicyError with AWS's sentence. The same text is compiled once. */
export function compilePolicy(document: string): Policy {
  const known = cache.get(document);
  if (known) return known;
  const parsed = parseDocument(document);
  const policy: Policy = { statements: parsed.statements.map((statement) => compileStatement(statement, parsed.version)) };
  if (cache.size >= CACHE_LIMIT) cache.delete(cache.keys().next().value ?? '');
  cache.set(document, policy);
  return policy;
}
