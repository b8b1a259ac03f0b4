import { compilePolicy, PolicyError } from '#auth';
import { badPolicy, policyNotJson } from './errors.ts';

interface Loose {
  readonly Principal?: unknown;
  readonly Action?: unknown;
  readonly Resource?: unknown;
}

const listOf = (value: unknown): unknown[] => (value === undefined ? [] : [value].flat());
const covers = (pattern: string, arn: string): boolean =>
  new RegExp(
    `^${pattern
      .replace(/[.+^${}()|[\]\\]/g, '\\$&')
      .replaceAll('*', '.*')
      .replaceAll('?', '.')}$`,
  ).test(arn);

/**
 * Refuses what cannot be the policy of a stream or a consumer.
 * aws: "It must include the identity of the principal and the actions allowed on this resource" — API reference, PutResourcePolicy;
 * which actions there are — developer guide, "Share access using resource-based policies"
 */
export function checkResourcePolicy(text: string, arn: string): void {
  let document: { Statement: Loose | Loose[] };
  try {
    document = JSON.parse(text);
  } catch {
    throw policyNotJson();
  }
  try {
    compilePolicy(text);
  } catch (failure) {
    if (failure instanceof PolicyError) throw badPolicy(failure.message);
    throw failure;
  }
  for (const { Principal, Action, Resource } of [document.Statement].flat()) {
    if (Principal === undefined) throw badPolicy('a statement has no Principal');
    const actions = listOf(Action);
    if (actions.length === 0) throw badPolicy('a statement has no Action');
    const foreign = actions.find((action) => !/^kinesis:/i.test(String(action)));
    if (foreign !== undefined) throw badPolicy(`${foreign} is not an action of kinesis`);
    const resources = listOf(Resource);
    if (resources.length === 0) throw badPolicy('a statement has no Resource');
    const other = resources.find((resource) => !covers(String(resource), arn));
    if (other !== undefined) throw badPolicy(`${other} is not ${arn}`);
  }
}
