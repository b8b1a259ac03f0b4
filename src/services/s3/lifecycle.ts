import type { LifecycleRule, Tag } from '#api/s3';
import type { Clock } from '#core';
import type { BucketRow } from './bucket-store.ts';
import type { S3Deps } from './deps.ts';
import { successor } from './listing.ts';
import { isLocked } from './object-lock.ts';
import type { ObjectLine, ObjectRow } from './object-row.ts';
import { targetOfCurrent, targetOfOlder } from './transitions.ts';

const DAY = 86_400_000;

/** aws: "rounding the resulting time to the next day midnight UTC" — S3 User Guide, "Lifecycle rules: Based on an object's age" */
const due = (since: Date, days: number): number => Math.ceil((since.getTime() + days * DAY) / DAY) * DAY;

const filterOf = (rule: LifecycleRule) => {
  const { Filter: filter } = rule;
  const and = filter?.And;
  return {
    prefix: rule.Prefix ?? filter?.Prefix ?? and?.Prefix ?? '',
    tags: and?.Tags ?? (filter?.Tag ? [filter.Tag] : []),
    above: filter?.ObjectSizeGreaterThan ?? and?.ObjectSizeGreaterThan ?? -1,
    below: filter?.ObjectSizeLessThan ?? and?.ObjectSizeLessThan ?? Number.POSITIVE_INFINITY,
  };
};

interface Tagged {
  readonly tags?: readonly Tag[] | undefined;
}

const carries = (doc: Tagged, tags: readonly Tag[]): boolean =>
  tags.every((tag) => doc.tags?.some((has) => has.Key === tag.Key && has.Value === tag.Value));

/**
 * `x-amz-expiration` of a version that is the newest: which rule deletes it first, and when. Dates have the HTTP form, spaces of ids stay spaces, as in
 * every AWS answer that was published, though the reference calls the id encoded: so is only what no header can carry.
 * aws: API Reference, PutObject, "x-amz-expiration"; not told where a version is named — recorded AWS answers in localstack
 * tests/aws/services/s3, test_bucket_lifecycle_configuration_object_expiry_versioned
 */
export function expirationOf(line: ObjectLine, doc: Tagged, bucket: BucketRow): string | undefined {
  const first = firstRule(bucket, (rule) => {
    const { Days: days, Date: date } = rule.Expiration ?? {};
    const { prefix, above, below, tags } = filterOf(rule);
    if (!line.key.startsWith(prefix) || line.size <= above || line.size >= below || !carries(doc, tags)) return undefined;
    if (date) return date.getTime();
    return days === undefined ? undefined : due(line.modified, days);
  });
  return first && `expiry-date="${first.at.toUTCString()}", rule-id="${first.id}"`;
}

/** Which rule aborts an upload first, and when. — API Reference, CreateMultipartUpload, "x-amz-abort-date" */
export function abortionOf(key: string, begun: Date, bucket: BucketRow): { AbortDate?: Date; AbortRuleId?: string } {
  const first = firstRule(bucket, (rule) => {
    const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
    return days === undefined || !key.startsWith(filterOf(rule).prefix) ? undefined : due(begun, days);
  });
  return first ? { AbortDate: first.at, AbortRuleId: first.id } : {};
}

/** Of the rules in force the one whose time comes first; undefined is never. Its id as a header can carry it. */
function firstRule(
  { settings }: BucketRow,
  timeOf: (rule: LifecycleRule) => number | undefined,
): { at: Date; id: string } | undefined {
  let first: { readonly at: number; readonly rule: LifecycleRule } | undefined;
  for (const rule of settings.lifecycle ?? []) {
    const at = rule.Status === 'Enabled' ? timeOf(rule) : undefined;
    if (at !== undefined && (!first || at < first.at)) first = { at, rule };
  }
  return first && { at: new Date(first.at), id: idInHeader(first.rule) };
}

