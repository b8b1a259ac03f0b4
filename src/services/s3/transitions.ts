import type { LifecycleRule, StorageClass } from '#api/s3';
import { invalidArgument, malformedXml, notImplemented } from './errors.ts';
import type { ObjectLine } from './object-row.ts';
import * as errors from './setting-errors.ts';

const DAY = 86_400_000;

/**
 * aws: classes only go down — S3 User Guide, "Transitioning objects using Amazon S3 Lifecycle". The archives below these are refused: an object
 * in them would have to be restored before it is read.
 */
const ORDER: readonly (string | undefined)[] = ['STANDARD', 'STANDARD_IA', 'INTELLIGENT_TIERING', 'ONEZONE_IA', 'GLACIER_IR'];
const depthOf = (storageClass: string): number => Math.max(0, ORDER.indexOf(storageClass));

/** aws: smaller objects stay, unless the filter names a size — S3 User Guide, same page; both values of TransitionDefaultMinimumObjectSize mean it for these classes */
const LEAST_SIZE = 128 * 1024;

/** Refuses what AWS refuses, and archives. aws: also to STANDARD_IA after any day — recorded, radkawar/stackd s3/lifecycle_control_replay.json */
export function checkTransitions(rule: LifecycleRule): void {
  const { Transitions: moves = [], NoncurrentVersionTransitions: older = [], Expiration: expiration = {} } = rule;
  if (older.some((each) => each.NoncurrentDays === undefined)) throw malformedXml();
  for (const { Date: date, ...each } of moves) {
    if (date && each.Days !== undefined) throw malformedXml();
    checkMove(each.StorageClass, 'Days', 'Transition', each.Days, date);
  }
  for (const each of older) checkMove(each.StorageClass, 'NoncurrentDays', 'NoncurrentVersionTransition', each.NoncurrentDays);
  const filter = filterText(rule);
  if (twice(moves)) throw errors.sameClassTwice('Transition', filter);
  if (twice(older)) throw errors.sameClassTwice('NoncurrentVersionTransition', filter);
  const [dates, days] = [moves.flatMap((each) => each.Date?.getTime() ?? []), moves.flatMap((each) => each.Days ?? [])];
  if (dates.length > 0 && days.length > 0) throw errors.mixedTransitions(filter);
  const { Date: end, Days: lifetime } = expiration;
  if ((end && days.length > 0) || (lifetime !== undefined && dates.length > 0)) throw errors.mixedWithExpiration(filter);
  if (end && dates.some((date) => date >= end.getTime())) throw errors.expiresFirst('Date', filter, end.toISOString());
  if (lifetime !== undefined && days.some((each) => each >= lifetime))
    throw errors.expiresFirst('Days', filter, String(lifetime));
  const kept = rule.NoncurrentVersionExpiration?.NoncurrentDays;
  if (kept !== undefined && older.some(({ NoncurrentDays: after = 0 }) => after >= kept))
    throw errors.expiresFirst('NoncurrentDays', filter, String(kept));
}

function checkMove(storageClass: string | undefined, name: string, action: string, days = 0, date?: Date): void {
  if (storageClass === undefined) throw malformedXml();
  if (!ORDER.includes(storageClass)) {
    throw notImplemented(`There are no archives: Millrace carries out no transition to ${storageClass}.`);
  }
  if (date && date.getTime() % DAY !== 0) throw invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString());
  if (days < 0) throw errors.mustNotBeNegative(name, action, days);
}

const twice = (moves: readonly { readonly StorageClass?: string | undefined }[]): boolean =>
  new Set(moves.map((each) => each.StorageClass)).size !== moves.length;

/** As AWS names what a rule is for; of filters by tags and sizes no sentence is known. */
const filterText = ({ Prefix: prefix, Filter: filter }: LifecycleRule): string =>
  prefix === undefined ? `filter '(prefix=${filter?.Prefix ?? filter?.And?.Prefix ?? ''})'` : `prefix '${prefix}'`;

const filterSaysSize = ({ Filter: filter }: LifecycleRule): boolean =>
  [filter, filter?.And].some((each) => each?.ObjectSizeGreaterThan !== undefined || each?.ObjectSizeLessThan !== undefined);

/** The class below its own to which a version goes now, if a rule whose filter takes it says so. */
function target(line: ObjectLine, rule: LifecycleRule, due: readonly (StorageClass | undefined)[]): StorageClass | undefined {
  if (line.marker || (line.size < LEAST_SIZE && !filterSaysSize(rule))) return undefined;
  const deepest = due.reduce((deep, each) => (each && depthOf(each) > depthOf(deep ?? 'STANDARD') ? each : deep), undefined);
  return deepest && depthOf(deepest) > depthOf(line.storageClass) ? deepest : undefined;
}

type IsOver = (days: number) => boolean;

export function targetOfCurrent(line: ObjectLine, rule: LifecycleRule, isOver: IsOver, now: number): StorageClass | undefined {
  const due = (rule.Transitions ?? []).filter(({ Date: date, Days: days = 0 }) => (date ? date.getTime() <= now : isOver(days)));
  return target(
    line,
    rule,
    due.map((each) => each.StorageClass),
  );
}

/** `rank`: 1 for the newest of the older versions. */
export function targetOfOlder(line: ObjectLine, rule: LifecycleRule, isOver: IsOver, rank: number): StorageClass | undefined {
  const due = (rule.NoncurrentVersionTransitions ?? []).filter(
    ({ NoncurrentDays: days = 0, NewerNoncurrentVersions: newer = 0 }) => rank > newer && isOver(days),
  );
  return target(
    line,
    rule,
    due.map((each) => each.StorageClass),
  );
}
