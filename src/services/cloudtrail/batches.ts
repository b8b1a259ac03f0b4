import { type ApiCall, AwsError } from '#core';

interface Batch {
  readonly SecretValues?: readonly { readonly ARN?: string }[];
  readonly Errors?: readonly { readonly SecretId?: string; readonly ErrorCode?: string; readonly Message?: string }[];
}

/**
 * A call, with what it stands for.
 * aws: each secret of a BatchGetSecretValue has an event of GetSecretValue — API reference, BatchGetSecretValue; the call has its own — user
 * guide of Secrets Manager, "AWS CloudTrail entries". That all have the request's id is ours.
 */
export function callsOf(call: ApiCall): readonly ApiCall[] {
  if (call.service.name !== 'secretsmanager' || call.operation !== 'BatchGetSecretValue' || call.error) return [call];
  const { output, ...request } = call;
  const { SecretValues = [], Errors = [] } = (output ?? {}) as Batch;
  const single = (SecretId: string | undefined, error?: AwsError): ApiCall => ({
    ...request,
    operation: 'GetSecretValue',
    input: { SecretId },
    ...(error && { error }),
  });
  return [
    call,
    ...SecretValues.map(({ ARN }) => single(ARN)),
    ...Errors.map(({ SecretId, ErrorCode = '', Message = '' }) => single(SecretId, new AwsError(ErrorCode, Message))),
  ];
}
