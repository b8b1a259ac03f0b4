import { expect } from 'vitest';
import type { Bucket, Version } from './buckets.ts';
import { md5, type Refusal, type Walk } from './walk.ts';

export type Move = (walk: Walk) => Promise<void>;

const PRECONDITION: Refusal = [412, 'PreconditionFailed'];
const NO_KEY: Refusal = [404, 'NoSuchKey'];

/** The id that answers show: none before versions were ever kept. */
export const shown = (bucket: Bucket, version: Version): string | undefined =>
  bucket.versioning === undefined ? undefined : version.id;

/** A condition on what is there, or none; and whether it holds. */
export function writeCondition(
  walk: Walk,
  current: Version | undefined,
): { input: Record<string, string>; refusal: Refusal | undefined } {
  if (walk.chance(70)) return { input: {}, refusal: undefined };
  if (walk.chance(50)) return { input: { IfNoneMatch: '*' }, refusal: current && PRECONDITION };
  const IfMatch = walk.tag(current);
  const refusal = !current ? NO_KEY : holds(IfMatch, current) ? undefined : PRECONDITION;
  return { input: { IfMatch }, refusal };
}

const holds = (tag: string, version: Version): boolean => tag.replaceAll('"', '') === version.etag;

const tagging = (tags: Version['tags']): string | undefined =>
  tags.length === 0 ? undefined : new URLSearchParams(tags.map(({ Key, Value }): [string, string] => [Key, Value])).toString();

export const put: Move = async (walk) => {
  const bucket = walk.bucket();
  const Key = walk.key(bucket);
  const condition = writeCondition(walk, bucket.current(Key));
  const [body, metadata, type, tags] = [walk.bytes(), walk.metadata(), walk.type(), walk.tags()];
  const answer = await walk.send('PutObject', {
    Bucket: bucket.name,
    Key,
    Body: body,
    Metadata: metadata,
    ContentType: type,
    Tagging: tagging(tags),
    ...condition.input,
  });
  if (condition.refusal) return walk.refused(answer, condition.refusal);
  const id = walk.made(bucket, answer);
  walk.answered(answer, { Status: 200, ETag: `"${md5(body)}"`, VersionId: id });
  bucket.write(Key, { body, etag: md5(body), metadata, type, tags }, id);
};

/** The version that a read is about, or why there is none. */
function sought(bucket: Bucket, key: string, id: string | undefined): Version | Refusal {
  if (id === undefined) return bucket.current(key) ?? NO_KEY;
  const version = bucket.version(key, id);
  if (!version) return [404, 'NoSuchVersion'];
  return version.marker ? [405, 'MethodNotAllowed'] : version;
}

const isRefusal = (found: Version | Refusal): found is Refusal => Array.isArray(found);

interface Window {
  readonly first: number;
  readonly length: number;
}

/** A range of the version, or a part of it: what to ask for and which bytes that is. */
function windowOf(
  walk: Walk,
  { body, parts }: Version,
): { input: Record<string, string | number>; window: Window | 'none' | undefined } {
  const size = body.length;
  if (walk.chance(50)) return { input: {}, window: undefined };
  if (walk.chance(25)) {
    const number = walk.roll(4) + 1;
    const input = { PartNumber: number };
    if (!parts) return { input, window: number === 1 ? { first: 0, length: size } : 'none' };
    const at = parts.findIndex((part) => part.number === number);
    if (at < 0) return { input, window: 'none' };
    const first = parts.slice(0, at).reduce((sum, part) => sum + part.size, 0);
    return { input, window: { first, length: parts[at]?.size ?? 0 } };
  }
  const [a, b] = [walk.roll(size + 20), walk.roll(size + 20)];
  if (walk.chance(30)) {
    const length = Math.min(a, size);
    return { input: { Range: `bytes=-${a}` }, window: length === 0 ? 'none' : { first: size - length, length } };
  }
  if (walk.chance(30)) return { input: { Range: `bytes=${a}-` }, window: a >= size ? 'none' : { first: a, length: size - a } };
  const input = { Range: `bytes=${a}-${b}` };
  if (b < a) return { input, window: undefined };
  return { input, window: a >= size ? 'none' : { first: a, length: Math.min(b + 1, size) - a } };
}

