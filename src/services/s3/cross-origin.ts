import type { CORSRule } from '#api/s3';
import type { CrossOrigin, CrossOriginRequest } from '#core';
import type { BucketStore } from './bucket-store.ts';
import { corsForbidden, corsNeedsOrigin, invalidRequest, malformedXml } from './errors.ts';
import { corsUnreadable, headerNotAllowed } from './setting-errors.ts';

/** aws: "Each configuration … up to 100 rules" — S3 User Guide, "Elements of a CORS configuration" */
const MOST_RULES = 100;
const METHODS = new Set(['GET', 'PUT', 'POST', 'DELETE', 'HEAD']);

// aws: sentence of the method — recorded AWS answer in localstack tests/aws/services/s3, test_put_cors_invalid_rules;
// those of wildcards — public reports of PutBucketCors
export function checkRules(rules: readonly CORSRule[]): void {
  if (rules.length === 0 || rules.length > MOST_RULES) throw malformedXml();
  for (const { AllowedMethods: methods, AllowedOrigins: origins, AllowedHeaders, ExposeHeaders } of rules) {
    if (methods.length === 0 || origins.length === 0) throw malformedXml();
    const unknown = methods.find((method) => !METHODS.has(method));
    if (unknown !== undefined)
      throw invalidRequest(`Found unsupported HTTP method in CORS config. Unsupported method is ${unknown}`);
    const wild = (name: string, patterns: readonly string[] = []) => {
      const found = patterns.find((pattern) => pattern.split('*').length > 2);
      if (found !== undefined) throw invalidRequest(`${name} "${found}" can not have more than one wildcard.`);
    };
    wild('AllowedOrigin', origins);
    wild('AllowedHeader', AllowedHeaders);
    const spaced = AllowedHeaders?.find((header) => /\s/.test(header));
    if (spaced !== undefined) throw headerNotAllowed(spaced);
    const exposed = ExposeHeaders?.find((header) => header.includes('*'));
    if (exposed !== undefined)
      throw invalidRequest(`ExposeHeader "${exposed}" contains wildcard. We currently do not support wildcard for ExposeHeader.`);
  }
}

/** One `*` stands for any text, an empty one too. */
function fits(pattern: string, text: string): boolean {
  const star = pattern.indexOf('*');
  if (star < 0) return pattern === text;
  const [before, behind] = [pattern.slice(0, star), pattern.slice(star + 1)];
  return text.length >= before.length + behind.length && text.startsWith(before) && text.endsWith(behind);
}

/** The headers that the first rule grants which fits the request; a rule fits as a whole or not at all. */
export function grantedBy(
  rules: readonly CORSRule[],
  { origin, method, headers }: Pick<CrossOriginRequest, 'origin' | 'method' | 'headers'>,
): Record<string, string> | undefined {
  if (origin === undefined || method === undefined) return undefined;
  for (const rule of rules) {
    const allowed = rule.AllowedOrigins.find((pattern) => fits(pattern, origin));
    if (allowed === undefined || !rule.AllowedMethods.includes(method)) continue;
    const may = (header: string) => rule.AllowedHeaders?.some((pattern) => fits(pattern.toLowerCase(), header.toLowerCase()));
    if (!headers.every(may)) continue;
    // aws: names, order and `Vary`; credentials not where any origin may — recorded AWS answers in localstack tests/aws/services/s3, test_s3_cors
    return {
      'access-control-allow-origin': allowed === '*' ? '*' : origin,
      'access-control-allow-methods': rule.AllowedMethods.join(', '),
      ...(headers.length > 0 && { 'access-control-allow-headers': headers.map((header) => header.toLowerCase()).join(', ') }),
      ...(rule.ExposeHeaders && { 'access-control-expose-headers': rule.ExposeHeaders.join(', ') }),
      ...(rule.MaxAgeSeconds !== undefined && { 'access-control-max-age': String(rule.MaxAgeSeconds) }),
      ...(allowed !== '*' && { 'access-control-allow-credentials': 'true' }),
      vary: 'Origin, Access-Control-Request-Headers, Access-Control-Request-Method',
    };
  }
  return undefined;
}

/** What browsers are told for pages of other origins: what a bucket's owner has said. */
export function crossOrigin(buckets: BucketStore): CrossOrigin {
  const rulesOf = ({ partition, bucket }: CrossOriginRequest) => buckets.find(partition, bucket)?.settings.cors;
  return {
    headers: (request) => grantedBy(rulesOf(request) ?? [], request),
    preflight(request) {
      // aws: an empty origin or method is none, what is no name of a method or a header is refused — recorded, radkawar/stackd s3/cors_raw_replay.json
      if (!request.origin) throw corsNeedsOrigin();
      // aws: a question that names no method is told of as OPTIONS — recorded, test_cors_http_options_no_config
      const method = request.method || 'OPTIONS';
      if (!/^[A-Z]+$/.test(method)) throw corsUnreadable('Method', method);
      const unreadable = request.headers.find((header) => /\s/.test(header));
      if (unreadable !== undefined) throw corsUnreadable('Headers', unreadable);
      if (!buckets.find(request.partition, request.bucket)) throw corsForbidden('Bucket not found', method, 'BUCKET');
      const rules = rulesOf(request);
      if (!rules) throw corsForbidden('CORS is not enabled for this bucket.', method, 'BUCKET');
      const granted = grantedBy(rules, request);
      if (granted) return granted;
      throw corsForbidden(
        "This CORS request is not allowed. This is usually because the evalution of Origin, request method / Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
        method,
        request.key === '' ? 'BUCKET' : 'OBJECT',
      );
    },
  };
}
