import type { Caller } from '#core';
import type { PrincipalMatch, Question } from './types.ts';

/** The `Principal` element as a document has it, every value a list. `'*'` is everyone, also the anonymous. */
export type PrincipalElement = '*' | Readonly<Record<string, readonly string[]>>;

type Match = (caller: Caller) => PrincipalMatch;
const NONE: Match = () => 'none';

const everyone: Match = (caller) => (caller.kind === 'role' || caller.federatedBy ? 'role' : 'direct');

/** One value under `AWS`. */
function awsPrincipal(value: string): Match {
  if (value === '*') return everyone;
  const account = /^\d{12}$/.test(value) ? value : /^arn:[^:]+:iam::(\d{12}):root$/.exec(value)?.[1];
  if (account) {
    return (caller) => {
      if (caller.account !== account || caller.kind === 'service' || caller.kind === 'anonymous') return 'none';
      return caller.kind === 'root' ? 'direct' : 'account';
    };
  }
  // aws: a saved principal whose entity was deleted shows as its unique id — developer guide "Principal: IAM role principals"
  if (/^A(IDA|ROA)[A-Z0-9]+$/.test(value)) {
    return (caller) => {
      if (caller.kind === 'user' && caller.userId === value) return 'direct';
      const ofRole = caller.kind === 'role' && caller.userId.startsWith(`${value}:`);
      return ofRole || caller.federatedBy?.userId === value ? 'role' : 'none';
    };
  }
  return (caller) => {
    if (caller.kind === 'service' || caller.kind === 'anonymous') return 'none';
    if (caller.arn === value) return 'direct';
    return (caller.roleArn ?? caller.federatedBy?.arn) === value ? 'role' : 'none';
  };
}

const servicePrincipal =
  (value: string): Match =>
  (caller) =>
    caller.kind === 'service' && caller.arn === value ? 'direct' : 'none';

const federatedPrincipal =
  (value: string): Match =>
  (caller) =>
    caller.kind === 'federated' && caller.arn === value ? 'direct' : 'none';

/** Kinds of principals that can call Millrace; a `CanonicalUser` (S3) never does. */
const KINDS: Readonly<Record<string, (value: string) => Match>> = {
  AWS: awsPrincipal,
  Service: servicePrincipal,
  Federated: federatedPrincipal,
  CanonicalUser: () => NONE,
};

function matchers(element: PrincipalElement): Match[] {
  if (element === '*') return [everyone];
  return Object.entries(element).flatMap(([kind, values]) => values.map(KINDS[kind] ?? (() => NONE)));
}

const RANK: Readonly<Record<PrincipalMatch, number>> = { none: 0, account: 1, role: 2, direct: 3 };
export const stronger = (a: PrincipalMatch, b: PrincipalMatch): PrincipalMatch => (RANK[a] >= RANK[b] ? a : b);

export function principal(element: PrincipalElement): (question: Question) => PrincipalMatch {
  const tests = matchers(element);
  return ({ request }) => {
    let best: PrincipalMatch = 'none';
    for (const test of tests) best = stronger(best, test(request.caller));
    return best;
  };
}

/** Everybody but these. Naming the account spares only its root: users and roles must be named themselves. */
export function notPrincipal(element: PrincipalElement): (question: Question) => PrincipalMatch {
  const tests = matchers(element);
  return ({ request }) => {
    for (const test of tests) {
      const match = test(request.caller);
      if (match === 'direct' || match === 'role') return 'none';
    }
    return everyone(request.caller);
  };
}
