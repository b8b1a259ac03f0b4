import { checkRegionOfVersion2, type FormFields, formClaim, formKey, keyError, type SizeRange, verifyForm } from '#auth';
import { AwsError, type Caller } from '#core';
import { escapeXml, type FormUpload, formTagging, readForm, targetOf, toWordsExactly, type WireAnswer } from '#protocol';
import type { Authenticated, Form, Identified, Numbered, Received } from './context.ts';

/*
 * A form that a browser sends to a bucket is a PutObject in other words: its fields are the headers, its file is the body, and
 * a policy signed beforehand says what may be in it. — S3 API reference, POST Object
 */

/** Fields that are headers of the object by the same name. */
const HEADERS = new Set([
  'cache-control',
  'content-type',
  'content-disposition',
  'content-encoding',
  'content-language',
  'expires',
]);
const OF_OBJECTS = /^x-amz-(meta-|checksum-|storage-class$|website-redirect-location$|server-side-encryption|object-lock-)/;

/** The request that the form means. */
export async function takeForm(request: Received & Identified): Promise<Partial<Received>> {
  const { path, bucketOfHost, headers, source } = request;
  const { bucket } = targetOf({ path, bucketOfHost });
  const upload = await readForm(source.stream(), headers['content-type'] ?? '');
  // aws: "variables in the form are expanded prior to validating the POST policy" — S3 API reference, "Creating a POST policy"
  // and stands as it is where no file was named — recorded AWS answer in localstack tests/aws/services/s3, test_post_object_with_file_as_string
  const key = formKey(upload.fields).replace(/\$\{filename\}/g, (name) => upload.filename || name);
  const fields: FormFields = { ...upload.fields, bucket, key };
  const form: Form = { fields, bucket, key, size: undefined, claim: undefined, bytes: () => sized(upload, form) };
  const target = key.split('/').map(encodeURIComponent).join('/');
  return {
    method: 'PUT',
    path: bucketOfHost === undefined ? `/${bucket}/${target}` : `/${target}`,
    query: '',
    headers: headersOf(request, fields),
    form,
  };
}

function headersOf({ headers, served }: Received & Identified, fields: FormFields): Record<string, string> {
  const said: Record<string, string> = {};
  for (const [name, value] of Object.entries(fields)) {
    if (HEADERS.has(name) || OF_OBJECTS.test(name)) said[name] = headerOf(name, value);
    else if (name === 'acl') said['x-amz-acl'] = value;
    else if (name === 'tagging') said['x-amz-tagging'] = formTagging(served.service.model, value);
  }
  for (const name of ['host', 'origin', 'user-agent', 'referer']) {
    const value = headers[name];
    if (value !== undefined) said[name] = value;
  }
  return said;
}

/**
 * aws: metadata means what it says, whatever it looks like; a character beyond Latin-1 of another field is a space afterwards
 * — recorded AWS answer in localstack tests/aws/services/s3, test_post_object_with_unicode_metadata
 */
const headerOf = (name: string, value: string): string =>
  name.startsWith('x-amz-meta-') ? toWordsExactly(value) : value.replace(/[\u0100-\u{10ffff}]/gu, ' ');

async function* sized({ file }: FormUpload, form: Form): AsyncGenerator<Uint8Array> {
  let length = 0;
  for await (const piece of file) {
    length += piece.length;
    if (form.size && length > form.size.max) throw outOfRange('EntityTooLarge', length, form.size);
    yield piece;
  }
  if (form.size && length < form.size.min) throw outOfRange('EntityTooSmall', length, form.size);
}

// aws: codes, sentences and fields — recorded AWS answers in localstack tests/aws/services/s3, test_post_object_policy_validation_size
function outOfRange(code: 'EntityTooLarge' | 'EntityTooSmall', length: number, { min, max }: SizeRange): AwsError {
  const fields = { ProposedSize: String(length) };
  return code === 'EntityTooLarge'
    ? new AwsError(code, 'Your proposed upload exceeds the maximum allowed size', {
        fields: { ...fields, MaxSizeAllowed: String(max) },
      })
    : new AwsError(code, 'Your proposed upload is smaller than the minimum allowed size', {
        fields: { ...fields, MinSizeAllowed: String(min) },
      });
}

export const ANONYMOUS: Caller = { kind: 'anonymous', partition: 'aws', account: '', arn: '', userId: 'anonymous' };

/** Who signed the form's policy; nobody where there is none. */
export function formAuthenticated({ parts }: Received, form: Form): Authenticated {
  const claim = formClaim(form.fields);
  if (!claim) return { caller: ANONYMOUS, signature: undefined };
  if (claim.version === 'AWS') checkRegionOfVersion2(parts.region);
  form.claim = claim;
  const credential = parts.credentials.find(claim.accessKeyId, claim.sessionToken);
  if (typeof credential === 'string') throw keyError('s3', credential, claim.accessKeyId);
  const now = parts.clock.millis();
  form.size = verifyForm(form.fields, claim, credential.secretAccessKey, now, parts.signingKeys);
  if (credential.expiresAt !== undefined && credential.expiresAt.getTime() <= now)
    throw keyError('s3', 'expired', claim.accessKeyId);
  return { caller: credential.caller, signature: undefined };
}

/** aws: 204 unless the form says otherwise; a redirect with bucket, key and entity tag — S3 API reference, POST Object, "success_action_redirect" */
export function formAnswered(request: Received & Numbered & Identified, form: Form, put: WireAnswer): WireAnswer {
  const { bucket, key, fields } = form;
  const { headers } = put;
  const etag = headers['etag'] ?? '';
  const location = `${request.secure ? 'https' : 'http'}://${request.headers['host'] ?? ''}${request.path}`;
  const redirect = redirectOf(fields['success_action_redirect'] ?? fields['redirect']);
  if (redirect) {
    for (const [name, value] of Object.entries({ bucket, key, etag })) redirect.searchParams.append(name, value);
    return { status: 303, headers: { ...headers, location: redirect.href } };
  }
  const answered = { ...headers, location };
  switch (fields['success_action_status']) {
    case '200':
      return { status: 200, headers: answered };
    case '201': {
      const element = (name: string, text: string) => `<${name}>${escapeXml(text)}</${name}>`;
      const inside = element('Location', location) + element('Bucket', bucket) + element('Key', key) + element('ETag', etag);
      const body = `<?xml version="1.0" encoding="UTF-8"?>\n<PostResponse>${inside}</PostResponse>`;
      return { status: 201, headers: { ...answered, 'content-type': 'application/xml' }, body };
    }
    default:
      return { status: 204, headers: answered };
  }
}

/** aws: "If S3 cannot interpret the URL, it behaves as if the field is not present" — S3 API reference, POST Object */
function redirectOf(text: string | undefined): URL | undefined {
  if (text === undefined || !/^https?:\/\//.test(text)) return undefined;
  try {
    return new URL(text);
  } catch {
    return undefined;
  }
}
