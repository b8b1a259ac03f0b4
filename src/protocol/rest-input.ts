import { HeldBytes, type ServiceModel, type Shape, type ShapeRef } from '#core';
import { fromWords } from './encoded-words.ts';
import { shapeOf, type WireRequest } from './protocol.ts';
import { queryOf, targetOf } from './rest-routes.ts';
import { checkOf } from './rules.ts';
import { invalidArgument, isInteger, malformedAcl, malformedXml, missingBody, missingHeader } from './s3-errors.ts';
import { textDecoders, textScalar } from './text-decoder.ts';
import type { Violations } from './violations.ts';
import { readXml } from './xml-reader.ts';

interface Binding {
  readonly member: string;
  readonly wire: string;
  readonly required: boolean;
  readonly value: (text: string) => unknown;
}

type Input = Record<string, unknown>;
interface Payload {
  readonly takesStream: boolean;
  readonly read: (request: WireRequest, input: Input) => void;
}

export interface RestInput {
  readonly takesStream: boolean;
  read(request: WireRequest): Input;
}

/** What a request's path says, by the names of the labels that the model has in it. */
export type PathReader = (request: WireRequest) => (label: string) => string;

const bucketAndKey: PathReader = (request) => {
  const target = targetOf(request);
  return (label) => (label === 'Key' ? target.key : target.bucket);
};

/** Binds path, query, headers and body to the members of an operation's input. */
export function restInput(model: ServiceModel, ref: ShapeRef | undefined, pathOf = bucketAndKey): RestInput {
  const shape: Shape = ref ? shapeOf(model, ref) : { type: 'structure' };
  const required = new Set(shape.required ?? []);
  const members = Object.entries(shape.members ?? {});
  const bound = (location: ShapeRef['location']): Binding[] =>
    members
      .filter(([, member]) => member.location === location)
      .map(([name, member]) => {
        const wire = member.locationName ?? name;
        const read = valueReader(model, wire, member);
        return {
          member: name,
          wire: location === 'header' ? wire.toLowerCase() : wire,
          required: required.has(name),
          value: location === 'querystring' && !required.has(name) ? unlessEmpty(model, member, read) : read,
        };
      });
  const inPath = bound('uri');
  const inQuery = bound('querystring').filter(({ member }) => !isList(model, shape.members?.[member]));
  const inQueryLists = members
    .filter(([, member]) => member.location === 'querystring' && isList(model, member))
    .map(([name, ref]) => {
      const wire = ref.locationName ?? name;
      return { member: name, wire, item: valueReader(model, wire, shapeOf(model, ref).member as ShapeRef) };
    });
  const inHeaders = new Map(bound('header').map((binding) => [binding.wire, binding]));
  const length = inHeaders.get('content-length');
  if (length) inHeaders.set(LENGTH_WITHIN, length);
  const demanded = [...inHeaders.values()].filter((binding) => binding.required);
  const prefixed = members
    .filter(([, member]) => member.location === 'headers')
    .map(([name, member]) => ({ member: name, prefix: (member.locationName ?? '').toLowerCase() }));
  const payload = ref?.locationName === undefined ? payloadReader(model, shape, required) : documentReader(model, ref);

  return {
    takesStream: payload.takesStream,
    read: (request) => {
      const input: Input = {};
      const labelled = pathOf(request);
      for (const { member, wire } of inPath) input[member] = labelled(wire);
      if (inQuery.length > 0) {
        const query = queryOf(request.query);
        for (const binding of inQuery) assign(input, binding, query.get(binding.wire));
      }
      for (const { member, wire, item } of inQueryLists) {
        input[member] = new URLSearchParams(request.query).getAll(wire).map(item);
      }
      const { headers } = request;
      for (const { wire } of demanded) if (headers[wire] === undefined) throw missingHeader(wire);
      // a request has fewer headers than PutObject could have
      for (const name in headers) {
        const binding = inHeaders.get(name);
        if (binding) assign(input, binding, headerOf(headers, name));
      }
      for (const { member, prefix } of prefixed) {
        const found = withPrefix(request.headers, prefix);
        if (found) input[member] = found;
      }
      payload.read(request, input);
      return input;
    },
  };
}

const isList = (model: ServiceModel, ref: ShapeRef | undefined): boolean =>
  ref !== undefined && shapeOf(model, ref).type === 'list';

function assign(input: Input, { member, wire, required, value }: Binding, text: string | undefined): void {
  if (text !== undefined) {
    const read = value(text);
    if (read !== undefined) input[member] = read;
  } else if (required) throw missingHeader(wire);
}

/** Of what is within the envelope of an aws-chunked body. */
const LENGTH_WITHIN = 'x-amz-decoded-content-length';