/** aws: recorded, radkawar/stackd s3/lifecycle_header_authority_replay.json */
const idInHeader = ({ ID: id = '' }: LifecycleRule): string =>
  id.replace(/[^ !#$&-~]/gu, (character) => encodeURIComponent(character).toLowerCase());

const BATCH = 500;

/** One pass over the buckets that have rules. Works in batches and lets requests through between them. */
export async function sweep(deps: S3Deps, signal: AbortSignal): Promise<void> {
  for (const bucket of deps.buckets.withLifecycle()) {
    for (const rule of bucket.settings.lifecycle ?? []) {
      if (rule.Status !== 'Enabled') continue;
      await expireObjects(bucket, rule, deps, signal);
      await expireVersions(bucket, rule, deps, signal);
      abortUploads(bucket, rule, deps);
    }
  }
}

/** Objects whose time is over go; others go to the storage class that they are due for. */
async function expireObjects(bucket: BucketRow, rule: LifecycleRule, deps: S3Deps, signal: AbortSignal): Promise<void> {
  const { Days: days, Date: date } = rule.Expiration ?? {};
  if (days === undefined && date === undefined && !rule.Transitions?.length) return;
  const filter = filterOf(rule);
  const now = deps.clock.millis();
  await inBatches('s3_object', bucket, filter.prefix, deps, signal, (row) => {
    if (row.size <= filter.above || row.size >= filter.below || !carries(row.doc, filter.tags)) return;
    const isOver = (after: number) => due(row.modified, after) <= now;
    if (date ? date.getTime() <= now : days !== undefined && isOver(days)) {
      deps.objects.delete(bucket.id, row.key, bucket.settings.versioning);
    } else {
      const target = targetOfCurrent(row, rule, isOver, now);
      if (target) deps.objects.reclassify(bucket.id, row, target);
    }
  });
}

/**
 * Whether a delete marker that hides nothing any more goes by this rule: at once where the rule says so of markers, else when it is as old as objects must be.
 * aws: "when the delete markers are old enough to satisfy the age criteria" — S3 User Guide, "Removing expired object delete markers"
 */
function isOverAsMarker({ modified }: ObjectRow, { Expiration: expiration = {} }: LifecycleRule, now: number): boolean {
  const { Days: days, Date: date, ExpiredObjectDeleteMarker: atOnce = false } = expiration;
  if (date) return date.getTime() <= now;
  return days === undefined ? atOnce : due(modified, days) <= now;
}

/** Older versions whose time is over, and delete markers that hide nothing any more. */
async function expireVersions(bucket: BucketRow, rule: LifecycleRule, deps: S3Deps, signal: AbortSignal): Promise<void> {
  const { NoncurrentDays: days, NewerNoncurrentVersions: newer = 0 } = rule.NoncurrentVersionExpiration ?? {};
  if (days === undefined && !rule.Expiration && !rule.NoncurrentVersionTransitions?.length) return;
  const filter = filterOf(rule);
  const now = deps.clock.millis();
  const isMeant = (row: ObjectRow) => row.size > filter.above && row.size < filter.below && carries(row.doc, filter.tags);
  let key: string | undefined;
  let rank = 0;
  /** When the version before (the next newer one) came: that is when this one stopped being current. */
  let succeeded: Date | undefined;
  await inBatches('s3_history', bucket, filter.prefix, deps, signal, (row) => {
    if (row.key !== key) {
      key = row.key;
      const current = deps.objects.current(bucket.id, row.key);
      succeeded = current?.modified;
      rank = 0;
    }
    const since = succeeded;
    succeeded = row.modified;
    if (since === undefined) {
      const alone =
        row.marker && isMeant(row) && isOverAsMarker(row, rule, now) && deps.objects.onlyInHistory(bucket.id, row.key);
      if (alone) deps.objects.deleteVersion(bucket.id, row.key, row.version);
      return; // a delete marker that is current
    }
    rank++;
    if (!isMeant(row)) return;
    const isOver = (after: number) => due(since, after) <= now;
    if (days !== undefined && rank > newer && isOver(days) && !isLocked(row.doc, now)) {
      deps.objects.deleteVersion(bucket.id, row.key, row.version);
    } else {
      const target = targetOfOlder(row, rule, isOver, rank);
      if (target) deps.objects.reclassify(bucket.id, row, target);
    }
  });
}

async function inBatches(
  table: 's3_object' | 's3_history',
  bucket: BucketRow,
  prefix: string,
  deps: S3Deps,
  signal: AbortSignal,
  work: (row: ObjectRow) => void,
): Promise<void> {
  const end = prefix === '' ? undefined : successor(prefix);
  let after: ObjectRow | undefined;
  for (;;) {
    signal.throwIfAborted();
    const rows = deps.objects.scan(table, bucket.id, { from: prefix, end, after }, BATCH);
    deps.database.transaction(() => rows.forEach(work));
    await deps.database.settled();
    after = rows.at(-1);
    if (rows.length < BATCH) return;
  }
}

function abortUploads(bucket: BucketRow, rule: LifecycleRule, { database, uploads, clock }: S3Deps): void {
  const days = rule.AbortIncompleteMultipartUpload?.DaysAfterInitiation;
  if (days === undefined) return;
  const { prefix } = filterOf(rule);
  database.transaction(() => {
    for (const upload of uploads.list(bucket.id, { key: prefix, id: '', exclusive: false }, -1)) {
      if (!upload.key.startsWith(prefix)) break;
      if (due(upload.initiatedAt, days) <= clock.millis()) uploads.remove(upload);
    }
  });
}

/** aws: "Amazon S3 runs lifecycle rules once every day" — S3 User Guide, "Managing the lifecycle of objects". We look more often, as it is cheap. */
const EVERY = 3_600_000;

/** Sweeps until aborted; resolves when it has stopped. A sweep that fails is tried again the next time. */
export async function sweepRegularly(deps: S3Deps, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      await clock.sleep(EVERY, signal);
      await sweep(deps, signal);
    } catch {
      // stopped, or a full disk: the next sweep finds what is left
    }
  }
}
