import type { Shape } from '#core';
import { printed, report, type Violations } from './violations.ts';

/** One constraint of the model on a value, with AWS's words for it. */
export interface Rule {
  readonly text: string;
  holds(value: unknown): boolean;
}

const lengthOf = (value: unknown): number => {
  if (typeof value === 'string' || Array.isArray(value) || value instanceof Uint8Array) return value.length;
  return Object.keys(value as object).length;
};

/** Patterns are Java's; they mean the same in JavaScript with the `u` flag, some only without it. */
export function patternOf(source: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${source})$`, flags);
    } catch {
      // tried the other way, then left unchecked
    }
  }
  return undefined;
}

/** In the order in which AWS reports them when several are broken at once. — recorded answers of Kinesis and Firehose */
export function rulesOf(shape: Shape): readonly Rule[] {
  const rules: Rule[] = [];
  const { min, max } = shape;
  const numeric = ['integer', 'long', 'float', 'double', 'bigdecimal'].includes(shape.type);
  if (shape.pattern !== undefined) {
    const pattern = patternOf(shape.pattern);
    // a text over its maximum is refused for that: no pattern is tried on an unbounded text
    if (pattern) {
      rules.push({
        text: `Member must satisfy regular expression pattern: ${shape.pattern}`,
        holds: (value) => (max !== undefined && lengthOf(value) > max) || pattern.test(value as string),
      });
    }
  }
  if (shape.enum) {
    const values = new Set<unknown>(shape.enum);
    rules.push({ text: `Member must satisfy enum value set: [${shape.enum.join(', ')}]`, holds: (v) => values.has(v) });
  }
  if (max !== undefined) {
    rules.push(
      numeric
        ? { text: `Member must have value less than or equal to ${max}`, holds: (v) => !((v as number) > max) }
        : { text: `Member must have length less than or equal to ${max}`, holds: (v) => lengthOf(v) <= max },
    );
  }
  if (min !== undefined) {
    rules.push(
      numeric
        ? { text: `Member must have value greater than or equal to ${min}`, holds: (v) => !((v as number) < min) }
        : { text: `Member must have length greater than or equal to ${min}`, holds: (v) => lengthOf(v) >= min },
    );
  }
  return rules;
}

export type Check = (value: unknown, violations: Violations) => void;

/** Reports every broken rule of a shape; undefined where there is nothing to check. */
export function checkOf(shape: Shape): Check | undefined {
  const rules = rulesOf(shape);
  if (rules.length === 0) return undefined;
  const show = shape.sensitive ? () => undefined : printed;
  return (value, violations) => {
    for (const rule of rules) if (!rule.holds(value)) report(violations, rule.text, show(value));
  };
}

const SCALARS = new Set(['string', 'integer', 'long', 'float', 'double', 'bigdecimal']);

/**
 * The rules on the items of a list of scalars, reported on the list as a whole.
 * aws: `Value '[…]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: [longest, shortest, pattern]` — recorded
 * answers of Kinesis (kinesalite, validations/index.js) and IAM
 */
export function itemsCheckOf(
  shape: Shape,
  subject: string,
): ((items: readonly unknown[], whole: unknown, violations: Violations) => void) | undefined {
  if (!SCALARS.has(shape.type)) return undefined;
  const rules = rulesOf(shape);
  if (rules.length === 0) return undefined;
  const isBound = (rule: Rule) => rule.text.includes(' than or equal to ');
  const texts = [...rules.filter(isBound), ...rules.filter((rule) => !isBound(rule))].map((rule) => rule.text);
  const constraint = `${subject} must satisfy constraint: [${texts.join(', ')}]`;
  const show = shape.sensitive ? () => undefined : printed;
  return (items, whole, violations) => {
    for (const item of items) {
      for (const rule of rules) {
        if (!rule.holds(item)) return report(violations, constraint, show(whole));
      }
    }
  };
}

export const isScalarShape = (shape: Shape): boolean => SCALARS.has(shape.type);
