import type { ServiceModel, Shape, ShapeRef } from '#core';
import { isNumber, shapeOf, stringAgainst, stringFor, valueFor } from './values.ts';

/** An input that breaks one constraint of the model, and what AWS says about it. */
export interface Probe {
  readonly operation: string;
  /** Where, in AWS's notation: `records.1.member.data`. */
  readonly path: string;
  readonly constraint: string;
  readonly input: Record<string, unknown>;
  /** Where the outermost member is bound: header, query string, or undefined for the body. */
  readonly location: ShapeRef['location'];
}

type Build = (value: unknown) => Record<string, unknown>;

const DEPTH = 10;
/** Lists and texts longer than this are not built. */
const LONGEST = 300_000;

const lowerFirst = (name: string) => name.charAt(0).toLowerCase() + name.slice(1);
const join = (path: string, segment: string) => (path ? `${path}.${segment}` : segment);
const NULL = 'Member must not be null';

const orderedRules = (shape: Shape): string[] => {
  const what = isNumber(shape) ? 'value' : 'length';
  return [
    ...(shape.max === undefined ? [] : [`Member must have ${what} less than or equal to ${shape.max}`]),
    ...(shape.min === undefined ? [] : [`Member must have ${what} greater than or equal to ${shape.min}`]),
    ...(shape.pattern === undefined ? [] : [`Member must satisfy regular expression pattern: ${shape.pattern}`]),
    ...(shape.enum === undefined ? [] : [`Member must satisfy enum value set: [${shape.enum.join(', ')}]`]),
  ];
};

/** Values that each break one rule of a scalar, with that rule. */
function* brokenScalars(shape: Shape): Generator<[value: unknown, rule: string]> {
  const what = isNumber(shape) ? 'value' : 'length';
  const text = (length: number) => (shape.type === 'blob' ? new Uint8Array(length) : 'a'.repeat(length));
  const { min, max } = shape;
  if (max !== undefined && (isNumber(shape) || max < LONGEST)) {
    if (!isNumber(shape) || max < Number.MAX_SAFE_INTEGER) {
      yield [isNumber(shape) ? max + 1 : text(max + 1), `Member must have ${what} less than or equal to ${max}`];
    }
  }
  if (min !== undefined && (isNumber(shape) || min > 0)) {
    yield [isNumber(shape) ? min - 1 : text(min - 1), `Member must have ${what} greater than or equal to ${min}`];
  }
  if (shape.enum) yield ['NOT_ONE_OF_THEM', `Member must satisfy enum value set: [${shape.enum.join(', ')}]`];
  const odd = shape.pattern === undefined ? undefined : stringAgainst(shape);
  if (odd !== undefined) yield [odd, `Member must satisfy regular expression pattern: ${shape.pattern}`];
}

/** Every constraint on every member of every operation's input, broken once. */
export function* probesOf(model: ServiceModel): Generator<Probe> {
  for (const operation of Object.values(model.operations)) {
    if (!operation.input) continue;
    const probe = (path: string, constraint: string, input: Record<string, unknown>, location: ShapeRef['location']): Probe => ({
      operation: operation.name,
      path,
      constraint,
      input,
      location,
    });
    yield* walk(operation.input, '', (value) => value as Record<string, unknown>, undefined, []);

    function* walk(
      ref: ShapeRef,
      path: string,
      build: Build,
      at: ShapeRef['location'],
      above: readonly string[],
    ): Generator<Probe> {
      if (above.length > DEPTH || above.filter((name) => name === ref.shape).length > 0) return;
      const shape = shapeOf(model, ref);
      const below = [...above, ref.shape];
      if (shape.type === 'structure') {
        const base = valueFor(model, ref, above.length) as Record<string, unknown> | undefined;
        if (!base) return;
        for (const [name, member] of Object.entries(shape.members ?? {})) {
          const here = join(path, lowerFirst(name));
          const location = path === '' ? member.location : at;
          if (shape.required?.includes(name)) {
            const { [name]: _, ...without } = base;
            yield probe(here, NULL, build(without), location);
          }
          if (shapeOf(model, member).eventstream) continue;
          const others = shape.union ? {} : base;
          yield* walk(member, here, (value) => build({ ...others, [name]: value }), location, below);
        }
      } else if (shape.type === 'list') {
        yield* walkList(shape, path, build, at, below);
      } else if (shape.type === 'map') {
        yield* walkMap(shape, path, build, at);
      } else {
        for (const [value, rule] of brokenScalars(shape)) yield probe(path, rule, build(value), at);
      }
    }

    function* walkList(
      shape: Shape,
      path: string,
      build: Build,
      at: ShapeRef['location'],
      below: readonly string[],
    ): Generator<Probe> {
      const member = shape.member as ShapeRef;
      const item = valueFor(model, member, 1);
      if (item === undefined) return;
      const { min = 0, max = Number.POSITIVE_INFINITY } = shape;
      if (min > 0)
        yield probe(path, `Member must have length greater than or equal to ${min}`, build(Array(min - 1).fill(item)), at);
      if (max < 2000)
        yield probe(path, `Member must have length less than or equal to ${max}`, build(Array(max + 1).fill(item)), at);
      const fill = (value: unknown) => build([value, ...Array(Math.max(0, min - 1)).fill(item)]);
      const target = shapeOf(model, member);
      if (target.type === 'string' || isNumber(target)) {
        const whole = `Member must satisfy constraint: [${orderedRules(target).join(', ')}]`;
        for (const [value] of brokenScalars(target)) yield probe(path, whole, fill(value), at);
      } else yield* walk(member, join(path, '1.member'), fill, at, below);
    }

    function* walkMap(shape: Shape, path: string, build: Build, at: ShapeRef['location']): Generator<Probe> {
      const keyShape = shapeOf(model, shape.key as ShapeRef);
      const key = stringFor(keyShape);
      const item = valueFor(model, shape.value as ShapeRef, 1);
      if (key === undefined || item === undefined) return;
      if (shape.min) yield probe(path, `Member must have length greater than or equal to ${shape.min}`, build({}), at);
      const keys = `Map keys must satisfy constraint: [${orderedRules(keyShape).join(', ')}]`;
      for (const [value] of brokenScalars(keyShape)) yield probe(path, keys, build({ [String(value)]: item }), at);
      const valueShape = shapeOf(model, shape.value as ShapeRef);
      if (valueShape.type !== 'string') return;
      const values = `Map value must satisfy constraint: [${orderedRules(valueShape).join(', ')}]`;
      for (const [value] of brokenScalars(valueShape)) yield probe(path, values, build({ [key]: value }), at);
    }
  }
}
