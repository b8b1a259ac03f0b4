import type { ServiceModel, Shape, ShapeRef } from '#core';
import { shapeOf } from './protocol.ts';

/** Writes a value as the element `tag`. */
export type EncodeXml = (value: unknown, tag: string) => string;

export interface XmlStyle {
  /** How an instant without a format of its own is written. */
  instant(date: Date): string;
}

/** aws: whole seconds, which S3 writes with milliseconds — recorded answers; of S3 in localstack tests/aws/services/s3, test_s3_timestamp_precision */
export const QUERY_STYLE: XmlStyle = { instant: (date) => `${date.toISOString().slice(0, 19)}Z` };
export const S3_STYLE: XmlStyle = { instant: (date) => `${date.toISOString().slice(0, 19)}.000Z` };

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\r': '&#13;',
};

/** What XML text cannot hold as it is; control characters become references, which is what AWS answers for them. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const SPECIAL = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const EVERY_SPECIAL = /[&<>"\u0000-\u0008\u000b-\u001f\ufffe\uffff]/g;

export const escapeXml = (text: string): string =>
  SPECIAL.test(text) ? text.replace(EVERY_SPECIAL, (c) => ESCAPES[c] ?? `&#${c.charCodeAt(0)};`) : text;

const namespaceOf = (given: Shape['xmlNamespace']): string => {
  if (!given) return '';
  if (typeof given === 'string') return ` xmlns="${given}"`;
  return ` xmlns${given.prefix ? `:${given.prefix}` : ''}="${given.uri}"`;
};

export function xmlEncoders(model: ServiceModel, style: XmlStyle): (ref: ShapeRef) => EncodeXml {
  const made = new Map<string, EncodeXml>();

  const encoder = (ref: ShapeRef): EncodeXml => {
    const key = `${ref.shape} ${ref.timestampFormat ?? ''} ${ref.flattened ?? ''} ${ref.xmlNamespace ? 'ns' : ''}`;
    const known = made.get(key);
    if (known) return known;
    made.set(key, (value, tag) => (made.get(key) as EncodeXml)(value, tag)); // recursive shapes
    const encode = compile(shapeOf(model, ref), ref);
    made.set(key, encode);
    return encode;
  };

  const compile = (shape: Shape, ref: ShapeRef): EncodeXml => {
    switch (shape.type) {
      case 'structure':
        return structure(shape, ref);
      case 'list':
        return list(shape, ref);
      case 'map':
        return map(shape, ref);
      case 'blob':
        return (value, tag) => `<${tag}>${Buffer.from(value as Uint8Array).toString('base64')}</${tag}>`;
      case 'timestamp': {
        const write = instantWriter(ref.timestampFormat ?? shape.timestampFormat, style);
        return (value, tag) => `<${tag}>${write(value as Date)}</${tag}>`;
      }
      case 'string':
        return (value, tag) => `<${tag}>${escapeXml(String(value))}</${tag}>`;
      default:
        return (value, tag) => `<${tag}>${value}</${tag}>`;
    }
  };

  const structure = (shape: Shape, ref: ShapeRef): EncodeXml => {
    const inBody = Object.entries(shape.members ?? {}).filter(([, member]) => !member.location);
    const attributes = inBody.filter(([, member]) => member.xmlAttribute);
    const members = inBody
      .filter(([, member]) => !member.xmlAttribute)
      .map(([name, member]) => ({ name, tag: elementName(model, name, member), encode: encoder(member) }));
    const namespace = namespaceOf(shape.xmlNamespace ?? ref.xmlNamespace);
    return (value, tag) => {
      const given = value as Record<string, unknown>;
      let head = namespace;
      for (const [name, member] of attributes) {
        const item = given[name];
        if (item !== undefined && item !== null) head += ` ${member.locationName ?? name}="${escapeXml(String(item))}"`;
      }
      let body = '';
      for (const member of members) {
        const item = given[member.name];
        if (item !== undefined && item !== null) body += member.encode(item, member.tag);
      }
      return `<${tag}${head}>${body}</${tag}>`;
    };
  };

  const list = (shape: Shape, ref: ShapeRef): EncodeXml => {
    const member = shape.member as ShapeRef;
    const encode = encoder(member);
    const itemTag = member.locationName ?? 'member';
    const all = (value: unknown, tag: string) => {
      let text = '';
      for (const item of value as Iterable<unknown>) text += encode(item, tag);
      return text;
    };
    return shape.flattened || ref.flattened ? all : (value, tag) => `<${tag}>${all(value, itemTag)}</${tag}>`;
  };

  const map = (shape: Shape, ref: ShapeRef): EncodeXml => {
    const encode = encoder(shape.value as ShapeRef);
    const keyTag = shape.key?.locationName ?? 'key';
    const valueTag = shape.value?.locationName ?? 'value';
    const flat = shape.flattened || ref.flattened;
    return (value, tag) => {
      let text = '';
      for (const [key, item] of Object.entries(value as object)) {
        const entry = `<${keyTag}>${escapeXml(key)}</${keyTag}>${encode(item, valueTag)}`;
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
