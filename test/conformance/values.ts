import fc from 'fast-check';
import type { ServiceModel, Shape, ShapeRef } from '#core';

export const shapeOf = (model: ServiceModel, ref: ShapeRef): Shape => model.shapes[ref.shape] as Shape;

export const isNumber = (shape: Shape): boolean => ['integer', 'long', 'float', 'double'].includes(shape.type);

export function regexOf(pattern: string): RegExp | undefined {
  for (const flags of ['u', '']) {
    try {
      return new RegExp(`^(?:${pattern})$`, flags);
    } catch {
      // tried the other way
    }
  }
  return undefined;
}

const fits = (shape: Shape, regex: RegExp | undefined, text: string): boolean =>
  text.length >= (shape.min ?? 0) && text.length <= (shape.max ?? Number.POSITIVE_INFINITY) && (regex?.test(text) ?? true);

const CANDIDATES = [
  'a',
  '1',
  'abc',
  'example',
  '{}',
  'us-east-1',
  '123456789012',
  'arn:aws:iam::123456789012:role/r',
  'arn:aws:kinesis:us-east-1:123456789012:stream/s',
  'arn:aws:kinesis:us-east-1:123456789012:stream/s/consumer/c:1',
  'arn:aws:s3:::bucket',
  'arn:aws:logs:us-east-1:123456789012:log-group:g:*',
  'arn:aws:logs:us-east-1:123456789012:log-group:g:log-stream:s',
];

const strings = new Map<string, string | undefined>();

/** A text that a string shape takes, or undefined where none was found. */
export function stringFor(shape: Shape): string | undefined {
  if (shape.enum) return shape.enum[0];
  const key = `${shape.pattern} ${shape.min} ${shape.max}`;
  if (!strings.has(key)) strings.set(key, search(shape));
  return strings.get(key);
}

function search(shape: Shape): string | undefined {
  const regex = shape.pattern === undefined ? undefined : regexOf(shape.pattern);
  const padded = CANDIDATES.flatMap((text) => [text, text.padEnd(shape.min ?? 0, 'a'), text.padEnd(shape.min ?? 0, '1')]);
  const found = padded.find((text) => fits(shape, regex, text));
  if (found !== undefined || !regex) return found;
  try {
    return fc.sample(fc.stringMatching(regex), { seed: 1, numRuns: 200 }).find((text) => fits(shape, regex, text));
  } catch {
    return undefined;
  }
}

/** A text that breaks the pattern and nothing else. */
export function stringAgainst(shape: Shape): string | undefined {
  const regex = regexOf(shape.pattern ?? '');
  const odd = [' ', '!', 'a b', '\u0001', '€', '-', '.', 'A', '{', '', '\n', 'a\nb'].flatMap((text) => [
    text,
    text.padEnd(shape.min ?? 0, text || ' '),
  ]);
  return regex && odd.find((text) => fits({ ...shape }, undefined, text) && !regex.test(text));
}

/** A small value that breaks nothing: required members only. Undefined where none is known. */
export function valueFor(model: ServiceModel, ref: ShapeRef, depth = 0): unknown {
  const shape = shapeOf(model, ref);
  if (depth > 12) return undefined;
  switch (shape.type) {
    case 'structure': {
      if (shape.eventstream) return undefined;
      // Query and XML cannot say "here, but empty": what is inside another value says something
      const wanted = shape.required ?? [];
      const names = shape.union || (depth > 0 && wanted.length === 0) ? Object.keys(shape.members ?? {}).slice(0, 1) : wanted;
      const value: Record<string, unknown> = {};
      for (const name of names) {
        const member = valueFor(model, shape.members?.[name] as ShapeRef, depth + 1);
        if (member !== undefined) value[name] = member;
        else if (wanted.includes(name)) return undefined;
      }
      return value;
    }
    case 'list': {
      const item = valueFor(model, shape.member as ShapeRef, depth + 1);
      if (item === undefined) return shape.min ? undefined : [];
      return Array.from({ length: Math.max(1, shape.min ?? 0) }, () => item);
    }
    case 'map': {
      const key = stringFor(shapeOf(model, shape.key as ShapeRef));
      const value = valueFor(model, shape.value as ShapeRef, depth + 1);
      if (key !== undefined && value !== undefined) return { [key]: value };
      return shape.min ? undefined : {};
    }
    case 'string':
      return stringFor(shape);
    case 'blob':
      return new Uint8Array(shape.min ?? 0);
    case 'timestamp':
      return new Date(1_700_000_000_000);
    case 'boolean':
      return true;
    default:
      return shape.min ?? Math.min(1, shape.max ?? 1);
  }
}
