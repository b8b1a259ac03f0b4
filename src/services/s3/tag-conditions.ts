import type { Tag } from '#api/s3';
import type { Access, BoundOperation, Scope, Service } from '#core';
import type { S3Deps } from './deps.ts';
import { parseTagging } from './tags.ts';

// aws: which operations may be decided by tags of the object that is there, and by tags of the request — Service Authorization Reference,
// Amazon S3; S3 User Guide, "Tagging and access control policies"
const OF_THE_OBJECT = new Set([
  'GetObject',
  'HeadObject',
  'GetObjectAcl',
  'GetObjectAttributes',
  'GetObjectTagging',
  'PutObjectAcl',
  'PutObjectTagging',
  'DeleteObjectTagging',
]);
const OF_THE_REQUEST = new Set(['PutObject', 'PutObjectTagging', 'CopyObject', 'CreateMultipartUpload']);

interface Input {
  readonly Bucket?: string;
  readonly Key?: string;
  readonly VersionId?: string | undefined;
  /** As a header, or as a document. */
  readonly Tagging?: string | { readonly TagSet?: readonly Tag[] };
}

type Context = Record<string, string | readonly string[]>;

const NO_TAGS: Context = {};

/** Every operation, telling policies of tags: `s3:ExistingObjectTag/…`, `s3:RequestObjectTag/…` and `s3:RequestObjectTagKeys`. */
export function tagged(operations: Service['operations'], deps: Pick<S3Deps, 'buckets' | 'objects'>): Service['operations'] {
  const told = Object.entries(operations).map(([name, entry]) => [
    name,
    'unsupported' in entry ? entry : tells(name, entry, deps),
  ]);
  return Object.fromEntries(told) as Service['operations'];
}

function tells(name: string, entry: BoundOperation, deps: Pick<S3Deps, 'buckets' | 'objects'>): BoundOperation {
  const [there, asked] = [OF_THE_OBJECT.has(name), OF_THE_REQUEST.has(name)];
  if (!there && !asked) return entry;
  return {
    ...entry,
    access: (input, scope, caller) => {
      const access = entry.access(input, scope, caller);
      const requested = asked ? requestTags(input as Input) : NO_TAGS;
      const existing = there ? objectTags(input as Input, scope, deps) : NO_TAGS;
      // most requests are about no tags: nothing is made for them
      if (access === 'open' || (requested === NO_TAGS && existing === NO_TAGS)) return access;
      const tags = { ...requested, ...existing };
      const add = (each: Access): Access => ({ ...each, context: { ...each.context, ...tags } });
      return Array.isArray(access) ? (access as readonly Access[]).map(add) : add(access as Access);
    },
  };
}

function requestTags({ Tagging: tagging }: Input): Context {
  const tags = typeof tagging === 'string' ? readable(tagging) : (tagging?.TagSet ?? []);
  if (tags.length === 0) return NO_TAGS;
  return { ...named('s3:RequestObjectTag', tags), 's3:RequestObjectTagKeys': tags.map((tag) => tag.Key) };
}

/** None where the header is malformed: the operation refuses it. */
function readable(header: string): readonly Tag[] {
  try {
    return parseTagging(header);
  } catch {
    return [];
  }
}

/** What policies may ask of the version that a request is about. */
export function objectTags(
  { Bucket: name = '', Key: key = '', VersionId: version }: Input,
  scope: Pick<Scope, 'partition'>,
  { buckets, objects }: Pick<S3Deps, 'buckets' | 'objects'>,
): Context {
  const bucket = buckets.find(scope.partition, name);
  const row = bucket && (version === undefined ? objects.current(bucket.id, key) : objects.version(bucket.id, key, version));
  return row?.doc.tags?.length ? named('s3:ExistingObjectTag', row.doc.tags) : NO_TAGS;
}

const named = (key: string, tags: readonly Tag[]): Context =>
  Object.fromEntries(tags.map((tag) => [`${key}/${tag.Key}`, tag.Value]));
