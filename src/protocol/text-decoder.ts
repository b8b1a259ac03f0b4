import type { ServiceModel, Shape, ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';
import { checkOf, isScalarShape, itemsCheckOf } from './rules.ts';
import type { Decode } from './tree-decoder.ts';
import { lowerFirst, MUST_NOT_BE_NULL, prefix, report, Unreadable } from './violations.ts';

/** Where every scalar is text: Query parameters, XML documents. They differ in how lists and maps are written. */
export type TextFormat = 'query' | 'xml';

/** What the XML reader calls an element's own text, beside its attributes. */
export const TEXT = '#text';
/** Before the names of attributes. */
export const ATTRIBUTE = '@';

type Node = Record<string, unknown>;

export function textDecoders(model: ServiceModel, format: TextFormat): (ref: ShapeRef) => Decode {
  const made = new Map<string, Decode>();

  const decoder = (ref: ShapeRef, checked = true): Decode => {
    const key = `${ref.shape} ${ref.timestampFormat ?? ''} ${ref.flattened ?? ''} ${checked}`;
    const known = made.get(key);
    if (known) return known;
    made.set(key, (wire, violations) => (made.get(key) as Decode)(wire, violations)); // recursive shapes
    const decode = compile(shapeOf(model, ref), ref, checked);
    made.set(key, decode);
    return decode;
  };

  const compile = (shape: Shape, ref: ShapeRef, checked: boolean): Decode => {
    if (shape.type === 'structure') return structure(shape);
    if (shape.type === 'list') return list(shape, ref);
    if (shape.type === 'map') return map(shape, ref);
    const scalar = format === 'query' ? queryScalar(shape) : textScalar(shape);
    const check = checked ? checkOf(shape) : undefined;
    return (wire, violations) => {
      const value = scalar(textOf(wire));
      check?.(value, violations);
      return value;
    };
  };

  const structure = (shape: Shape): Decode => {
    const required = new Set(shape.required ?? []);
    const members = Object.entries(shape.members ?? {})
      .filter(([, ref]) => format === 'query' || ref.location === undefined)
      .map(([name, ref]) => ({
        name,
        wire: wireName(name, ref),
        decode: decoder(ref),
        required: required.has(name),
        segment: lowerFirst(name),
      }));
    return (wire, violations) => {
      const given = nodeOf(wire);
      const value: Record<string, unknown> = {};
      for (const member of members) {
        const item = given[member.wire];
        if (item === undefined) {
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

  /** A flattened list has no name of its own: its items carry it. */
  const wireName = (name: string, ref: ShapeRef): string => {
    const shape = shapeOf(model, ref);
    if (ref.xmlAttribute) return `${ATTRIBUTE}${(ref.locationName ?? name).replace(/^.*:/, '')}`;
    if (shape.type === 'list' && (shape.flattened || ref.flattened)) {
      return ref.locationName ?? shape.member?.locationName ?? name;
    }
    return ref.locationName ?? name;
  };

  const list = (shape: Shape, ref: ShapeRef): Decode => {
    const member = shape.member as ShapeRef;
    const item = shapeOf(model, member);
    const decode = decoder(member, !isScalarShape(item));
    const flat = Boolean(shape.flattened || ref.flattened);
    const itemName = member.locationName ?? 'member';
    const check = checkOf(shape);
    const checkItems = itemsCheckOf(item, 'Member');
    const itemsOf = format === 'query' ? queryItems : xmlItems;
    return (wire, violations) => {
      const items = itemsOf(wire, flat, itemName);
      const value = items.map((each, i) => {
        const before = violations.length;
        const decoded = decode(each, violations);
        if (violations.length !== before) prefix(violations, before, `${i + 1}.member`);
        return decoded;
      });
      check?.(value, violations);
      checkItems?.(value, value, violations);
      return value;
    };
  };

  const map = (shape: Shape, ref: ShapeRef): Decode => {
    const valueRef = shape.value as ShapeRef;
    const valueShape = shapeOf(model, valueRef);
    const decode = decoder(valueRef, !isScalarShape(valueShape));
    const flat = Boolean(shape.flattened || ref.flattened);
    const keyName = shape.key?.locationName ?? 'key';
    const valueName = valueRef.locationName ?? 'value';
    const check = checkOf(shape);
    const checkKeys = itemsCheckOf(shapeOf(model, shape.key as ShapeRef), 'Map keys');
    const checkValues = itemsCheckOf(valueShape, 'Map value');
    const entriesOf = format === 'query' ? queryItems : xmlItems;
    return (wire, violations) => {
      const value: Record<string, unknown> = Object.create(null);
      for (const entry of entriesOf(wire, flat, 'entry')) {
        const pair = nodeOf(entry);
        const key = textOf(pair[keyName] ?? '');
        const before = violations.length;
        value[key] = decode(pair[valueName] ?? '', violations);
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

/** aws: how far an item may be from the one before it — recorded, radkawar/stackd iam/query_collections.json; so are the sentences of its numbers */
const FARTHEST = 10;

/** `Tags.member.1`, flattened `Tags.1`; the numbers order, they need not be quite dense. */
function queryItems(wire: unknown, flat: boolean, itemName: string): unknown[] {
  if (typeof wire === 'string') {
    // aws: `Tags=` alone means an empty list — Smithy specification, awsQuery
    if (wire === '') return [];
    throw new Unreadable('Unexpected list element termination');
  }
  const outer = wire as Node;
  const given = flat ? outer : (outer[itemName] ?? outer['member']);
  if (given === undefined || given === '') return [];
  if (typeof given !== 'object' || given === null) throw new Unreadable('Unexpected list element termination');
  const numbered = Object.entries(given)
    .map(([index, item]) => [numberOf(index), item] as const)
    .sort(([a], [b]) => a - b);
  let before = 1;
  for (const [number] of numbered) {
    const step = number - before;
    if (step > FARTHEST) throw new Unreadable(`Excessively sparse input would skip ${step} list elements`);
    before = number;
  }
  return numbered.map(([, item]) => item);
}

function numberOf(index: string): number {
  if (index.startsWith('-')) throw new Unreadable(`Key ${index} may not have a leading '-'`);
  if (!/^\d{1,9}$/.test(index)) throw new Unreadable('Start of list found where not expected');
  const number = Number(index);
  if (number === 0) throw new Unreadable('0 is not a valid index');
  return number;
}

function xmlItems(wire: unknown, flat: boolean, itemName: string): unknown[] {
  const given = flat ? wire : nodeOf(wire)[itemName];
  if (given === undefined) return [];
  return Array.isArray(given) ? given : [given];
}

function nodeOf(wire: unknown): Node {
  if (typeof wire === 'string') {
    if (wire.trim() === '') return {};
    throw new Unreadable('Unexpected text where a structure was expected');
  }
  if (Array.isArray(wire)) throw new Unreadable('Start of list found where not expected');
  return wire as Node;
}

function textOf(wire: unknown): string {
  if (typeof wire === 'string') return wire;
  if (Array.isArray(wire)) throw new Unreadable('Start of list found where not expected');
  const node = wire as Node;
  const text = node[TEXT] ?? '';
  if (typeof text !== 'string' || Object.keys(node).some((name) => name !== TEXT && !name.startsWith(ATTRIBUTE))) {
    throw new Unreadable('Start of structure or map found where not expected.');
  }
  return text;
}

const unconvertible = (type: string) => new Unreadable(`STRING_VALUE can not be converted to ${type}`);

/**
 * The value of a Query parameter: numbers and booleans have neither space around them nor capitals, and an integer has 32 bits.
 * — aws: recorded, radkawar/stackd iam/credential_inputs.json, iam/pagination_inputs.json, sts/query_inputs.json; other services are taken to be the same
 */
function queryScalar(shape: Shape): (text: string) => unknown {
  const scalar = textScalar(shape);
  if (shape.type === 'boolean') {
    return (text) => {
      if (!/^(true|false|1|0)$/.test(text)) throw unconvertible('Boolean');
      return scalar(text);
    };
  }
  if (shape.type !== 'integer') return scalar;
  return (text) => {
    const value = /\s/.test(text) ? Number.NaN : Number(scalar(text));
    if (!(value >= -(2 ** 31) && value < 2 ** 31)) throw unconvertible('Integer');
    return value;
  };
}

/** The value of a scalar written as text: Query, XML, headers, query strings. */
export function textScalar(shape: Shape): (text: string) => unknown {
  switch (shape.type) {
    case 'boolean':
      return (text) => {
        const word = text.trim().toLowerCase();
        if (word === 'true' || word === '1') return true;
        if (word === 'false' || word === '0') return false;
        throw unconvertible('Boolean');
      };
    case 'integer':
    case 'long':
      return (text) => {
        if (!/^[+-]?\d{1,19}$/.test(text.trim())) throw unconvertible(shape.type === 'integer' ? 'Integer' : 'Long');
        return Number(text);
      };
    case 'float':
    case 'double':
    case 'bigdecimal':
      return (text) => {
        const value = Number(text);
        if (text.trim() === '' || (Number.isNaN(value) && text !== 'NaN')) throw unconvertible('Double');
        return value;
      };
    case 'blob':
      return (text) => Buffer.from(text, 'base64');
    case 'timestamp':
      return (text) => {
        const seconds = /^[+-]?\d+(\.\d+)?$/.test(text.trim());
        const date = new Date(seconds ? Math.round(Number(text) * 1000) : Date.parse(text));
        if (Number.isNaN(date.getTime())) throw new Unreadable('timestamp must follow ISO8601');
        return date;
      };
    default:
      return (text) => text;
  }
}