/** Of an aws-chunked body the client's own length and encoding are meant, not the envelope's. */
function headerOf(headers: WireRequest['headers'], name: string): string | undefined {
  const value = headers[name];
  if (name === 'content-length') return headers[LENGTH_WITHIN] ?? value;
  if (name === 'content-encoding' && value?.includes('aws-chunked')) {
    const others = value.split(',').filter((coding) => coding.trim() !== 'aws-chunked');
    return others.length > 0 ? others.join(',').trim() : undefined;
  }
  return value;
}

function withPrefix(headers: WireRequest['headers'], prefix: string): Record<string, string> | undefined {
  let found: Record<string, string> | undefined;
  for (const name in headers) {
    if (!name.startsWith(prefix) || name.length === prefix.length) continue;
    found ??= Object.create(null) as Record<string, string>;
    found[name.slice(prefix.length)] = fromWords(headers[name] ?? '');
  }
  return found;
}

/** aws: what is no number there is ignored — AWS's behaviour in versity/versitygw issue 1806 */
const IGNORED = 'x-amz-max-parts';

function valueReader(model: ServiceModel, wire: string, ref: ShapeRef): Binding['value'] {
  const shape = shapeOf(model, ref);
  if (shape.type === 'list') {
    const item = valueReader(model, wire, shape.member as ShapeRef);
    return (text) => text.split(',').map((each) => item(each.trim()));
  }
  const scalar = textScalar(shape);
  // aws: a date that cannot be read makes no condition, and no error — RFC 9110, If-Modified-Since
  if (shape.type === 'timestamp') {
    return (text) => {
      try {
        return scalar(text);
      } catch {
        return undefined;
      }
    };
  }
  const check = checkOf(shape);
  return (text) => {
    const violations: Violations = [];
    let value: unknown;
    try {
      value = scalar(text);
    } catch {
      // said below
    }
    if (value === undefined || (shape.type === 'integer' && !isInteger(value))) {
      if (wire === IGNORED) return undefined;
      throw invalidArgument(wire, text);
    }
    check?.(value, violations);
    if (violations.length > 0) throw invalidArgument(wire, shape.sensitive ? '' : text);
    return value;
  };
}

/** aws: a number that is empty is none — recorded AWS answer in localstack tests/aws/services/s3, test_list_parts_empty_part_number_marker */
const unlessEmpty = (model: ServiceModel, ref: ShapeRef, read: Binding['value']): Binding['value'] =>
  shapeOf(model, ref).type === 'integer' ? (text) => (text === '' ? undefined : read(text)) : read;

function payloadReader(model: ServiceModel, shape: Shape, required: ReadonlySet<string>): Payload {
  const name = shape.payload;
  const ref = name === undefined ? undefined : shape.members?.[name];
  if (name === undefined || !ref) return { takesStream: false, read: () => {} };
  const payload = shapeOf(model, ref);
  if (payload.type === 'blob') {
    return {
      takesStream: true,
      read: (request, input) => {
        if (request.stream) input[name] = request.stream;
        else if (request.body.length > 0) input[name] = HeldBytes.of(request.body);
      },
    };
  }
  if (payload.type === 'string') {
    return {
      takesStream: false,
      read: (request, input) => {
        // an empty one is one too: its operation says what is wrong with it
        if (request.body.length > 0 || required.has(name)) input[name] = Buffer.from(request.body).toString('utf8');
      },
    };
  }
  const read = xmlReader(model, ref, ref.locationName ?? ref.shape);
  return {
    takesStream: false,
    read: (request, input) => {
      if (request.body.length > 0) input[name] = read(request.body);
      else if (required.has(name)) throw missingBody();
    },
  };
}

/** An input that is a document as a whole, as SelectObjectContent's is: what is bound nowhere else is in the body. */
function documentReader(model: ServiceModel, ref: ShapeRef): Payload {
  const read = xmlReader(model, ref, ref.locationName ?? ref.shape);
  return {
    takesStream: false,
    read: (request, input) => {
      if (request.body.length === 0) throw missingBody();
      Object.assign(input, read(request.body));
    },
  };
}

function xmlReader(model: ServiceModel, ref: ShapeRef, root: string): (body: Uint8Array) => unknown {
  const decode = textDecoders(model, 'xml')({ shape: ref.shape });
  const malformed = root === 'AccessControlPolicy' ? malformedAcl : malformedXml;
  return (body) => {
    const violations: Violations = [];
    let value: unknown;
    try {
      value = decode(readXml(Buffer.from(body).toString('utf8'), root), violations);
    } catch {
      throw malformed();
    }
    if (violations.length > 0) throw malformed();
    return value ?? {}; // an empty root has no members, and is there
  };
}
