import type { OperationModel, ServiceModel, Shape, ShapeRef } from '#core';
import { toWords } from './encoded-words.ts';
import { shapeOf, type WireAnswer } from './protocol.ts';
import { escapeXml, instantWriter, S3_STYLE, xmlEncoders } from './xml-encoder.ts';

type Output = Record<string, unknown>;

const NAMESPACE = 'http://s3.amazonaws.com/doc/2006-03-01/';
/** aws: S3 Control's — model: xmlNamespace of its inputs */
export const CONTROL_NAMESPACE = 'http://awss3control.amazonaws.com/doc/2018-08-20/';
const DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n';
const XML = 'application/xml';

/** S3's second endpoint, by which accounts are looked after: another namespace, paths of names, and errors in an envelope. */
export const isControl = (model: ServiceModel): boolean => model.metadata.serviceId === 'S3 Control';

/** aws: root elements that the model does not name — S3 API reference, Response Syntax of each operation */
const ROOTS: Readonly<Record<string, string>> = {
  CompleteMultipartUpload: 'CompleteMultipartUploadResult',
  CreateMultipartUpload: 'InitiateMultipartUploadResult',
  CreateSession: 'CreateSessionResult',
  DeleteObjects: 'DeleteResult',
  GetBucketAccelerateConfiguration: 'AccelerateConfiguration',
  GetBucketAcl: 'AccessControlPolicy',
  GetBucketCors: 'CORSConfiguration',
  GetBucketLifecycle: 'LifecycleConfiguration',
  GetBucketLifecycleConfiguration: 'LifecycleConfiguration',
  GetBucketLogging: 'BucketLoggingStatus',
  GetBucketNotification: 'NotificationConfiguration',
  GetBucketNotificationConfiguration: 'NotificationConfiguration',
  GetBucketRequestPayment: 'RequestPaymentConfiguration',
  GetBucketTagging: 'Tagging',
  GetBucketVersioning: 'VersioningConfiguration',
  GetBucketWebsite: 'WebsiteConfiguration',
  GetObjectAcl: 'AccessControlPolicy',
  GetObjectAttributes: 'GetObjectAttributesResponse',
  GetObjectTagging: 'Tagging',
  ListBucketAnalyticsConfigurations: 'ListBucketAnalyticsConfigurationResult',
  ListBucketInventoryConfigurations: 'ListInventoryConfigurationsResult',
  ListBucketMetricsConfigurations: 'ListMetricsConfigurationsResult',
  ListBuckets: 'ListAllMyBucketsResult',
  ListMultipartUploads: 'ListMultipartUploadsResult',
  ListObjectVersions: 'ListVersionsResult',
  ListObjects: 'ListBucketResult',
  ListObjectsV2: 'ListBucketResult',
  ListParts: 'ListPartsResult',
};

/**
 * aws: statuses that the model does not have — recorded AWS answers in localstack tests/aws/services/s3, test_bucket_policy_crud,
 * TestS3MetricsConfiguration, test_bucket_tagging_crud
 */
const STATUSES: Readonly<Record<string, number>> = {
  PutBucketPolicy: 204,
  PutBucketMetricsConfiguration: 204,
  PutBucketTagging: 204,
};

/** Writes an operation's output as status, headers and body. */
export function restOutput(model: ServiceModel, operation: OperationModel): (output: Output) => WireAnswer {
  const shape: Shape = operation.output ? shapeOf(model, operation.output) : { type: 'structure' };
  const headersOf = headerWriter(model, shape);
  const bodyOf = bodyWriter(model, operation, shape);
  const usual = STATUSES[operation.name] ?? operation.http.responseCode ?? 200;
  const always = operation.name === 'HeadBucket' ? { 'content-type': XML } : undefined;
  return (output) => {
    const headers = headersOf(output);
    const body = bodyOf(output);
    if (body?.contentType !== undefined) headers['content-type'] ??= body.contentType;
    if (always) Object.assign(headers, always);
    // aws: a part of an object is 206 — RFC 9110; S3 API reference, GetObject
    const status = headers['content-range'] === undefined ? usual : 206;
    return { status, headers, body: body?.content };
  };
}

