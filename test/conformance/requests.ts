import { cbor, tag } from '@smithy/core/cbor';
import type { ServiceModel, ShapeRef } from '#core';
import type { WireRequest } from '#protocol';
import { shapeOf } from './values.ts';

// What a client would send, written from the model without the codecs that read it.

const json = (value: unknown): unknown => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  if (value instanceof Date) return value.getTime() / 1000;
  if (Array.isArray(value)) return value.map(json);
  if (typeof value === 'object' && value !== null) return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, json(v)]));
  return value;
};

const tree = (value: unknown): unknown => {
  if (value instanceof Date) return tag({ tag: 1, value: value.getTime() });
  if (Array.isArray(value)) return value.map(tree);
  if (typeof value === 'object' && value !== null && !(value instanceof Uint8Array)) {
    return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, tree(v)]));
  }
  return value;
};

const post = (body: string | Uint8Array): WireRequest => ({
  method: 'POST',
  path: '/',
  query: '',
  headers: {},
  body: Buffer.from(body),
});

export const jsonRequest = (input: unknown): WireRequest => post(JSON.stringify(json(input)));
export const cborRequest = (input: unknown): WireRequest => post(cbor.serialize(tree(input)));

const text = (value: unknown): string => {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
  return value instanceof Date ? value.toISOString() : String(value);
};

export function queryRequest(model: ServiceModel, operation: string, input: Record<string, unknown>): WireRequest {
  const pairs: string[] = [`Action=${operation}`];
  const write = (name: string, ref: ShapeRef, value: unknown): void => {
    const shape = shapeOf(model, ref);
    const under = (segment: string) => (name ? `${name}.${segment}` : segment);
    if (shape.type === 'structure') {
      for (const [key, item] of Object.entries(value as object)) write(under(key), shape.members?.[key] as ShapeRef, item);
    } else if (shape.type === 'list') {
      const items = value as unknown[];
      if (items.length === 0) pairs.push(`${name}=`);
      items.forEach((item, i) => {
        write(under(`member.${i + 1}`), shape.member as ShapeRef, item);
      });
    } else if (shape.type === 'map') {
      Object.entries(value as object).forEach(([key, item], i) => {
        write(under(`entry.${i + 1}.key`), shape.key as ShapeRef, key);
        write(under(`entry.${i + 1}.value`), shape.value as ShapeRef, item);
      });
    } else pairs.push(`${name}=${encodeURIComponent(text(value))}`);
  };
  const contract = model.operations[operation];
  if (contract?.input) write('', contract.input, input);
  return post(pairs.join('&'));
}

const escaped = (given: string) => given.replaceAll('&', '&amp;').replaceAll('<', '&lt;');

function xml(model: ServiceModel, ref: ShapeRef, value: unknown, name: string): string {
  const shape = shapeOf(model, ref);
  if (shape.type === 'list') {
    const member = shape.member as ShapeRef;
    const flat = shape.flattened || ref.flattened;
    const items = (value as unknown[]).map((item) => xml(model, member, item, flat ? name : (member.locationName ?? 'member')));
    return flat ? items.join('') : `<${name}>${items.join('')}</${name}>`;
  }
  if (shape.type !== 'structure') return `<${name}>${escaped(text(value))}</${name}>`;
  const members = Object.entries(shape.members ?? {});
  const given = value as Record<string, unknown>;
  const attributes = members
    .filter(([key, member]) => member.xmlAttribute && given[key] !== undefined)
    .map(
      ([key, member]) =>
        ` xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ${member.locationName ?? key}="${text(given[key])}"`,
    );
  const body = members
    .filter(([key, member]) => !member.xmlAttribute && given[key] !== undefined)
    .map(([key, member]) => xml(model, member, given[key], elementName(model, key, member)));
  return `<${name}${attributes.join('')}>${body.join('')}</${name}>`;
}

function elementName(model: ServiceModel, key: string, ref: ShapeRef): string {
  const shape = shapeOf(model, ref);
  const flat = shape.type === 'list' && (shape.flattened || ref.flattened);
  return ref.locationName ?? (flat ? shape.member?.locationName : undefined) ?? key;
}

export function restRequest(model: ServiceModel, operation: string, input: Record<string, unknown>): WireRequest {
  const contract = model.operations[operation];
  const shape = contract?.input ? shapeOf(model, contract.input) : undefined;
  const [template = '', fixed = ''] = contract?.http.requestUri.split('?') ?? [];
  const path = template.replace('{Bucket}', 'bucket').replace('{Key+}', 'key');
  const query = fixed ? [fixed] : [];
  const headers: Record<string, string> = {};
  let body = '';
  const inBody: Record<string, unknown> = {};
  for (const [name, ref] of Object.entries(shape?.members ?? {})) {
    const value = input[name];
    if (value === undefined || ref.location === 'uri') continue;
    const wire = ref.locationName ?? name;
    const plain = Array.isArray(value) ? value.map(text).join(',') : value instanceof Date ? value.toUTCString() : text(value);
    if (ref.location === 'querystring') query.push(`${wire}=${encodeURIComponent(plain)}`);
    else if (ref.location === 'header') headers[wire.toLowerCase()] = plain;
    else if (shape?.payload === undefined) inBody[name] = value;
    else if (name === shape.payload)
      body = shapeOf(model, ref).type === 'structure' ? xml(model, ref, value, ref.locationName ?? ref.shape) : plain;
  }
  const root = contract?.input?.locationName;
  if (contract?.input && root !== undefined) body = xml(model, contract.input, inBody, root);
  return { method: contract?.http.method ?? 'GET', path, query: query.join('&'), headers, body: Buffer.from(body) };
}
