import type { AwsError, ServiceModel, ShapeRef } from '#core';
import { escapeXml } from './xml-encoder.ts';

/** An error's document for JSON and CBOR: its code, its sentence, and the further members its shape has. */
export function errorDocuments(
  model: ServiceModel,
  encoder: (ref: ShapeRef) => (value: unknown) => unknown,
): (error: AwsError) => Record<string, unknown> {
  const shapes = new Map<string, string>();
  for (const [name, shape] of Object.entries(model.shapes)) {
    if (shape.exception) shapes.set(shape.error?.code ?? name, name);
  }
  // the generated classes have their shapes' names; several shapes may have one code (CloudWatch's `ResourceNotFound`)
  const nameOf = (error: AwsError) =>
    model.shapes[error.constructor.name]?.exception ? error.constructor.name : shapes.get(error.code);
  return (error) => {
    const name = nameOf(error);
    // aws: where a service spoke Query, the type is the shape's name and the code goes in a header — Smithy specification, awsQueryCompatible
    const type = model.metadata.awsQueryCompatible ? (name ?? error.code) : error.code;
    const members = name === undefined ? undefined : model.shapes[name]?.members;
    const sentence = Object.keys(members ?? {}).find((member) => member.toLowerCase() === 'message') ?? 'message';
    const fields = name === undefined ? error.fields : (encoder({ shape: name })(error.fields) as Record<string, unknown>);
    return { __type: type, ...(error.message ? { [sentence]: error.message } : {}), ...fields };
  };
}

/** aws: `<ErrorResponse>` of the Query protocol — Smithy specification, awsQuery */
export function queryError(error: AwsError, namespace: string, requestId: string): string {
  const type = error.fault === 'server' ? 'Receiver' : 'Sender';
  return (
    `<ErrorResponse xmlns="${namespace}">\n  <Error>\n    <Type>${type}</Type>\n    <Code>${escapeXml(error.code)}</Code>\n` +
    `    <Message>${escapeXml(error.message)}</Message>${elements(error.fields)}\n  </Error>\n` +
    `  <RequestId>${requestId}</RequestId>\n</ErrorResponse>\n`
  );
}

/** aws: `<Error>` of S3, further elements after the message — S3 API reference, Error responses */
export function s3Error(error: AwsError, requestId: string, hostId: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${escapeXml(error.code)}</Code><Message>${escapeXml(error.message)}</Message>` +
    `${elements(error.fields)}<RequestId>${requestId}</RequestId><HostId>${hostId}</HostId></Error>`
  );
}

/** aws: S3 Control's errors stand in an envelope — S3 API reference, S3 Control, error examples; AWS SDK for Go 2, s3control, its error deserializers */
export function controlError(namespace: string, error: AwsError, requestId: string, hostId: string): string {
  return (
    `<?xml version="1.0" encoding="UTF-8"?>\n<ErrorResponse xmlns="${namespace}"><Error><Code>${escapeXml(error.code)}</Code>` +
    `<Message>${escapeXml(error.message)}</Message>${elements(error.fields)}</Error>` +
    `<RequestId>${requestId}</RequestId><HostId>${hostId}</HostId></ErrorResponse>`
  );
}

const elements = (fields: Readonly<Record<string, unknown>>): string =>
  Object.entries(fields)
    .filter(([, value]) => value !== undefined && value !== null)
    .map(([name, value]) => `<${name}>${escapeXml(value instanceof Date ? value.toISOString() : String(value))}</${name}>`)
    .join('');
