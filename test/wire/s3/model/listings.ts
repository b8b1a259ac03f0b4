import { expect } from 'vitest';
import {
  type Bucket,
  type Entry,
  objectsOf,
  type Page,
  pageOf,
  type Query,
  type Upload,
  uploadsOf,
  type Version,
  versionsOf,
} from './buckets.ts';
import type { Move } from './objects.ts';
import type { Answer, Walk } from './walk.ts';

const PREFIXES = ['', '', '', 'a', 'a/', 'b/2', 'z/', 'no', 'é', '..'];
const DELIMITERS = ['', '', '/', '/', '/', '//', 'b', '\u{1f600}'];

interface Asked {
  readonly input: Record<string, unknown>;
  readonly query: Omit<Query, 'after' | 'afterId'>;
  /** Where the first page starts. */
  readonly after: string;
}

/** What is asked for in each page; `limit` names the member that bounds a page. */
function ask(walk: Walk, bucket: Bucket, limit: string): Asked {
  const [prefix, delimiter] = [walk.pick(PREFIXES), walk.pick(DELIMITERS)];
  const most = walk.chance(30) ? 1000 : walk.roll(6) + 1;
  const input = {
    Bucket: bucket.name,
    ...(prefix !== '' && { Prefix: prefix }),
    ...(delimiter !== '' && { Delimiter: delimiter }),
    ...(most < 1000 && { [limit]: most }),
    ...(walk.chance(30) && { EncodingType: 'url' }),
  };
  return { input, query: { prefix, delimiter, limit: most }, after: walk.chance(50) ? '' : walk.key(bucket) };
}

const decoded = (answer: Answer) => (text: unknown) =>
  answer['EncodingType'] === 'url' ? decodeURIComponent(String(text).replaceAll('+', ' ')) : String(text);

function told(answer: Answer, members: readonly string[]): Record<string, unknown>[] {
  const key = decoded(answer);
  return members
    .flatMap((member) => (answer[member] ?? []) as Record<string, unknown>[])
    .map((each) => ({ ...each, Key: key(each['Key']) }));
}

/** The folders of a page, and that there are as many pages as there should be. */
function samePage<T>(walk: Walk, answer: Answer, page: Page<T>): readonly { key: string; item: T }[] {
  const key = decoded(answer);
  const folders = ((answer['CommonPrefixes'] ?? []) as { Prefix: string }[]).map(({ Prefix }) => key(Prefix));
  walk.answered(answer, { Status: 200, IsTruncated: page.truncated });
  expect(folders).toEqual(page.entries.flatMap((entry) => ('folder' in entry ? [entry.folder] : [])));
  return page.entries.flatMap((entry) => ('folder' in entry ? [] : [entry]));
}

const nameOf = <T>(entry: Entry<T> | undefined): string => (entry ? ('folder' in entry ? entry.folder : entry.key) : '');

export const objects: Move = async (walk) => {
  const bucket = walk.bucket();
  const first = walk.chance(50);
  const asked = ask(walk, bucket, 'MaxKeys');
  let after = asked.after;
  let where: Record<string, unknown> = after === '' ? {} : { [first ? 'Marker' : 'StartAfter']: after };
  for (;;) {
    const page = pageOf(objectsOf(bucket), { ...asked.query, after, afterId: '' });
    const answer = await walk.send(first ? 'ListObjects' : 'ListObjectsV2', { ...asked.input, ...where });
    const items = samePage(walk, answer, page);
    const lines = told(answer, ['Contents']);
    expect(lines.map(({ Key, ETag, Size }) => [Key, ETag, Size])).toEqual(
      items.map(({ key, item }) => [key, `"${item.etag}"`, item.body.length]),
    );
    for (const [index, { item }] of items.entries()) walk.sameTime(item, lines[index]?.['LastModified']);
    if (!first) walk.answered(answer, { KeyCount: page.entries.length });
    if (!page.truncated) return;
    after = nameOf(page.entries.at(-1));
    if (first && asked.query.delimiter !== '') expect(decoded(answer)(answer['NextMarker'])).toBe(after);
    where = first ? { Marker: after } : { ContinuationToken: answer['NextContinuationToken'] };
  }
};

export const versions: Move = async (walk) => {
  const bucket = walk.bucket();
  const asked = ask(walk, bucket, 'MaxKeys');
  let after = asked.after;
  let afterId = after !== '' && walk.chance(50) ? (bucket.keys.get(after)?.at(walk.roll(2))?.id ?? '') : '';
  for (;;) {
    const page = pageOf<Version>(versionsOf(bucket), { ...asked.query, after, afterId });
    const where = { ...(after !== '' && { KeyMarker: after }), ...(afterId !== '' && { VersionIdMarker: afterId }) };
    const answer = await walk.send('ListObjectVersions', { ...asked.input, ...where });
    const items = samePage(walk, answer, page);
    for (const member of ['Versions', 'DeleteMarkers'] as const) {
      const kind = items.filter(({ item }) => item.marker === (member === 'DeleteMarkers'));
      const lines = told(answer, [member]);
      expect(lines.map(({ Key, VersionId, IsLatest, ETag, Size }) => [Key, VersionId, IsLatest, ETag, Size])).toEqual(
        kind.map(({ key, item }) => [
          key,
          item.id,
          bucket.newest(key) === item,
          ...(item.marker ? [undefined, undefined] : [`"${item.etag}"`, item.body.length]),
        ]),
      );
      for (const [index, { item }] of kind.entries()) walk.sameTime(item, lines[index]?.['LastModified']);
    }
    if (!page.truncated) return;
    const last = page.entries.at(-1);
    after = nameOf(last);
    afterId = last && 'item' in last ? last.item.id : '';
    expect(decoded(answer)(answer['NextKeyMarker'])).toBe(after);
    walk.answered(answer, { NextVersionIdMarker: afterId === '' ? undefined : afterId });
  }
};

export const uploads: Move = async (walk) => {
  const bucket = walk.bucket();
  const asked = ask(walk, bucket, 'MaxUploads');
  let after = asked.after;
  let afterId = after !== '' && walk.chance(50) ? (bucket.uploads.find(({ key }) => key === after)?.id ?? '') : '';
  for (;;) {
    const page = pageOf<Upload>(uploadsOf(bucket), { ...asked.query, after, afterId });
    const where = { ...(after !== '' && { KeyMarker: after }), ...(afterId !== '' && { UploadIdMarker: afterId }) };
    const answer = await walk.send('ListMultipartUploads', { ...asked.input, ...where });
    const items = samePage(walk, answer, page);
    expect(told(answer, ['Uploads']).map(({ Key, UploadId }) => [Key, UploadId])).toEqual(
      items.map(({ key, item }) => [key, item.id]),
    );
    if (!page.truncated) return;
    const last = page.entries.at(-1);
    after = nameOf(last);
    afterId = last && 'item' in last ? last.item.id : '';
    expect(decoded(answer)(answer['NextKeyMarker'])).toBe(after);
    expect(answer['NextUploadIdMarker'] ?? '').toBe(afterId);
  }
};
