import { AwsError, type ServiceModel } from '#core';

/** What a route does with the parameters of a request. */
export interface Consumer {
  readonly level: string;
  readonly method: string;
  /** Those it has a meaning for. */
  readonly parameters: ReadonlySet<string>;
}

/** They name a part and an upload as the others name a setting, though they have values. */
const OF_UPLOADS = ['partNumber', 'uploadId'];

/**
 * The parameters that say what of a bucket or an object is meant (`?acl`, `?uploads`). Whoever names one the chosen operation knows nothing of
 * means something else: it is refused, where to go on would write over the object, or delete it. Other unknown parameters mean nothing.
 */
export function subResourcesOf(
  model: ServiceModel,
): (query: ReadonlyMap<string, string>, chosen: Consumer, all: readonly Consumer[]) => void {
  const uris = Object.values(model.operations).map(({ http }) => http.requestUri.split('?')[1] ?? '');
  const words = new Set([
    ...uris.flatMap((query) => query.split('&').filter((each) => each !== '' && !each.includes('='))),
    ...OF_UPLOADS,
  ]);
  return (query, chosen, all) => {
    for (const name of query.keys()) {
      if (words.has(name) && !chosen.parameters.has(name)) refuse(name, query, chosen, all);
    }
  };
}

function refuse(name: string, query: ReadonlyMap<string, string>, { level, method }: Consumer, all: readonly Consumer[]): void {
  if (name === 'uploads' && query.has('uploadId')) throw conflicting(['uploadId', 'uploads']);
  if (method === 'GET' || method === 'HEAD') {
    if (name === 'versions' && level === 'object') throw ofNoKey(name);
    return; // nothing is lost, and what AWS answers is not known
  }
  if (name === 'partNumber' && method === 'PUT' && level === 'object') throw withoutUpload(query.get(name) as string);
  const allowed = METHODS.filter((each) =>
    all.some((one) => each !== method && one.level === level && one.method === each && one.parameters.has(name)),
  );
  throw notAllowed(method, name === 'uploadId' ? 'UPLOAD' : undefined, allowed);
}

/** In the order in which AWS names them. */
const METHODS = ['DELETE', 'POST', 'GET', 'HEAD', 'PUT'];

/** aws: recorded in versity/versitygw#2155 */
const conflicting = (names: readonly string[]) =>
  new AwsError('InvalidArgument', `Conflicting query string parameters: ${names.join(', ')}`, {
    fields: { ArgumentName: 'ResourceType', ArgumentValue: names[0] },
  });

/** aws: recorded in versity/versitygw#1688 */
const ofNoKey = (name: string) => new AwsError('InvalidRequest', `There is no such thing as the ?${name} sub-resource for a key`);

/** aws: recorded in versity/versitygw#1226, #1237 */
const withoutUpload = (value: string) =>
  new AwsError('InvalidArgument', 'This operation does not accept partNumber without uploadId', {
    fields: { ArgumentName: 'partNumber', ArgumentValue: value },
  });

/** aws: of a PUT with an `uploadId` alone, recorded in versity/versitygw#1236; of other sub-resources the same sentence is ours */
const notAllowed = (method: string, resourceType: string | undefined, allowed: readonly string[]) =>
  new AwsError('MethodNotAllowed', 'The specified method is not allowed against this resource.', {
    status: 405,
    fields: { Method: method, ...(resourceType && { ResourceType: resourceType }) },
    headers: allowed.length > 0 ? { allow: allowed.join(', ') } : {},
  });
