import { type Claim, claimOf, SignatureError, signatureError } from '#auth';
import { AwsError } from '#core';
import { isForm } from '#protocol';
import type { Identified, Numbered, Received } from '../context.ts';
import type { Served } from '../served.ts';

/**
 * Which service is meant: by the operation's target, by what the signature was made for, by the host name, by the
 * shape of the request. What is left is S3, whose public objects are read without any of these.
 */
export function identifyService(received: Received & Numbered): Identified & Numbered {
  let claim: Claim | undefined;
  let refused: SignatureError | undefined;
  try {
    claim = claimOf(received);
  } catch (thrown) {
    if (!(thrown instanceof SignatureError)) throw thrown;
    refused = thrown;
  }
  const { host, bucket } = named(received.headers['host'] ?? '');
  // version 2 is for S3 alone: who signs by it for another service asks for that one all the same
  const served = find(received, claim?.version === 'AWS' ? undefined : claim, host);
  if (!served) throw unknownService(received, claim);
  if (claim?.version === 'AWS' && served.service.name !== 's3') refused = new SignatureError({ kind: 'algorithm', given: 'AWS' });
  const protocol = served.others.find((other) => other.speaks(received.headers))?.protocol ?? served.protocol;
  // the host of S3's control endpoint begins with an account
  const bucketOfHost = served.service.name === 's3' ? bucket : undefined;
  const ids = served.family === 's3' ? received.parts.s3Ids() : received;
  // written out, not spread: see decode.ts
  const identified = { served, protocol, claim, bucketOfHost, requestId: ids.requestId, hostId: ids.hostId };
  if (refused) {
    // the refusal is told in the words of the service that was asked
    Object.assign(received, identified);
    throw signatureError(served.family, refused.problem);
  }
  return identified;
}

function find({ parts, method, path, headers }: Received, claim: Claim | undefined, host: string): Served | undefined {
  const { directory } = parts;
  const target = headers['x-amz-target'];
  if (target !== undefined) return directory.byTarget(target.slice(0, Math.max(0, target.lastIndexOf('.'))));
  if (claim) return directory.bySigningName(claim.service, isControl(path, headers));
  const byHost = directory.byHost(host);
  if (byHost) return byHost;
  // an unsigned form is one of the calls by which credentials are got in the first place
  if (method === 'POST' && isForm(headers)) return directory.bySigningName('sts');
  return directory.bySigningName('s3');
}

/** aws: S3 Control signs as S3 does; it has a version before its paths, and every call names an account — model: s3control */
const isControl = (path: string, headers: Received['headers']): boolean =>
  path.startsWith('/v20180820/') && headers['x-amz-account-id'] !== undefined;

/** aws: the code of an endpoint that knows no such operation — observed in kinesalite, index.js */
function unknownService({ headers, parts }: Received, claim: Claim | undefined): AwsError {
  const named = claim?.service ?? headers['x-amz-target'];
  const what = named === undefined ? 'The request names no service' : `There is no ${named} here`;
  return new AwsError('UnknownOperationException', `${what}: Millrace serves ${parts.directory.names.join(', ')}`);
}

interface Named {
  readonly host: string;
  readonly bucket: string | undefined;
}
const HOSTS = 256;
const HOST_LENGTH = 256;
const hosts = new Map<string, Named>();

/** What a host header says. Few are ever sent. */
function named(header: string): Named {
  const known = hosts.get(header);
  if (known) return known;
  const host = hostOf(header);
  const said = { host, bucket: bucketOf(host) };
  if (hosts.size >= HOSTS) hosts.clear();
  if (header.length <= HOST_LENGTH) hosts.set(header, said);
  return said;
}

/** The name without the port. */
export function hostOf(host: string): string {
  const colon = host.lastIndexOf(':');
  const name = colon > 0 && !host.endsWith(']') ? host.slice(0, colon) : host;
  return name.toLowerCase();
}

/** `bucket.s3.us-east-1.amazonaws.com`, `bucket.s3.amazonaws.com`, `bucket.s3.localhost`, `bucket.localhost`; undefined in path style. */
export function bucketOf(host: string): string | undefined {
  const aws = /^(.+)\.s3[.-](?:[a-z0-9.-]+\.)?(?:amazonaws\.com(?:\.cn)?|localhost)$/.exec(host);
  if (aws) return aws[1];
  const local = /^(.+)\.localhost$/.exec(host);
  return local && local[1] !== 's3' ? local[1] : undefined;
}