type WriteHeader = (value: unknown, headers: Record<string, string>) => void;

function headerWriter(model: ServiceModel, shape: Shape): (output: Output) => Record<string, string> {
  const writers = new Map<string, WriteHeader>();
  for (const [member, ref] of Object.entries(shape.members ?? {})) {
    if (ref.location === 'header' || ref.location === 'headers') writers.set(member, headersOf(model, member, ref));
  }
  return (output) => {
    const headers: Record<string, string> = {};
    // an operation says little of all that it could say
    for (const member in output) {
      const value = output[member];
      if (value !== undefined && value !== null) writers.get(member)?.(value, headers);
    }
    return headers;
  };
}

function headersOf(model: ServiceModel, member: string, ref: ShapeRef): WriteHeader {
  const name = (ref.locationName ?? member).toLowerCase();
  if (ref.location === 'headers') {
    return (value, headers) => {
      for (const [key, text] of Object.entries(value as object)) headers[name + key.toLowerCase()] = toWords(String(text));
    };
  }
  const instant = instantWriter(ref.timestampFormat ?? shapeOf(model, ref).timestampFormat ?? 'rfc822', S3_STYLE);
  return (value, headers) => {
    headers[name] = value instanceof Date ? instant(value) : headerText(Array.isArray(value) ? value.join(', ') : String(value));
  };
}

const UNSENDABLE = /[^\t\u0020-\u007e\u0080-\u00ff]/;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
const CONTROLS = /[\u0000-\u0008\u000a-\u001f\u007f]/g;

/** Headers carry bytes: text beyond Latin-1 goes as UTF-8, control characters not at all. */
export function headerText(text: string): string {
  if (!UNSENDABLE.test(text)) return text;
  const sendable = text.replace(CONTROLS, ' ');
  return UNSENDABLE.test(sendable) ? Buffer.from(sendable, 'utf8').toString('latin1') : sendable;
}

type Body = { readonly content: WireAnswer['body']; readonly contentType?: string } | undefined;

function bodyWriter(model: ServiceModel, operation: OperationModel, shape: Shape): (output: Output) => Body {
  const encoder = xmlEncoders(model, S3_STYLE);
  const namespace = isControl(model) ? CONTROL_NAMESPACE : NAMESPACE;
  const document = (ref: ShapeRef, root: string) => {
    const encode = encoder({ shape: ref.shape }, root);
    const open = `<${root}`;
    return (value: unknown) => {
      const text = encode(value);
      const named = text.startsWith(`${open} xmlns=`) ? text : `${open} xmlns="${namespace}"${text.slice(open.length)}`;
      return { content: DECLARATION + named, contentType: XML };
    };
  };
  if (operation.name === 'GetBucketLocation') return bucketLocation;
  const name = shape.payload;
  if (name !== undefined) {
    const ref = shape.members?.[name] as ShapeRef;
    const payload = shapeOf(model, ref);
    if (payload.type !== 'structure') {
      return (output) => (output[name] === undefined ? undefined : { content: output[name] as WireAnswer['body'] });
    }
    const write = document(ref, ref.locationName ?? ref.shape);
    return (output) => (output[name] === undefined || output[name] === null ? undefined : write(output[name]));
  }
  const hasBody = Object.values(shape.members ?? {}).some((ref) => !ref.location);
  if (!hasBody || !operation.output) return () => undefined;
  return document(operation.output, ROOTS[operation.name] ?? shape.locationName ?? operation.output.shape);
}

/** An empty one is written as AWS does — recorded AWS answer in localstack tests/aws/services/s3, test_response_structure_get_bucket_location */
const locationElement = (region: unknown): string => {
  const head = `<LocationConstraint xmlns="${NAMESPACE}"`;
  return region === undefined ? `${head}/>` : `${head}>${escapeXml(String(region))}</LocationConstraint>`;
};

/** aws: the region is the root's own text, empty for us-east-1 — S3 API reference, GetBucketLocation */
const bucketLocation = (output: Output): Body => ({
  content: `${DECLARATION}${locationElement(output['LocationConstraint'])}`,
  contentType: XML,
});
