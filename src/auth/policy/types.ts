import type { Caller } from '#core';

/** A request's value of a condition key, whose name is in lower case; undefined where it has none. Most policies ask for few, or none. */
export type Conditions = (key: string) => string | readonly string[] | undefined;

/** Conditions that are all known beforehand. */
export const conditionsIn =
  (known: Readonly<Record<string, string | readonly string[] | undefined>>): Conditions =>
  (key) =>
    Object.hasOwn(known, key) ? known[key] : undefined;

/** May this caller do this? */
export interface PolicyRequest {
  /** Full action such as `s3:GetObject`. */
  readonly action: string;
  /** ARN, or `*` where the action has no resource level. */
  readonly resource: string;
  readonly caller: Caller;
  readonly resourceAccount: string;
  readonly context: Conditions;
}

/** The policies that have a say. An absent kind says nothing; an empty boundary or session allows nothing. */
export interface PolicySet {
  readonly identity: readonly Policy[];
  readonly boundary?: readonly Policy[];
  readonly session?: readonly Policy[];
  readonly resource?: Policy;
}

/** AWS's words for the kinds of policies, as its AccessDenied sentences use them. */
export type PolicyType = 'identity-based policy' | 'resource-based policy' | 'permissions boundary' | 'session policy';

export interface Decision {
  readonly allowed: boolean;
  /** An explicit deny, as opposed to nobody having allowed it. */
  readonly explicit: boolean;
  /** The kind of policy that decided. */
  readonly policyType: PolicyType;
}

/** A policy document compiled to closures. */
export interface Policy {
  readonly statements: readonly Statement[];
}

export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly sid: string | undefined;
  /** How the statement names the caller; absent in identity policies, which speak of whom they are attached to. */
  readonly principal: ((question: Question) => PrincipalMatch) | undefined;
  /** Action, resource and conditions. */
  readonly matches: (question: Question) => boolean;
  /** Whether it could be about the action on some resource (`Allow`), or is about it on every one (`Deny`). */
  readonly matchesSome: (question: Question) => boolean;
}

/**
 * How a resource policy named the caller. It matters: naming the account only delegates to that account's own policies, naming
 * a role is limited by boundary and session policies, naming a user or one session is not.
 * — developer guide "Policy evaluation logic", "Permissions boundaries for IAM entities"
 */
export type PrincipalMatch = 'none' | 'account' | 'role' | 'direct';

/** A request prepared once per evaluation, so that statements need not do it again. */
export interface Question {
  readonly request: PolicyRequest;
  /** Lower-cased action: actions compare without case. */
  readonly action: string;
  /** A condition key's value (name in lower case), a list where the key can have several; undefined where the request does not have it. */
  readonly values: Conditions;
}

/** A document that AWS would refuse; the message is the sentence of MalformedPolicyDocument. */
export class PolicyError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'PolicyError';
  }
}
