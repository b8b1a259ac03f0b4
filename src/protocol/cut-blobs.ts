import type { Lend, ServiceModel, ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';

// Most of a document that carries data is Base64. A parser makes a text of all of it, and of every value another one, only for
// them to be decoded and thrown away. Here the values are decoded out of the document first, and numbers left in their places:
// what has to be parsed is small. Whatever is not plain is left to the parser as it came.

/** A document without its Base64 texts, and what they stood for: each is a number in the document, its index in `blobs`. */
export interface CutDocument {
  readonly rest: Uint8Array;
  readonly blobs: readonly Uint8Array[];
}

const [QUOTE, BACKSLASH, COLON] = [0x22, 0x5c, 0x3a];

/**
 * The key in front of every blob of an operation's input, with its quotes. Undefined where there are none, where they have several
 * names, or where something else could have that name too.
 */
export function blobKeyOf(model: ServiceModel, input: ShapeRef): Buffer | undefined {
  const names = new Set<string>();
  const others = new Set<string>();
  const seen = new Set<string>();
  const plain = (ref: ShapeRef): boolean => {
    if (seen.has(ref.shape)) return true;
    seen.add(ref.shape);
    const shape = shapeOf(model, ref);
    if (shape.type === 'map') return false; // its keys are the caller's
    if (shape.type === 'list') return shapeOf(model, shape.member as ShapeRef).type !== 'blob' && plain(shape.member as ShapeRef);
    return Object.entries(shape.members ?? {}).every(([name, member]) => {
      (shapeOf(model, member).type === 'blob' ? names : others).add(member.locationName ?? name);
      return plain(member);
    });
  };
  const [name] = plain(input) ? names : [];
  return name === undefined || names.size > 1 || others.has(name) ? undefined : Buffer.from(`"${name}"`);
}

/** Whether there can be bytes somewhere in a value of that shape. */
export function hasBlobs(model: ServiceModel, ref: ShapeRef, seen = new Set<string>()): boolean {
  if (seen.has(ref.shape)) return false;
  seen.add(ref.shape);
  const { type, members, member, value } = shapeOf(model, ref);
  const parts = [...Object.values(members ?? {}), ...(member ? [member] : []), ...(value ? [value] : [])];
  return type === 'blob' || parts.some((part) => hasBlobs(model, part, seen));
}

/**
 * Cuts the Base64 texts behind a key out of a JSON document; undefined where that cannot be done safely. What is left is JSON exactly
 * if the document was: a quoted key with a colon behind it can stand nowhere else, as there is no backslash in what is left.
 */
export function cutBlobs(document: Uint8Array, key: Buffer, lend: Lend = Buffer.allocUnsafeSlow): CutDocument | undefined {
  const bytes = Buffer.from(document.buffer, document.byteOffset, document.byteLength);
  const places: number[] = [];
  let cut = 0;
  for (let at = bytes.indexOf(key); at >= 0; at = bytes.indexOf(key, at)) {
    at = behindSpace(bytes, at + key.length);
    if (bytes[at] !== COLON) continue;
    at = behindSpace(bytes, at + 1);
    // without a text behind it the value may be a number already, or anything else
    const end = bytes[at] === QUOTE ? bytes.indexOf(QUOTE, at + 1) : -1;
    if (end < 0) return undefined;
    places.push(at, end + 1);
    cut += end + 1 - at;
    at = end + 1;
  }
  const rest = restOf(bytes, places, cut);
  const blobs = rest.includes(BACKSLASH) ? undefined : blobsOf(bytes, places, lend(Math.ceil((cut * 3) / 4)));
  return blobs && { rest, blobs };
}

function behindSpace(bytes: Buffer, from: number): number {
  let at = from;
  while (bytes[at] === 0x20 || bytes[at] === 0x0a || bytes[at] === 0x0d || bytes[at] === 0x09) at++;
  return at;
}

/** The document with `0`, `1`, `2`, … in the places. */
function restOf(bytes: Buffer, places: readonly number[], cut: number): Buffer {
  const digits = String(places.length).length;
  const rest = Buffer.allocUnsafe(bytes.length - cut + (digits * places.length) / 2);
  let from = 0;
  let length = 0;
  for (let i = 0; i < places.length; i += 2) {
    const to = places[i] as number;
    length += bytes.copy(rest, length, from, to);
    length += rest.write(String(i / 2), length, 'latin1');
    from = places[i + 1] as number;
  }
  length += bytes.copy(rest, length, from);
  return rest.subarray(0, length);
}

/** What is in the places, decoded; undefined where one is not Base64. */
function blobsOf(bytes: Buffer, places: readonly number[], memory: Buffer): Uint8Array[] | undefined {
  const blobs: Uint8Array[] = [];
  let at = 0;
  for (let i = 0; i < places.length; i += 2) {
    const text = bytes.toString('latin1', (places[i] as number) + 1, (places[i + 1] as number) - 1);
    const length = decodeBase64(text, memory, at);
    if (length === undefined) return undefined;
    blobs.push(memory.subarray(at, at + length));
    at += length;
  }
  return blobs;
}

/**
 * Writes what a Base64 text stands for; answers its length, or undefined where it is none. Node passes over what is not Base64, which
 * shows in the length of the outcome; all but its URL alphabet, which is looked for, and characters beyond one byte, which the caller excludes.
 */
export function decodeBase64(text: string, target: Buffer, at: number): number | undefined {
  const padding = text.endsWith('==') ? 2 : text.endsWith('=') ? 1 : 0;
  const length = (text.length / 4) * 3 - padding;
  if (text.length % 4 !== 0 || target.write(text, at, 'base64') !== length) return undefined;
  return text.includes('-') || text.includes('_') ? undefined : length;
}
