import { AwsError, type ServiceModel } from '#core';
import { discreetly, type Violation, violationMessage } from './violations.ts';

/** The codes in which a service family says the same things. */
export interface Dialect {
  readonly validation: string;
  readonly serialization: string;
  readonly unknownOperation: string;
  /** Refusals show nothing of what was sent, nor the values that would have been good. */
  readonly discreet?: true;
}

// aws: codes — recorded answers: Kinesis (kinesalite), Kinesis Analytics V2 and CloudWatch Logs (public issues), IAM and STS (AWS CLI transcripts)
const JSON_DIALECT: Dialect = {
  validation: 'ValidationException',
  serialization: 'SerializationException',
  unknownOperation: 'UnknownOperationException',
};

const QUERY_DIALECT: Dialect = {
  validation: 'ValidationError',
  serialization: 'MalformedInput',
  unknownOperation: 'InvalidAction',
};

const S3_DIALECT: Dialect = {
  validation: 'InvalidArgument',
  serialization: 'MalformedXML',
  unknownOperation: 'MethodNotAllowed',
};

const OF_SERVICE: Readonly<Record<string, Partial<Dialect>>> = {
  // aws: CloudWatch Logs says `InvalidParameterException: 1 validation error detected: …` — public issues
  'CloudWatch Logs': { validation: 'InvalidParameterException' },
  // aws: since 2025 — answers recorded by LocalStack in March 2025 (test_iam.snapshot.json, TestIAMServiceSpecificCredentials), and those
  // of TagUser and UntagUser in mulgadc/spinifex, spinifex/handlers/iam/tags_test.go
  IAM: { discreet: true },
};

export function dialectOf(model: ServiceModel): Dialect {
  // a service that spoke Query before it spoke anything else keeps its codes — model: awsQueryCompatible
  const { protocol, awsQueryCompatible } = model.metadata;
  const family = protocol === 'query' || awsQueryCompatible ? QUERY_DIALECT : protocol === 'rest-xml' ? S3_DIALECT : JSON_DIALECT;
  return { ...family, ...OF_SERVICE[model.metadata.serviceId] };
}

export const validationError = (dialect: Dialect, violations: readonly Violation[]): AwsError =>
  new AwsError(dialect.validation, violationMessage(dialect.discreet ? discreetly(violations) : violations));
