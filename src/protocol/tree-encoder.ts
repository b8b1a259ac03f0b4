import type { ServiceModel, Shape, ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';
import type { TreeFormat } from './tree-decoder.ts';

/** Turns an operation's own value into what the serializer writes. Members unknown to the model are left out. */
export type Encode = (value: unknown) => unknown;

/** For JSON blobs become texts and instants numbers; a writer of CBOR knows them itself. */
export function treeEncoders(model: ServiceModel, format: TreeFormat): (ref: ShapeRef) => Encode {
  const made = new Map<string, Encode>();

  const encoder = (ref: ShapeRef): Encode => {
    const known = made.get(ref.shape);
    if (known) return known;
    made.set(ref.shape, (value) => (made.get(ref.shape) as Encode)(value)); // recursive shapes
    const encode = compile(shapeOf(model, ref));
    made.set(ref.shape, encode);
    return encode;
  };

  const compile = (shape: Shape): Encode => {
    switch (shape.type) {
      case 'structure':
        return structure(shape);
      case 'list': {
        const item = encoder(shape.member as ShapeRef);
        return (value) => Array.from(value as Iterable<unknown>, item);
      }
      case 'map': {
        const item = encoder(shape.value as ShapeRef);
        return (value) => {
          const wire: Record<string, unknown> = Object.create(null);
          for (const [key, each] of Object.entries(value as object)) {
            if (each !== undefined && each !== null) wire[key] = item(each);
          }
          return wire;
        };
      }
      case 'blob':
        return format === 'json' ? (value) => base64(value as Uint8Array) : (value) => value;
      case 'timestamp':
        // aws: seconds with a fraction in JSON; the CBOR writer knows instants — recorded requests of the AWS SDK for Java 2.31
        return format === 'json' ? (value) => (value as Date).getTime() / 1000 : (value) => value;
      case 'float':
      case 'double':
        return format === 'json' ? (value) => (Number.isFinite(value) ? value : String(value)) : (value) => value;
      default:
        return (value) => value;
    }
  };

  const structure = (shape: Shape): Encode => {
    const members = Object.entries(shape.members ?? {})
      .filter(([, ref]) => !shapeOf(model, ref).eventstream)
      .map(([name, ref]) => ({ name, wire: ref.locationName ?? name, encode: encoder(ref) }));
    return (value) => {
      const given = value as Record<string, unknown>;
      const wire: Record<string, unknown> = {};
      for (const member of members) {
        const item = given[member.name];
        if (item !== undefined && item !== null) wire[member.wire] = member.encode(item);
      }
      return wire;
    };
  };

  return encoder;
}

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64');
