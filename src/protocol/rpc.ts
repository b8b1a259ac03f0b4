import { AwsError, type Lend, Rows, type ServiceModel, type ShapeRef } from '#core';
import { CBOR, readCbor } from './cbor.ts';
import { cborReader } from './cbor-reader.ts';
import { CborSink, writeCbor } from './cbor-writer.ts';
import { blobKeyOf, cutBlobs, hasBlobs } from './cut-blobs.ts';
import { dialectOf, validationError } from './dialect.ts';
import { EVENT_STREAM, type EventFormat, eventMemberOf, eventMessages } from './event-stream.ts';
import { jsonReader } from './json-reader.ts';
import { JsonSink } from './json-writer.ts';
import { onceEach, type Protocol, shapeOf, type WireAnswer } from './protocol.ts';
import { readSafely } from './read-safely.ts';
import { errorDocuments } from './render-error.ts';
import { type CutBlobs, type TreeFormat, treeDecoders } from './tree-decoder.ts';
import { treeEncoders } from './tree-encoder.ts';
import { type TreeSink, treeWriters } from './tree-writer.ts';
import type { ReadInput } from './usual.ts';
import { Unreadable, type Violations } from './violations.ts';

interface Serialization {
  readonly name: Protocol['name'];
  readonly format: TreeFormat;
  readonly contentType: string;
  /** Of every answer. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Whether an answer without a body has a content type. */
  readonly typesNothing: boolean;
  read(bytes: Uint8Array): unknown;
  /** Reads inputs that are as they mostly are, at once. */
  reader?(model: ServiceModel, input: ShapeRef): ReadInput | undefined;
  write(value: unknown): string | Uint8Array;
  sink(): TreeSink;
  /** A member's name, as the sink takes it. */
  key(name: string): Uint8Array;
}

/** AWS JSON 1.0 and 1.1: `X-Amz-Target` names the operation, the body is its input. */
export const awsJson = (model: ServiceModel): Protocol =>
  rpc(model, {
    name: 'aws-json',
    format: 'json',
    contentType: `application/x-amz-json-${model.metadata.jsonVersion ?? '1.1'}`,
    typesNothing: true,
    read: readJson,
    reader: jsonReader,
    write: (value) => JSON.stringify(value),
    sink: () => new JsonSink(),
    key: JsonSink.key,
  });

/** The same in CBOR, as the AWS SDKs for Java speak it to Kinesis. */
export const awsCbor = (model: ServiceModel): Protocol =>
  rpc(model, {
    name: 'aws-cbor',
    format: 'cbor',
    contentType: CBOR,
    typesNothing: true,
    read: readCbor,
    reader: cborReader,
    write: writeCbor,
    sink: () => new CborSink(),
    key: CborSink.key,
  });

/** aws: content type and header — Smithy specification, rpcv2Cbor */
const RPC_V2 = { 'smithy-protocol': 'rpc-v2-cbor' };

/** Smithy RPC v2: the path names the operation, the body is its input in CBOR, instants in seconds. */
export const rpcV2Cbor = (model: ServiceModel): Protocol =>
  rpc(model, {
    name: 'rpc-v2-cbor',
    format: 'rpc-v2-cbor',
    contentType: 'application/cbor',
    headers: RPC_V2,
    typesNothing: false,
    read: (bytes) => readCbor(bytes, 1000),
    reader: cborReader,
    write: (value) => writeCbor(value, 1000),
    sink: () => new CborSink(1000),
    key: CborSink.key,
  });

const utf8 = new TextDecoder('utf-8', { fatal: true });

function readJson(bytes: Uint8Array): unknown {
  if (bytes.length === 0) return {};
  const value: unknown = JSON.parse(utf8.decode(bytes));
  if (typeof value !== 'object' || value === null) throw new Unreadable('');
  return value;
}

/** Below this many bytes a parser is as quick. */
const WORTH_CUTTING = 8 * 1024;

const NOTHING: Record<string, unknown> = {};

function hasRows(output: unknown): boolean {
  for (const name in output as object) if ((output as Record<string, unknown>)[name] instanceof Rows) return true;
  return false;
}

