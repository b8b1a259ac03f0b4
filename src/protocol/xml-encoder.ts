import type { ServiceModel, Shape, ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';

/** Writes a value as an element. */
export type EncodeXml = (value: unknown) => string;

export interface XmlStyle {
  /** How an instant without a format of its own is written. */
  instant(date: Date): string;
}

/** aws: whole seconds, which S3 writes with milliseconds — recorded answers; of S3 in localstack tests/aws/services/s3, test_s3_timestamp_precision */
export const QUERY_STYLE: XmlStyle = { instant: (date) => `${wholeSeconds(date)}Z` };
export const S3_STYLE: XmlStyle = { instant: (date) => `${wholeSeconds(date)}.000Z` };

const DAY = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
let day = Number.NaN;
let dayText = '';

/** `2006-03-01T12:00:00`. A page of a listing has a thousand instants, most of few days. */
function wholeSeconds(date: Date): string {
  const millis = date.getTime();
  if (Math.floor(millis / DAY) !== day) {
    dayText = date.toISOString().slice(0, -13);
    day = Math.floor(millis / DAY);
  }
  const seconds = Math.floor((millis - day * DAY) / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${dayText}${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}`;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/**
 * What XML text cannot hold as it is.
 * aws: control characters become references in hexadecimal, which XML 1.0 does not know either — observed on AWS in public reports:
 * basho/riak_cs pull request 1255 (`&#x1;`), aws/aws-sdk-php issue 169 (`&#x1b;`)
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const SPECIAL = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const EVERY_SPECIAL = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;
/** An entity tag. */
const QUOTED = /^"[\w-]*"$/;

export function escapeXml(text: string): string {
  if (!SPECIAL.test(text)) return text;
  if (QUOTED.test(text)) return `&quot;${text.slice(1, -1)}&quot;`;
  return text.replace(EVERY_SPECIAL, (c) => ESCAPES[c] ?? `&#x${c.charCodeAt(0).toString(16)};`);
}

const namespaceOf = (given: Shape['xmlNamespace']): string => {
  if (!given) return '';
  if (typeof given === 'string') return ` xmlns="${given}"`;
  return ` xmlns${given.prefix ? `:${given.prefix}` : ''}="${given.uri}"`;
};

/** Writers of shapes as elements of given names, whose tags are put together once. */
export function xmlEncoders(model: ServiceModel, style: XmlStyle): (ref: ShapeRef, tag: string) => EncodeXml {
  const made = new Map<string, EncodeXml>();

  const encoder = (ref: ShapeRef, tag: string): EncodeXml => {
    const key = `${tag} ${ref.shape} ${ref.timestampFormat ?? ''} ${ref.flattened ?? ''} ${ref.xmlNamespace ? 'ns' : ''}`;
    const known = made.get(key);
    if (known) return known;
    made.set(key, (value) => (made.get(key) as EncodeXml)(value)); // recursive shapes
    const encode = compile(shapeOf(model, ref), ref, tag);
    made.set(key, encode);
    return encode;
  };

  const compile = (shape: Shape, ref: ShapeRef, tag: string): EncodeXml => {
    const open = `<${tag}>`;
    const close = `</${tag}>`;
    switch (shape.type) {
      case 'structure':
        return structure(shape, ref, tag);
      case 'list':
        return list(shape, ref, tag);
      case 'map':
        return map(shape, ref, tag);
      case 'blob':
        return (value) => `${open}${Buffer.from(value as Uint8Array).toString('base64')}${close}`;
      case 'timestamp': {
        const write = instantWriter(ref.timestampFormat ?? shape.timestampFormat, style);
        return (value) => open + write(value as Date) + close;
      }
      case 'string':
        return (value) => open + escapeXml(String(value)) + close;
      default:
        return (value) => `${open}${value}${close}`;
    }
  };

  const structure = (shape: Shape, ref: ShapeRef, tag: string): EncodeXml => {
    const inBody = Object.entries(shape.members ?? {}).filter(([, member]) => !member.location);
    const attributes = inBody.filter(([, member]) => member.xmlAttribute);
    const members = inBody
      .filter(([, member]) => !member.xmlAttribute)
      .map(([name, member]) => ({ name, encode: encoder(member, elementName(model, name, member)) }));
    const open = `<${tag}${namespaceOf(shape.xmlNamespace ?? ref.xmlNamespace)}`;
    const close = `</${tag}>`;
    return (value) => {
      const given = value as Record<string, unknown>;
      let text = open;
      for (const [name, member] of attributes) {
        const item = given[name];
        if (item !== undefined && item !== null) text += ` ${member.locationName ?? name}="${escapeXml(String(item))}"`;
      }
      text += '>';
      for (const member of members) {
        const item = given[member.name];
        if (item !== undefined && item !== null) text += member.encode(item);
      }
      return text + close;
    };
  };

  const list = (shape: Shape, ref: ShapeRef, tag: string): EncodeXml => {
    const member = shape.member as ShapeRef;
    const flat = shape.flattened || ref.flattened;
    const encode = encoder(member, flat ? tag : (member.locationName ?? 'member'));
    return (value) => {
      let text = '';
      for (const item of value as Iterable<unknown>) text += encode(item);
      return flat ? text : `<${tag}>${text}</${tag}>`;
    };
  };

  const map = (shape: Shape, ref: ShapeRef, tag: string): EncodeXml => {
    const keyTag = shape.key?.locationName ?? 'key';
    const encode = encoder(shape.value as ShapeRef, shape.value?.locationName ?? 'value');
    const flat = shape.flattened || ref.flattened;
    return (value) => {
      let text = '';
      for (const [key, item] of Object.entries(value as object)) {
        const entry = `<${keyTag}>${escapeXml(key)}</${keyTag}>${encode(item)}`;
        text += flat ? `<${tag}>${entry}</${tag}>` : `<entry>${entry}</entry>`;
      }
      return flat ? text : `<${tag}>${text}</${tag}>`;
    };
  };

  return encoder;
}

/** A flattened list has no element of its own: its items carry its name. */
function elementName(model: ServiceModel, name: string, ref: ShapeRef): string {
  const shape = shapeOf(model, ref);
  if (shape.type === 'list' && (shape.flattened || ref.flattened)) {
    return ref.locationName ?? shape.member?.locationName ?? name;
  }
  return ref.locationName ?? name;
}

export function instantWriter(format: string | undefined, style: XmlStyle): (date: Date) => string {
  if (format === 'rfc822') return (date) => date.toUTCString();
  if (format === 'unixTimestamp') return (date) => String(date.getTime() / 1000);
  return (date) => style.instant(date);
}
