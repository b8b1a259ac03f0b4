import type { Check } from './rules.ts';
import type { Violations } from './violations.ts';

/** Reads a document straight into the operation's own type; undefined where anything about it is unusual. */
export type ReadInput = (document: Uint8Array) => Record<string, unknown> | undefined;

const found: Violations = [];

/** Whether a value breaks no rule. */
export function holds(check: Check | undefined, value: unknown): boolean {
  if (!check) return true;
  check(value, found);
  if (found.length === 0) return true;
  found.length = 0;
  return false;
}
