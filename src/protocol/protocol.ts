import type { AwsError, Lend, ServiceModel, Shape, ShapeRef } from '#core';
import type { Violation } from './violations.ts';

/** A request as the protocols see it: no sockets, no signatures. */
export interface WireRequest {
  readonly method: string;
  /** As sent: percent-encoded, without the query string. */
  readonly path: string;
  /** As sent, without the question mark. */
  readonly query: string;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** S3: the bucket named by the host, in virtual-host style. */
  readonly bucketOfHost?: string | undefined;
  /** The whole body; empty where `stream` is set. */
  readonly body: Uint8Array;
  /** The body of an operation that takes it as a stream. */
  readonly stream?: AsyncIterable<Uint8Array> | undefined;
  /** Memory for bytes of the input. */
  readonly lend?: Lend | undefined;
}

export type WireBody = string | Uint8Array | AsyncIterable<Uint8Array>;

export interface WireAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: WireBody | undefined;
}

export interface AnswerContext {
  readonly requestId: string;
  /** S3's second id, `x-amz-id-2`. */
  readonly hostId: string;
  readonly method: string;
  /** Memory for the answer. */
  readonly lend?: Lend;
}

export interface DecodedInput {
  readonly input: Record<string, unknown>;
  readonly violations: readonly Violation[];
}

/** One way of saying a service's contract in bytes. Compiled from the model, each operation on first use. */
export interface Protocol {
  readonly name: 'aws-json' | 'aws-cbor' | 'rpc-v2-cbor' | 'aws-query' | 'rest-xml';
  /** REST: the operation that method, path, query and headers mean. */
  route?(request: Omit<WireRequest, 'body' | 'stream'>): string | undefined;
  /** Whether the operation's input is the body as a stream. */
  takesStream?(operation: string): boolean;
  /** Throws nothing but AwsError. */
  decode(operation: string, request: WireRequest): DecodedInput;
  /** The service family's words for a request that breaks its model. */
  refuse(violations: readonly Violation[]): AwsError;
  encode(operation: string, output: unknown, about: AnswerContext): WireAnswer;
  renderError(error: AwsError, about: AnswerContext): WireAnswer;
}

export function shapeOf(model: ServiceModel, ref: ShapeRef | string): Shape {
  const name = typeof ref === 'string' ? ref : ref.shape;
  const shape = model.shapes[name];
  if (!shape) throw new Error(`the model has no shape ${name}`);
  return shape;
}

/** The value of `make(key)`, made once. */
export function onceEach<V>(make: (key: string) => V): (key: string) => V {
  const made = new Map<string, V>();
  return (key) => {
    let value = made.get(key);
    if (value === undefined) {
      value = make(key);
      made.set(key, value);
    }
    return value;
  };
}