function rpc(model: ServiceModel, wire: Serialization): Protocol {
  const dialect = dialectOf(model);
  const queryCompatible = model.metadata.awsQueryCompatible !== undefined;
  const decoder = treeDecoders(model, wire.format);
  const cut: CutBlobs = { current: [] };
  const cutDecoder = treeDecoders(model, wire.format, cut);
  const encoder = treeEncoders(model, wire.format);
  const documentOf = errorDocuments(model, encoder);
  const writer = treeWriters(model, wire.sink, wire.key);

  /** An answer's bytes; of small ones in JSON, its text. */
  const answerOf = (output: ShapeRef): ((value: unknown, lend?: Lend) => string | Uint8Array) => {
    if (wire.format !== 'json' || hasBlobs(model, output)) return writer(output);
    const encode = encoder(output);
    const write = writer(output);
    return (value, lend) => (hasRows(value) ? write(value, lend) : wire.write(encode(value)));
  };

  const operation = onceEach((name) => {
    const contract = model.operations[name];
    if (!contract) throw new Error(`the model has no operation ${name}`);
    const { input, output } = contract;
    const blobKey = input && wire.format === 'json' ? blobKeyOf(model, input) : undefined;
    return {
      read: input && wire.reader?.(model, input),
      decode: input && decoder(input),
      blobKey,
      decodeCut: input && blobKey && cutDecoder(input),
      output,
      encode: output && answerOf(output),
      events: output && eventMemberOf(model, shapeOf(model, output)),
    };
  });

  const eventFormat: EventFormat = {
    contentType: wire.contentType,
    payload: (ref, value) => Buffer.from(wire.write(encoder(ref)(value))),
    error: (error) => Buffer.from(wire.write(documentOf(error))),
  };

  return {
    name: wire.name,
    decode: (name, request) => {
      const violations: Violations = [];
      const { read, decode, decodeCut, blobKey } = operation(name);
      const usual = read?.(request.body);
      if (usual) return { input: usual, violations };
      const input = readSafely(dialect.serialization, () => {
        const document =
          blobKey && request.body.length >= WORTH_CUTTING ? cutBlobs(request.body, blobKey, request.lend) : undefined;
        if (document && decodeCut) {
          cut.current = document.blobs;
          return decodeCut(wire.read(document.rest), violations) as Record<string, unknown>;
        }
        const tree = wire.read(request.body);
        return decode ? (decode(tree, violations) as Record<string, unknown>) : {};
      });
      return { input, violations };
    },
    refuse: (violations) => validationError(dialect, violations),
    encode: (name, value, about): WireAnswer => {
      const { encode, events, output } = operation(name);
      const headers = { 'x-amzn-requestid': about.requestId, 'content-type': wire.contentType, ...wire.headers };
      if (events && output) {
        const given = value as Record<string, unknown>;
        const stream = given[events.name] as AsyncIterable<Record<string, unknown>>;
        const messages = eventMessages(events.events, { ref: output, output: given }, stream, eventFormat);
        return { status: 200, headers: { ...headers, 'content-type': EVENT_STREAM }, body: messages };
      }
      // aws: an operation without output answers an empty body — recorded answers of Kinesis and CloudWatch Logs
      if (!encode && !wire.typesNothing)
        return { status: 200, headers: { 'x-amzn-requestid': about.requestId, ...wire.headers } };
      return { status: 200, headers, body: encode ? encode(value ?? NOTHING, about.lend) : '' };
    },
    renderError: (error, about) => ({
      status: error.status,
      headers: {
        'x-amzn-requestid': about.requestId,
        'x-amzn-errortype': error.code,
        'content-type': wire.contentType,
        ...wire.headers,
        ...(queryCompatible && { 'x-amzn-query-error': `${error.code};${error.fault === 'server' ? 'Receiver' : 'Sender'}` }),
        ...error.headers,
      },
      body: wire.write(documentOf(error)),
    }),
  };
}

export const unknownOperation = (model: ServiceModel, operation: string): AwsError => {
  const dialect = dialectOf(model);
  if (dialect.unknownOperation === 'InvalidAction') {
    // aws: sentence — recorded answer of IAM
    return new AwsError('InvalidAction', `Could not find operation ${operation} for version ${model.metadata.apiVersion}`);
  }
  // aws: no sentence, only the code — observed in kinesalite, index.js
  return new AwsError(dialect.unknownOperation, '');
};
