import type { AwsError, ServiceModel } from '#core';
import { dialectOf, validationError } from './dialect.ts';
import { type AnswerContext, onceEach, type Protocol } from './protocol.ts';
import { readSafely } from './read-safely.ts';
import { controlError, s3Error } from './render-error.ts';
import { restInput } from './rest-input.ts';
import { CONTROL_NAMESPACE, isControl, restOutput } from './rest-output.ts';
import { restPaths } from './rest-paths.ts';
import { restRoutes } from './rest-routes.ts';
import { asS3Reads } from './s3-model.ts';

const NOTHING: Record<string, unknown> = {};

/** S3's protocol: method and path name the operation; headers, query and body are its input. */
export function restXml(stated: ServiceModel): Protocol {
  const model = asS3Reads(stated);
  const dialect = dialectOf(model);
  const contractOf = (name: string) => {
    const contract = model.operations[name];
    if (!contract) throw new Error(`the model has no operation ${name}`);
    return contract;
  };
  const paths = isControl(model) ? restPaths(model) : undefined;
  const inputOf = onceEach((name) => restInput(model, contractOf(name).input, paths?.labels(name)));
  const errorText = paths ? inEnvelope : s3Error;
  const outputOf = onceEach((name) => restOutput(model, contractOf(name)));
  const idsOf = ({ requestId, hostId }: AnswerContext): Record<string, string> => ({
    'x-amz-request-id': requestId,
    'x-amz-id-2': hostId,
  });

  return {
    name: 'rest-xml',
    route: paths?.route ?? restRoutes(model),
    takesStream: (name) => inputOf(name).takesStream,
    decode: (name, request) => ({
      input: readSafely(dialect.serialization, () => inputOf(name).read(request)),
      violations: [],
    }),
    refuse: (violations) => validationError(dialect, violations),
    encode: (name, output, about) => {
      const { status, headers, body } = outputOf(name)((output ?? NOTHING) as Record<string, unknown>);
      return { status, headers: Object.assign(idsOf(about), headers), body };
    },
    renderError: (error, about) => renderS3Error(error, about, idsOf(about), errorText),
  };
}

const inEnvelope: typeof s3Error = (...error) => controlError(CONTROL_NAMESPACE, ...error);

/** aws: nothing is said of a HEAD or an unchanged object but the status — S3 API reference, HeadObject, GetObject */
function renderS3Error(
  error: AwsError,
  { method, requestId, hostId }: AnswerContext,
  ids: Record<string, string>,
  textOf: typeof s3Error,
) {
  const { status, headers } = error;
  if (method === 'HEAD' || status === 304) return { status, headers: { ...ids, ...headers } };
  return { status, headers: { ...ids, 'content-type': 'application/xml', ...headers }, body: textOf(error, requestId, hostId) };
}