export const read: Move = async (walk) => {
  const bucket = walk.bucket();
  const Key = walk.key(bucket);
  const VersionId = walk.versionId(bucket, Key);
  const head = walk.chance(40);
  const operation = head ? 'HeadObject' : 'GetObject';
  const found = sought(bucket, Key, VersionId);
  const at = { Bucket: bucket.name, Key, VersionId };
  if (isRefusal(found)) {
    const answer = await walk.send(operation, at);
    walk.refused(answer, head ? [found[0]] : found);
    const marked = VersionId === undefined ? bucket.newest(Key)?.marker : bucket.version(Key, VersionId)?.marker;
    expect(answer['Marker']).toBe(marked ? 'true' : undefined);
    return;
  }
  if (walk.chance(20)) {
    const tag = walk.tag(found);
    const wanted = walk.chance(50);
    const same = holds(tag, found);
    const answer = await walk.send(operation, { ...at, ...(wanted ? { IfMatch: tag } : { IfNoneMatch: tag }) });
    if (wanted && !same) return walk.refused(answer, head ? [412] : PRECONDITION);
    if (!wanted && same) return walk.refused(answer, [304]);
    return walk.answered(answer, { Status: 200, ETag: `"${found.etag}"` });
  }
  const { input, window } = windowOf(walk, found);
  const answer = await walk.send(operation, { ...at, ...input });
  if (window === 'none') return walk.refused(answer, [416]);
  const { first, length } = window ?? { first: 0, length: found.body.length };
  walk.answered(answer, {
    Status: window && window.length > 0 ? 206 : 200,
    ContentLength: length,
    ContentRange: window && length > 0 ? `bytes ${first}-${first + length - 1}/${found.body.length}` : undefined,
    ETag: `"${found.etag}"`,
    VersionId: shown(bucket, found),
    Metadata: found.metadata,
    ContentType: found.type,
    TagCount: found.tags.length === 0 ? undefined : found.tags.length,
    DeleteMarker: undefined,
    PartsCount: input['PartNumber'] === undefined ? undefined : found.parts?.length,
  });
  if (!head) expect((answer['Body'] as Buffer).equals(found.body.subarray(first, first + length))).toBe(true);
  walk.sameTime(found, answer['LastModified']);
};

export const remove: Move = async (walk) => {
  const bucket = walk.bucket();
  const Key = walk.key(bucket);
  const VersionId = walk.versionId(bucket, Key);
  const condition = walk.chance(20) && VersionId === undefined ? { IfMatch: walk.tag(bucket.current(Key)) } : {};
  const answer = await walk.send('DeleteObject', { Bucket: bucket.name, Key, VersionId, ...condition });
  const refusal = deleteRefusal(bucket, Key, condition.IfMatch);
  if (refusal) return walk.refused(answer, refusal);
  walk.answered(answer, { Status: 204, ...deleted(walk, bucket, { Key, VersionId }, answer['VersionId']) });
};

function deleteRefusal(bucket: Bucket, key: string, tag: string | undefined): Refusal | undefined {
  if (tag === undefined) return undefined;
  const current = bucket.current(key);
  return !current ? NO_KEY : holds(tag, current) ? undefined : PRECONDITION;
}

/** Deletes from the model; what DeleteObject says of it. `told`: the id of a marker that was made. */
function deleted(
  walk: Walk,
  bucket: Bucket,
  { Key, VersionId }: { Key: string; VersionId: string | undefined },
  told: unknown,
): { VersionId: string | undefined; DeleteMarker: true | undefined } {
  if (VersionId !== undefined) {
    const gone = bucket.removeVersion(Key, VersionId);
    return { VersionId, DeleteMarker: gone?.marker ? true : undefined };
  }
  const marker = bucket.remove(Key, walk.made(bucket, { VersionId: told }));
  return { VersionId: marker?.id, DeleteMarker: marker ? true : undefined };
}

export const removeMany: Move = async (walk) => {
  const bucket = walk.bucket();
  const asked = Array.from({ length: walk.roll(5) + 1 }, () => {
    const Key = walk.key(bucket);
    const VersionId = walk.versionId(bucket, Key);
    const ETag = VersionId === undefined && walk.chance(20) ? walk.tag(bucket.current(Key)) : undefined;
    return { Key, VersionId, ETag };
  });
  const Quiet = walk.chance(20);
  const answer = await walk.send('DeleteObjects', { Bucket: bucket.name, Delete: { Objects: asked, Quiet } });
  const told = [...((answer['Deleted'] ?? []) as Record<string, unknown>[])];
  // of what is made quietly nothing is told
  if (Quiet && bucket.versioning === 'Enabled') return learn(walk, bucket, asked);
  const Deleted: unknown[] = [];
  const Errors: unknown[] = [];
  for (const { Key, VersionId, ETag } of asked) {
    const refusal = deleteRefusal(bucket, Key, ETag);
    if (refusal) {
      Errors.push(expect.objectContaining({ Key, Code: refusal[1] }));
      continue;
    }
    const { VersionId: id, DeleteMarker } = deleted(
      walk,
      bucket,
      { Key, VersionId },
      told[Deleted.length]?.['DeleteMarkerVersionId'],
    );
    Deleted.push({
      Key,
      ...(VersionId !== undefined && { VersionId }),
      ...(DeleteMarker && { DeleteMarker, DeleteMarkerVersionId: id }),
    });
  }
  walk.answered(answer, {
    Status: 200,
    Deleted: Quiet || Deleted.length === 0 ? undefined : Deleted,
    Errors: Errors.length === 0 ? undefined : Errors,
  });
};

