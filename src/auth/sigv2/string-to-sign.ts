import type { SignedRequest } from '../sigv4/claim.ts';
import type { ClaimOfVersion2 } from './claim.ts';

/** The parameters that are part of the resource. — S3 user guide, "Constructing the CanonicalizedResource element"; botocore 1.43, auth.py, HmacV1Auth */
const SIGNED = new Set(
  `acl lifecycle location logging notification partNumber policy requestPayment uploadId uploads versionId versioning versions website torrent
  delete cors tagging restore accelerate replication analytics metrics inventory select select-type object-lock storageClass defaultObjectAcl
  response-content-type response-content-language response-expires response-cache-control response-content-disposition response-content-encoding`.split(
    /\s+/,
  ),
);

/**
 * Those that name operations younger than the algorithm. AWS does not say whether it signs them. botocore does not; but if a URL needed not,
 * who was given it could make another operation of it.
 */
const YOUNGER = new Set(
  `abac annotation attributes encryption intelligent-tiering legal-hold metadataConfiguration
  metadataAnnotationTable metadataInventoryTable metadataJournalTable metadataTable ownershipControls policyStatus publicAccessBlock renameObject retention session`.split(
    /\s+/,
  ),
);

/** The parameters of a query in their order, decoded. A value that is none stays undefined: the resource then has no `=`. */
function* parametersOf(query: string): Generator<readonly [name: string, value: string | undefined]> {
  for (const part of query.split('&')) {
    if (part === '') continue;
    const equals = part.indexOf('=');
    yield equals < 0 ? [decoded(part), undefined] : [decoded(part.slice(0, equals)), decoded(part.slice(equals + 1))];
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return text;
  }
}

const byName = (a: readonly [string, unknown], b: readonly [string, unknown]) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0);

/** `x-amz-…` headers, and the parameters of a URL that stand for such: name and value of each on a line. */
function amazonHeaders({ headers, query }: SignedRequest, { by }: ClaimOfVersion2): string {
  const all = new Map<string, string>();
  const add = (name: string, value: string) => {
    const before = all.get(name);
    all.set(name, before === undefined ? value.trim() : `${before},${value.trim()}`);
  };
  for (const [name, value] of Object.entries(headers)) if (name.startsWith('x-amz-')) add(name, value);
  // aws: recorded AWS answer in localstack tests/aws/services/s3, test_put_url_metadata_with_sig_s3
  if (by === 'query') {
    for (const [name, value = ''] of parametersOf(query)) if (/^x-amz-/i.test(name)) add(name.toLowerCase(), value);
  }
  return [...all]
    .sort(byName)
    .map(([name, value]) => `${name}:${value}\n`)
    .join('');
}

/** The parameters that are part of the resource, as they stand behind its path. */
function parametersIn(query: string, isSigned: (name: string) => boolean): string {
  const signed = [...parametersOf(query)].filter(([name]) => isSigned(name)).sort(byName);
  if (signed.length === 0) return '';
  return `?${signed.map(([name, value]) => (value === undefined ? name : `${name}=${value}`)).join('&')}`;
}

/**
 * The path as it was sent, below the bucket that the host names, and what is part of it besides. More than one where clients differ:
 * botocore ends the path of a bucket with a slash that it does not send (handlers.py: what "s3 will accept").
 */
function* resourcesOf(
  { path, query }: SignedRequest,
  { by }: ClaimOfVersion2,
  bucketOfHost: string | undefined,
): Generator<string> {
  const whole = bucketOfHost === undefined ? path : `/${bucketOfHost}${path}`;
  const paths = /^\/[^/]+$/.test(whole) ? [whole, `${whole}/`] : [whole];
  const all = parametersIn(query, (name) => SIGNED.has(name) || YOUNGER.has(name));
  for (const each of paths) yield each + all;
  if (by === 'query') return;
  const old = parametersIn(query, (name) => SIGNED.has(name));
  if (old !== all) for (const each of paths) yield each + old;
}

/** What version 2 signs; others than the first where clients differ. — S3 user guide, "Signing and authenticating REST requests (AWS signature version 2)" */
export function* stringsToSignOfVersion2(
  request: SignedRequest,
  claim: ClaimOfVersion2,
  bucketOfHost: string | undefined,
): Generator<string> {
  const { headers, method } = request;
  const date = claim.expires ?? (headers['x-amz-date'] === undefined ? headers['date'] : undefined);
  const lines = [method, headers['content-md5'], headers['content-type'], date].map((line) => `${line?.trim() ?? ''}\n`);
  const front = lines.join('') + amazonHeaders(request, claim);
  for (const resource of resourcesOf(request, claim, bucketOfHost)) yield front + resource;
}
