import { AwsError, type OperationModel, type ServiceModel } from '#core';
import type { WireRequest } from './protocol.ts';
import { type Consumer, subResourcesOf } from './sub-resources.ts';

/** What an S3 request is about: the service, a bucket, or an object. */
export interface Target {
  readonly bucket: string;
  readonly key: string;
}

interface RestRoute extends Consumer {
  readonly operation: string;
  /** Query parameters that must be there, with this value where there is one. */
  readonly query: readonly (readonly [string, string | undefined])[];
  readonly headers: readonly string[];
}

/** Served by other endpoints than S3's own, at paths that mean something else here. */
const ELSEWHERE = new Set(['ListDirectoryBuckets', 'WriteGetObjectResponse']);
/** Deprecated by AWS, and the same requests as their successors. */
const SUPERSEDED = new Set(['GetBucketLifecycle', 'GetBucketNotification', 'PutBucketLifecycle', 'PutBucketNotification']);
/** The only header by which S3 tells operations apart. */
const COPY_SOURCE = 'x-amz-copy-source';

/** aws: sentence — S3 API reference, Error responses */
const invalidUri = () => new AwsError('InvalidURI', "Couldn't parse the specified URI.");

export function decoded(text: string): string {
  if (!text.includes('%')) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    throw invalidUri();
  }
}

export function targetOf({ path, bucketOfHost }: Pick<WireRequest, 'path' | 'bucketOfHost'>): Target {
  const rest = path.startsWith('/') ? path.slice(1) : path;
  if (bucketOfHost !== undefined) return { bucket: bucketOfHost, key: decoded(rest) };
  const slash = rest.indexOf('/');
  if (slash < 0) return { bucket: decoded(rest), key: '' };
  return { bucket: decoded(rest.slice(0, slash)), key: decoded(rest.slice(slash + 1)) };
}

const levelOf = (hasBucket: boolean, hasKey: boolean): string => (hasKey ? 'object' : hasBucket ? 'bucket' : 'service');

/** `?a=1&b` as a map; a name without a value has an empty one. */
export function queryOf(query: string): ReadonlyMap<string, string> {
  const values = new Map<string, string>();
  if (query === '') return values;
  for (const pair of query.split('&')) {
    const equals = pair.indexOf('=');
    const name = decoded((equals < 0 ? pair : pair.slice(0, equals)).replaceAll('+', ' '));
    if (!values.has(name)) values.set(name, equals < 0 ? '' : decoded(pair.slice(equals + 1).replaceAll('+', ' ')));
  }
  return values;
}

/** The operations of a REST model by method and level, the most demanding first. */
export function restRoutes(model: ServiceModel): (request: Omit<WireRequest, 'body' | 'stream'>) => string | undefined {
  const table = new Map<string, RestRoute[]>();
  const checkSubResources = subResourcesOf(model);
  for (const operation of Object.values(model.operations)) {
    if (ELSEWHERE.has(operation.name) || SUPERSEDED.has(operation.name)) continue;
    const [path = '', query = ''] = operation.http.requestUri.split('?');
    const { method } = operation.http;
    const level = levelOf(path.includes('{Bucket}'), path.includes('{Key+}'));
    const demands = demandsOf(model, operation, query);
    const parameters = new Set([...demands.map(([name]) => name), ...parametersOf(model, operation)]);
    const headers = copyHeaders(model, operation);
    const routes = table.get(`${method} ${level}`) ?? [];
    routes.push({ operation: operation.name, level, method, query: demands, parameters, headers });
    table.set(`${method} ${level}`, routes);
  }
  const weight = (route: RestRoute) => route.query.length + route.headers.length;
  for (const routes of table.values()) routes.sort((a, b) => weight(b) - weight(a));
  const all = [...table.values()].flat();

  return (request) => {
    const { bucket, key } = targetOf(request);
    const routes = table.get(`${request.method} ${levelOf(bucket !== '', key !== '')}`);
    if (!routes) return undefined;
    const query = queryOf(request.query);
    const fits = (route: RestRoute) =>
      route.query.every(([name, value]) => query.has(name) && (value === undefined || query.get(name) === value)) &&
      route.headers.every((name) => request.headers[name] !== undefined);
    const route = routes.find(fits);
    if (route && query.size > 0) checkSubResources(query, route, all);
    return route?.operation;
  };
}

/** The parameters written into the URI, and those without which the operation would be another one. */
function demandsOf(model: ServiceModel, operation: OperationModel, query: string): RestRoute['query'] {
  const written = query
    .split('&')
    .filter((pair) => pair !== '' && !pair.startsWith('x-id='))
    .map((pair) => {
      const [name = '', value] = pair.split('=');
      return [name, value] as const;
    });
  const required = new Set(inputOf(model, operation)?.required);
  const demanded = parametersOf(model, operation, (member) => required.has(member));
  return [...written, ...demanded.map((name) => [name, undefined] as const)];
}

const inputOf = (model: ServiceModel, { input }: OperationModel) => input && model.shapes[input.shape];

/** The names of the members that are query parameters. */
function parametersOf(model: ServiceModel, operation: OperationModel, which = (_member: string) => true): string[] {
  return Object.entries(inputOf(model, operation)?.members ?? {}).flatMap(([member, { location, locationName }]) =>
    location === 'querystring' && which(member) ? [locationName ?? member] : [],
  );
}

function copyHeaders(model: ServiceModel, operation: OperationModel): string[] {
  const input = inputOf(model, operation);
  const copies = (input?.required ?? []).some((name) => input?.members?.[name]?.locationName?.toLowerCase() === COPY_SOURCE);
  return copies ? [COPY_SOURCE] : [];
}