/** Deletes from the model what was deleted quietly, with the ids of markers as they are listed now. */
async function learn(
  walk: Walk,
  bucket: Bucket,
  asked: readonly { Key: string; VersionId: string | undefined; ETag: string | undefined }[],
) {
  const known = new Set([...bucket.keys.values()].flat().map(({ id }) => id));
  const { DeleteMarkers = [] } = (await walk.send('ListObjectVersions', { Bucket: bucket.name })) as {
    DeleteMarkers?: { Key: string; VersionId: string }[];
  };
  // newest first: the oldest of them was made first
  const made = DeleteMarkers.filter(({ VersionId }) => !known.has(VersionId)).reverse();
  for (const { Key, VersionId, ETag } of asked) {
    if (deleteRefusal(bucket, Key, ETag)) continue;
    const at = VersionId === undefined ? made.findIndex((marker) => marker.Key === Key) : -1;
    deleted(walk, bucket, { Key, VersionId }, at < 0 ? undefined : made.splice(at, 1)[0]?.VersionId);
  }
  expect(made).toEqual([]);
}

export const copy: Move = async (walk) => {
  const [from, to] = [walk.bucket(), walk.bucket()];
  const source = walk.key(from);
  const Key = walk.chance(30) ? source : walk.key(to);
  const id = walk.versionId(from, source);
  const found = sourceSought(from, source, id);
  const replace = walk.chance(40);
  const replaceTags = walk.chance(30);
  const [metadata, type, tags] = [walk.metadata(), walk.type(), walk.tags()];
  const sourceTag = walk.chance(15) ? walk.tag(isRefusal(found) ? undefined : found) : undefined;
  const condition = writeCondition(walk, to.current(Key));
  const wanted = walk.chance(50);
  const answer = await walk.send('CopyObject', {
    Bucket: to.name,
    Key,
    CopySource: sourceText(from, source, id),
    ...(replace && { MetadataDirective: 'REPLACE', Metadata: metadata, ContentType: type }),
    ...(replaceTags && { TaggingDirective: 'REPLACE', Tagging: tagging(tags) }),
    ...(sourceTag !== undefined && { [wanted ? 'CopySourceIfMatch' : 'CopySourceIfNoneMatch']: sourceTag }),
    ...condition.input,
  });
  if (isRefusal(found)) return walk.refused(answer, found);
  if (sourceTag !== undefined && holds(sourceTag, found) !== wanted) return walk.refused(answer, PRECONDITION);
  if (!replace && found === to.current(Key)) return walk.refused(answer, [400, 'InvalidRequest']);
  if (condition.refusal) return walk.refused(answer, condition.refusal);
  const made = walk.made(to, answer);
  const etag = md5(found.body);
  walk.answered(answer, {
    Status: 200,
    CopyObjectResult: expect.objectContaining({ ETag: `"${etag}"`, LastModified: expect.any(Date) }),
    VersionId: made ?? (to.versioning && 'null'),
    CopySourceVersionId: found.id === 'null' ? undefined : found.id,
  });
  const said = replace ? { metadata, type } : { metadata: found.metadata, type: found.type };
  const version = to.write(Key, { body: found.body, etag, ...said, tags: replaceTags ? tags : found.tags }, made);
  walk.sameTime(version, (answer['CopyObjectResult'] as { LastModified: Date }).LastModified);
};

export const sourceText = (bucket: Bucket, key: string, id: string | undefined): string =>
  `${bucket.name}/${key.split('/').map(encodeURIComponent).join('/')}${id === undefined ? '' : `?versionId=${id}`}`;

/** Of a copy, a delete marker is no source. */
export function sourceSought(bucket: Bucket, key: string, id: string | undefined): Version | Refusal {
  const found = sought(bucket, key, id);
  return isRefusal(found) && found[0] === 405 ? [400, 'InvalidRequest'] : found;
}

export const tag: Move = async (walk) => {
  const bucket = walk.bucket();
  const Key = walk.key(bucket);
  const VersionId = walk.versionId(bucket, Key);
  const found =
    VersionId === undefined && bucket.newest(Key)?.marker ? ([405, 'MethodNotAllowed'] as const) : sought(bucket, Key, VersionId);
  const at = { Bucket: bucket.name, Key, VersionId };
  const way = walk.pick(['Get', 'Put', 'Delete'] as const);
  const tags = walk.tags();
  const answer = await walk.send(`${way}ObjectTagging`, way === 'Put' ? { ...at, Tagging: { TagSet: tags } } : at);
  if (isRefusal(found)) return walk.refused(answer, found);
  walk.answered(answer, { Status: way === 'Delete' ? 204 : 200, VersionId: shown(bucket, found) });
  if (way === 'Get') walk.answered(answer, { TagSet: found.tags });
  else found.tags = way === 'Put' ? tags : [];
};

export const keepVersions: Move = async (walk) => {
  const bucket = walk.buckets[1];
  const Status = bucket.versioning === 'Enabled' ? 'Suspended' : 'Enabled';
  const answer = await walk.send('PutBucketVersioning', { Bucket: bucket.name, VersioningConfiguration: { Status } });
  walk.answered(answer, { Status: 200 });
  bucket.versioning = Status;
};
