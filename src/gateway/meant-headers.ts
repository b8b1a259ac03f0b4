import { toWordsExactly } from '#protocol';
import type { Identified, Received } from './context.ts';

/** Parameters that say how a URL was signed, and digests: they were made before there was a body, and AWS does not look at them. */
const NOT_MEANT =
  /^x-amz-(algorithm|credential|signature|signedheaders|date|expires|security-token|content-sha256|checksum-.*|sdk-checksum-algorithm)$/;

/**
 * The headers of a request, with those that a presigned URL has as parameters: who was given it need not send them.
 * aws: metadata, lists, tags and sources of copies, as @aws-sdk/s3-request-presigner puts them; conditions — recorded AWS answers in
 * localstack tests/aws/services/s3, test_pre_signed_url_if_none_match; digests are ignored — localstack issue 12169, aws-sdk issue 480
 */
export function meantHeaders({ claim, served, headers, query }: Received & Identified): Received['headers'] {
  if (claim?.by !== 'query' || served.family !== 's3') return headers;
  let meant: Record<string, string> | undefined;
  for (const [parameter, value] of new URLSearchParams(query)) {
    const name = parameter.toLowerCase();
    if (headers[name] !== undefined || NOT_MEANT.test(name)) continue;
    // version 2 signs nothing else of the kind
    if (!name.startsWith('x-amz-') && (claim.version === 'AWS' || (name !== 'if-match' && name !== 'if-none-match'))) continue;
    meant ??= { ...headers };
    meant[name] = headerOf(name, value);
  }
  return meant ?? headers;
}

/** As a header could have carried it. */
const headerOf = (name: string, value: string): string =>
  name.startsWith('x-amz-meta-') ? toWordsExactly(value) : value.replace(/[^\t\u0020-\u007e\u0080-\u00ff]/g, ' ');
