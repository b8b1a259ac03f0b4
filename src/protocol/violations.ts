import { AwsError } from '#core';

/** One broken constraint. Its path grows from the inside out while the decoders return, so that good requests pay nothing. */
export interface Violation {
  path: string;
  /** The offending value as AWS prints it, or undefined where it must not be shown. */
  readonly value: string | undefined;
  readonly constraint: string;
}

export type Violations = Violation[];

// aws: at most ten violations are reported — observed in kinesalite, validations/index.js
const REPORTED = 10;
/** Ours: what a caller sent is not echoed without end. */
const PRINTED = 2048;

export const MUST_NOT_BE_NULL = 'Member must not be null';

/** Members are named as Java beans. — aws: observed in recorded answers, e.g. `records.1.member.partitionKey` */
export const lowerFirst = (name: string): string => name.charAt(0).toLowerCase() + name.slice(1);

export function report(violations: Violations, constraint: string, value: string | undefined, path = ''): void {
  if (violations.length < REPORTED) violations.push({ path, value, constraint });
}

/** Puts `segment` in front of every violation found since there were `before`. */
export function prefix(violations: Violations, before: number, segment: string): void {
  for (let i = before; i < violations.length; i++) {
    const violation = violations[i] as Violation;
    violation.path = violation.path ? `${segment}.${violation.path}` : segment;
  }
}

const sentence = ({ value, path, constraint }: Violation): string => {
  const shown = value === undefined ? 'Value' : value === 'null' ? 'Value null' : `Value '${value}'`;
  return `${shown} at '${path}' failed to satisfy constraint: ${constraint}`;
};

/** AWS's sentence about a request that breaks its model. */
export const violationMessage = (violations: readonly Violation[]): string =>
  // aws: sentence — recorded answers of Kinesis (kinesalite, test/), IAM and Kinesis Analytics (public issues)
  `${violations.length} validation error${violations.length > 1 ? 's' : ''} detected: ${violations.map(sentence).join('; ')}`;

/**
 * The same, without a value in it, as IAM tells it: lengths come before patterns where a value breaks both, and a list before what is in it.
 * aws: sentences and their order — see `dialectOf`
 */
export function discreetly(violations: readonly Violation[]): Violation[] {
  const told: Violation[] = [];
  for (const { path, constraint } of violations) {
    const isBound = constraint.includes(' than or equal to ');
    const after = (other: Violation) =>
      other.path === path ? isBound && other.constraint.includes('pattern: ') : other.path.startsWith(`${path}.`);
    const before = told.findIndex(after);
    told.splice(before < 0 ? told.length : before, 0, { path, value: undefined, constraint: withoutValues(constraint) });
  }
  return told;
}

const withoutValues = (constraint: string): string =>
  constraint
    .replace(/(enum value set): \[[^\]]*\]/, '$1')
    .replace(/^(Member must satisfy constraint: \[.*)\]$/, `$1, ${MUST_NOT_BE_NULL}]`);

/** Java's rendering of what was sent: lists in brackets, maps in braces, bytes as a buffer. Nested structures are not shown. */
export function printed(value: unknown): string | undefined {
  const text = print(value);
  return text !== undefined && text.length > PRINTED ? `${text.slice(0, PRINTED)}...` : text;
}

function print(value: unknown): string | undefined {
  if (value === null || value === undefined) return 'null';
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  // aws: a blob prints as its Java buffer — observed in kinesalite, test/putRecord.js
  if (value instanceof Uint8Array) return `java.nio.HeapByteBuffer[pos=0 lim=${value.length} cap=${value.length}]`;
  if (Array.isArray(value)) {
    return value.every(isScalar) ? `[${value.slice(0, 100).join(', ')}]` : undefined;
  }
  if (typeof value !== 'object' || value instanceof Date) return undefined;
  const entries = Object.entries(value);
  if (!entries.every(([, item]) => isScalar(item))) return undefined;
  return `{${entries.map(([key, item]) => `${key}=${item}`).join(', ')}}`;
}

const isScalar = (value: unknown): boolean =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

/** A request whose bytes are not the protocol's, or whose values have the wrong type. Each protocol gives it its own code. */
export class Unreadable extends AwsError {
  constructor(message: string) {
    super('SerializationException', message);
  }
}
