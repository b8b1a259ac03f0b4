import type { ApiCall } from '#core';
import { type Fields, fieldsOf } from './fields.ts';
import { keyArnOf } from './keys.ts';
import { elementsOf, type Met, s3ElementsOf, s3ResponseOf } from './parameters.ts';
import { putParameters, putsRecords } from './streams.ts';

/** What an event tells of a call's request and answer. */
export interface Elements {
  readonly requestParameters: unknown;
  readonly responseElements: unknown;
  readonly additionalEventData: Fields | undefined;
}

/** aws: what STS answers is told where it makes a session — recorded events; GetCallerIdentity's is not */
const SESSIONS = /^(AssumeRole|GetSessionToken|GetFederationToken)/;

const unlessEmpty = (fields: Fields): Fields | null => (Object.keys(fields).length === 0 ? null : fields);

export const isDenied = ({ error }: ApiCall): boolean =>
  error !== undefined && /^AccessDenied|^UnauthorizedOperation/.test(error.code);

/** Secrets that an error's sentence may quote are met on the way. */
export function elements(call: ApiCall, readOnly: boolean, met: Met): Elements {
  const { service, operation, error } = call;
  if (service.name === 's3') return s3Elements(call, met);
  const { input: inputShape, output: outputShape } = service.model.operations[operation] ?? {};
  const puts = putsRecords(service.name, operation);
  // of what puts records the records are looked at for the sake of an error's sentence alone
  const asked = puts && !error ? undefined : elementsOf(service.name, service.model, inputShape, call.input, met);
  const parameters = puts ? putParameters(call) : asked;
  const tells = !error && (service.name === 'sts' ? SESSIONS.test(operation) : !readOnly);
  const answer = tells ? elementsOf(service.name, service.model, outputShape, call.output, met) : null;
  const told = service.name === 'kms' ? keyElements(call, fieldsOf(parameters), fieldsOf(answer), readOnly) : undefined;
  return {
    // aws: a call that was denied is told without its parameters, except by S3 — recorded events
    requestParameters: isDenied(call) ? null : told ? told.parameters : parameters,
    responseElements: told ? told.answer : answer,
    additionalEventData: told?.additional,
  };
}

/** aws: what is told of keys whatever was asked and answered — KMS developer guide, "Examples of AWS KMS log entries" */
function keyElements(call: ApiCall, parameters: Fields, answer: Fields, readOnly: boolean) {
  const { operation, error } = call;
  const { EncryptionAlgorithm, KeyMaterialId } = fieldsOf(call.output);
  const arn = keyArnOf(call);
  const given =
    operation === 'Encrypt' || operation === 'Decrypt'
      ? { encryptionAlgorithm: EncryptionAlgorithm ?? 'SYMMETRIC_DEFAULT', ...parameters }
      : operation === 'CreateKey'
        ? { ...NEW_KEY, ...parameters }
        : parameters;
  const names = arn !== undefined && !error && !readOnly && operation !== 'CreateKey';
  return {
    parameters: unlessEmpty(given),
    answer: unlessEmpty({ ...answer, ...(names && { keyId: arn }) }),
    additional: typeof KeyMaterialId === 'string' ? { keyMaterialId: KeyMaterialId } : undefined,
  };
}

const NEW_KEY = {
  description: '',
  origin: 'AWS_KMS',
  bypassPolicyLockoutSafetyCheck: false,
  customerMasterKeySpec: 'SYMMETRIC_DEFAULT',
  keySpec: 'SYMMETRIC_DEFAULT',
  keyUsage: 'ENCRYPT_DECRYPT',
};

/** aws: — S3 User Guide, example log file entries */
function s3Elements(call: ApiCall, met: Met): Elements {
  const { service, operation, tls, authentication, signatureVersion, hostId } = call;
  const { ServerSideEncryption: asked } = fieldsOf(call.input);
  const { ServerSideEncryption: applied } = fieldsOf(call.output);
  // aws: — S3 User Guide, "Default encryption FAQ"
  const byDefault = WRITES.test(operation) && asked === undefined && typeof applied === 'string';
  return {
    requestParameters: s3ElementsOf(service.model, operation, call.input, call.host, met),
    responseElements: call.error ? null : s3ResponseOf(service.model, operation, call.output),
    additionalEventData: {
      ...(signatureVersion && { SignatureVersion: signatureVersion }),
      ...(tls && { CipherSuite: tls.cipher }),
      bytesTransferredIn: call.bytesIn,
      ...(byDefault && { SSEApplied: applied === 'AES256' ? 'Default_SSE_S3' : 'Default_SSE_KMS' }),
      ...(authentication && { AuthenticationMethod: authentication }),
      ...(hostId !== undefined && { 'x-amz-id-2': hostId }),
      bytesTransferredOut: call.bytesOut,
    },
  };
}

const WRITES = /^(PutObject|CopyObject|CreateMultipartUpload)$/;
