import { AwsError, type ServiceModel } from '#core';
import { dialectOf, validationError } from './dialect.ts';
import { onceEach, type Protocol, type WireRequest } from './protocol.ts';
import { type QueryTree, readQueryParameters } from './query-parameters.ts';
import { readSafely } from './read-safely.ts';
import { queryError } from './render-error.ts';
import { textDecoders } from './text-decoder.ts';
import type { Violations } from './violations.ts';
import { escapeXml, QUERY_STYLE, xmlEncoders } from './xml-encoder.ts';

const CONTENT_TYPE = 'text/xml';
const NOTHING: Record<string, unknown> = {};

/** The parameters of a request: a form in the body, or a query string. */
export function queryParametersOf(request: Pick<WireRequest, 'body' | 'query'>): QueryTree {
  return readSafely('MalformedInput', () =>
    readQueryParameters(request.body.length > 0 ? Buffer.from(request.body).toString('utf8') : request.query),
  );
}

/** AWS Query: `Action=CreateRole&RoleName=…` in, XML out. */
export function awsQuery(model: ServiceModel): Protocol {
  const dialect = dialectOf(model);
  const decoder = textDecoders(model, 'query');
  const encoder = xmlEncoders(model, QUERY_STYLE);
  const namespace = escapeXml(model.metadata.xmlNamespace ?? '');

  const operation = onceEach((name) => {
    const contract = model.operations[name];
    if (!contract) throw new Error(`the model has no operation ${name}`);
    return {
      decode: contract.input && decoder(contract.input),
      encode: contract.output && encoder({ shape: contract.output.shape }, contract.output.resultWrapper ?? `${name}Result`),
    };
  });

  return {
    name: 'aws-query',
    decode: (name, request) => {
      const violations: Violations = [];
      const { decode } = operation(name);
      const tree = queryParametersOf(request);
      const input = readSafely(dialect.serialization, () =>
        decode ? (decode(tree, violations) as Record<string, unknown>) : {},
      );
      return { input, violations };
    },
    refuse: (violations) => validationError(dialect, violations),
    encode: (name, value, { requestId }) => {
      const { encode } = operation(name);
      const result = encode ? `  ${encode(value ?? NOTHING)}\n` : '';
      return {
        status: 200,
        headers: { 'x-amzn-requestid': requestId, 'content-type': CONTENT_TYPE },
        body:
          `<${name}Response xmlns="${namespace}">\n${result}` +
          `  <ResponseMetadata>\n    <RequestId>${requestId}</RequestId>\n  </ResponseMetadata>\n</${name}Response>\n`,
      };
    },
    renderError: (error, { requestId }) => ({
      status: error.status,
      headers: { 'x-amzn-requestid': requestId, 'content-type': CONTENT_TYPE, ...error.headers },
      body: queryError(error, namespace, requestId),
    }),
  };
}

/** aws: sentence — recorded answer of IAM */
export const missingAction = (): AwsError => new AwsError('MissingAction', 'The request must contain the parameter Action');
