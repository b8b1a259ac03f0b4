import type { ServiceModel, Shape, ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';
import { checkOf, isScalarShape, itemsCheckOf } from './rules.ts';
import { lowerFirst, MUST_NOT_BE_NULL, prefix, report, Unreadable, type Violations } from './violations.ts';

/** Turns a parsed value into the operation's own type, checking the model's constraints in the same pass. */
export type Decode = (wire: unknown, violations: Violations) => unknown;

export type TreeFormat = 'json' | 'cbor' | 'rpc-v2-cbor';

/** The blobs that were cut out of the document being decoded; numbers stand for them in it. */
export interface CutBlobs {
  current: readonly Uint8Array[];
}

/** Decoders of JSON and CBOR values, which differ in bytes and instants only. */
export function treeDecoders(model: ServiceModel, format: TreeFormat, cut?: CutBlobs): (ref: ShapeRef) => Decode {
  const made = new Map<string, Decode>();

  const decoder = (ref: ShapeRef, checked = true): Decode => {
    const key = checked ? ref.shape : `${ref.shape} unchecked`;
    const known = made.get(key);
    if (known) return known;
    made.set(key, (wire, violations) => (made.get(key) as Decode)(wire, violations)); // recursive shapes
    const decode = compile(shapeOf(model, ref), checked);
    made.set(key, decode);
    return decode;
  };

  const compile = (shape: Shape, checked: boolean): Decode => {
    const check = checked ? checkOf(shape) : undefined;
    switch (shape.type) {
      case 'structure':
        return structure(shape);
      case 'list':
        return list(shape);
      case 'map':
        return map(shape);
      default: {
        const scalar = cut && shape.type === 'blob' ? cutBlob(cut) : scalarOf(shape, format);
        if (!check) return scalar;
        return (wire, violations) => {
          const value = scalar(wire, violations);
          check(value, violations);
          return value;
        };
      }
    }
  };

  const structure = (shape: Shape): Decode => {
    const required = new Set(shape.required ?? []);
    const members = Object.entries(shape.members ?? {}).map(([name, ref]) => ({
      name,
      wire: ref.locationName ?? name,
      decode: decoder(ref),
      required: required.has(name),
      segment: lowerFirst(name),
    }));
    return (wire, violations) => {
      if (typeof wire !== 'object' || wire === null) throw new Unreadable('Expected null');
      if (Array.isArray(wire)) throw new Unreadable('Start of list found where not expected');
      const given = wire as Record<string, unknown>;
      const value: Record<string, unknown> = {};
      for (const member of members) {
        const item = given[member.wire];
        if (item === undefined || item === null) {
          if (member.required) report(violations, MUST_NOT_BE_NULL, 'null', member.segment);
          continue;
        }
        const before = violations.length;
        value[member.name] = member.decode(item, violations);
        if (violations.length !== before) prefix(violations, before, member.segment);
      }
      return value;
    };
  };

  const list = (shape: Shape): Decode => {
    const ref = shape.member as ShapeRef;
    const item = shapeOf(model, ref);
    const decode = decoder(ref, !isScalarShape(item));
    const check = checkOf(shape);
    const checkItems = itemsCheckOf(item, 'Member');
    return (wire, violations) => {
      if (!Array.isArray(wire)) throw collectionExpected(wire, 'list');
      const value = new Array<unknown>(wire.length);
      for (let i = 0; i < wire.length; i++) {
        const before = violations.length;
        if (wire[i] === null || wire[i] === undefined) report(violations, MUST_NOT_BE_NULL, 'null');
        else value[i] = decode(wire[i], violations);
        if (violations.length !== before) prefix(violations, before, `${i + 1}.member`);
      }
      check?.(value, violations);
      checkItems?.(value, value, violations);
      return value;
    };
  };

  const map = (shape: Shape): Decode => {
    const keyShape = shapeOf(model, shape.key as ShapeRef);
    const valueRef = shape.value as ShapeRef;
    const valueShape = shapeOf(model, valueRef);
    const decode = decoder(valueRef, !isScalarShape(valueShape));
    const check = checkOf(shape);
    const checkKeys = itemsCheckOf(keyShape, 'Map keys');
    const checkValues = itemsCheckOf(valueShape, 'Map value');
    return (wire, violations) => {
      if (typeof wire !== 'object' || wire === null || Array.isArray(wire) || wire instanceof Uint8Array) {
        throw collectionExpected(wire, 'map');
      }
      const value: Record<string, unknown> = Object.create(null);
      for (const [key, item] of Object.entries(wire)) {
        const before = violations.length;
        if (item === null || item === undefined) report(violations, MUST_NOT_BE_NULL, 'null');
        else value[key] = decode(item, violations);
        if (violations.length !== before) prefix(violations, before, `${key}.member`);
      }
      check?.(value, violations);
      checkKeys?.(Object.keys(value), value, violations);
      checkValues?.(Object.values(value), value, violations);
      return value;
    };
  };

  return (ref) => decoder(ref);
}

// aws: sentences about wrong types — observed in kinesalite, validations/index.js, and in public issues of JSON services
function collectionExpected(wire: unknown, kind: 'list' | 'map'): Unreadable {
  if (Array.isArray(wire)) return new Unreadable('Start of list found where not expected');
  if (typeof wire === 'object' && wire !== null) return new Unreadable('Start of structure or map found where not expected.');
  return new Unreadable(`Expected ${kind} or null`);
}

function unconvertible(wire: unknown, type: string): Unreadable {
  if (typeof wire === 'object' && wire !== null) return collectionExpected(wire, 'map');
  const token =
    typeof wire === 'string'
      ? 'STRING_VALUE'
      : typeof wire === 'boolean'
        ? `${String(wire).toUpperCase()}_VALUE`
        : 'NUMBER_VALUE';
  return new Unreadable(`${token} can not be converted to ${type}`);
}

function scalarOf(shape: Shape, format: TreeFormat): Decode {
  switch (shape.type) {
    case 'string':
    case 'character':
      return (wire) => {
        if (typeof wire !== 'string') throw unconvertible(wire, 'String');
        return wire;
      };
    case 'boolean':
      return (wire) => {
        if (typeof wire !== 'boolean') throw unconvertible(wire, 'Boolean');
        return wire;
      };
    case 'integer':
      return (wire) => Math.trunc(numberOf(wire, 'Integer'));
    case 'long':
      return (wire) => Math.trunc(numberOf(wire, 'Long'));
    case 'float':
    case 'double':
    case 'bigdecimal':
      return (wire) => {
        if (wire === 'NaN' || wire === 'Infinity' || wire === '-Infinity') return Number(wire);
        return numberOf(wire, 'Double');
      };
    case 'blob':
      return format === 'json' ? base64 : bytes;
    case 'timestamp':
      return format === 'cbor' ? instantOfTag : instantOfSeconds;
    default:
      return (wire) => wire;
  }
}

function numberOf(wire: unknown, type: string): number {
  if (typeof wire !== 'number' || !Number.isFinite(wire)) throw unconvertible(wire, type);
  return wire;
}

/**
 * Node passes over what is not Base64, which shows in the length of the outcome; all but its URL alphabet, and characters beyond
 * one byte, of which it takes the low one. Looking for those is thirty times cheaper than a pattern over all of the text.
 */
export function bytesOfBase64(text: string): Buffer | undefined {
  const decoded = Buffer.from(text, 'base64');
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  if (text.length % 4 !== 0 || decoded.length !== (text.length / 4) * 3 - padding) return undefined;
  if (text.includes('-') || text.includes('_') || Buffer.byteLength(text) !== text.length) return undefined;
  return decoded;
}

const base64: Decode = (wire) => {
  if (typeof wire !== 'string') throw unconvertible(wire, 'Blob');
  const decoded = bytesOfBase64(wire);
  if (!decoded) throw new Unreadable('The value can not be converted to a Blob: it is not Base64');
  return decoded;
};

const cutBlob =
  (cut: CutBlobs): Decode =>
  (wire) =>
    cut.current[wire as number];

const bytes: Decode = (wire) => {
  if (!(wire instanceof Uint8Array)) throw unconvertible(wire, 'Blob');
  return wire;
};

const instant = (millis: unknown): Date => {
  const date = new Date(typeof millis === 'number' ? millis : Number.NaN);
  if (Number.isNaN(date.getTime())) throw unconvertible(millis, 'Date');
  return date;
};

const instantOfSeconds: Decode = (wire) => {
  if (typeof wire === 'number') return instant(Math.round(wire * 1000));
  if (wire instanceof Date) return instant(wire.getTime());
  // aws: ISO 8601 texts are understood too — observed in clients that send them
  if (typeof wire === 'string') return instant(Date.parse(wire));
  throw unconvertible(wire, 'Date');
};

const instantOfTag: Decode = (wire) => instant(wire instanceof Date ? wire.getTime() : wire);
