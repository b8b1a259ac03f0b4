import type { LifecycleRule, LifecycleRuleFilter } from '#api/s3';
import { invalidArgument, invalidRequest, malformedXml } from './errors.ts';
import * as errors from './setting-errors.ts';
import { checkTransitions } from './transitions.ts';

const DAY = 86_400_000;
/** aws: 1,000 × 2^40 bytes — observed on AWS in a public report: hashicorp/terraform-provider-aws issue 41521 */
const LARGEST = 1000 * 2 ** 40;

/** What AWS refuses, and archives. Sentences: recorded AWS answers in localstack tests/aws/services/s3, test_put_bucket_lifecycle_conf_exc, unless marked. */
export function checkRules(rules: readonly LifecycleRule[]): void {
  // aws: "up to 1,000 rules" — S3 User Guide, "Lifecycle configuration elements"
  if (rules.length === 0 || rules.length > 1000) throw malformedXml();
  const ids = rules.flatMap(({ ID: id }) => id || []);
  for (const id of ids) if (id.length > 255) throw errors.ruleIdTooLong(id);
  const twice = ids.find((id, at) => ids.indexOf(id) !== at);
  if (twice !== undefined) throw errors.ruleIdTwice(twice);
  for (const rule of rules) if ((rule.Filter === undefined) === (rule.Prefix === undefined)) throw malformedXml();
  checkVersion(rules);
  for (const rule of rules) {
    checkFilter(rule.Filter);
    checkExpiration(rule);
    checkNoncurrent(rule);
    checkAbort(rule);
    checkTransitions(rule);
    const moves = rule.Transitions?.length || rule.NoncurrentVersionTransitions?.length;
    if (!rule.Expiration && !rule.NoncurrentVersionExpiration && !moves && !rule.AbortIncompleteMultipartUpload) {
      throw errors.noAction();
    }
  }
}

/** Rules with prefixes of their own are of an older kind, which does not go together with filters. */
function checkVersion(rules: readonly LifecycleRule[]): void {
  const old = rules[0]?.Prefix !== undefined;
  if (rules.some((rule) => (rule.Prefix !== undefined) !== old)) throw old ? errors.filterInV1() : errors.prefixInV2();
  if (!old) return;
  const newer = (each: { NewerNoncurrentVersions?: number | undefined } | undefined) =>
    each?.NewerNoncurrentVersions !== undefined;
  for (const rule of rules) {
    if (newer(rule.NoncurrentVersionExpiration) || rule.NoncurrentVersionTransitions?.some(newer)) throw errors.newerInV1();
  }
  const enabled = rules.filter((rule) => rule.Status === 'Enabled');
  for (const [at, { Prefix: one = '', ...rule }] of enabled.entries()) {
    for (const { Prefix: other = '', ...later } of enabled.slice(at + 1)) {
      const both = ACTIONS.find((action) => [rule, later].every((each) => isSaid(each[action])));
      if (both && (one.startsWith(other) || other.startsWith(one))) throw errors.prefixesOverlap(one, other, NAMES[both] ?? both);
    }
  }
}

const ACTIONS = [
  'Expiration',
  'Transitions',
  'NoncurrentVersionExpiration',
  'NoncurrentVersionTransitions',
  'AbortIncompleteMultipartUpload',
] as const;
const NAMES: Readonly<Record<string, string>> = {
  Transitions: 'Transition',
  NoncurrentVersionTransitions: 'NoncurrentVersionTransition',
};
const isSaid = (action: object | undefined): boolean => (Array.isArray(action) ? action.length > 0 : action !== undefined);

function checkFilter(filter: LifecycleRuleFilter | undefined): void {
  if (!filter) return;
  if (Object.values(filter).filter((value) => value !== undefined).length > 1) throw malformedXml();
  const { And: and } = filter;
  if (and) {
    const { Tags: tags = [], ...others } = and;
    // aws: one predicate needs no And — wire capture in a public report: hashicorp/terraform-provider-aws issue 23882
    if (tags.length + Object.values(others).filter((value) => value !== undefined).length < 2) throw malformedXml();
    if (new Set(tags.map((tag) => tag.Key)).size !== tags.length) throw invalidRequest('Duplicate Tag Keys are not allowed.');
  }
  const { ObjectSizeGreaterThan: above, ObjectSizeLessThan: below } = and ?? filter;
  if (above !== undefined && (above < 0 || above > LARGEST)) throw errors.sizeOutOfRange('ObjectSizeGreaterThan', 0, LARGEST);
  if (below !== undefined && (below < 1 || below > LARGEST)) throw errors.sizeOutOfRange('ObjectSizeLessThan', 1, LARGEST);
  if (above !== undefined && below !== undefined && above >= below) throw errors.sizesExclude();
}

function checkExpiration(rule: LifecycleRule): void {
  const { Expiration: expiration } = rule;
  if (!expiration) return;
  if (Object.values(expiration).filter((value) => value !== undefined).length !== 1) throw malformedXml();
  const { Days: days, Date: date, ExpiredObjectDeleteMarker: marker } = expiration;
  if (days !== undefined && days < 1) throw errors.mustBePositive('Days', 'Expiration', days);
  if (date && date.getTime() % DAY !== 0) throw invalidArgument("'Date' must be at midnight GMT", 'Date', date.toISOString());
  if (marker !== undefined) needsPlainFilter(rule, 'ExpiredObjectDeleteMarker');
}

function checkNoncurrent({ NoncurrentVersionExpiration: noncurrent }: LifecycleRule): void {
  if (!noncurrent) return;
  const { NoncurrentDays: days, NewerNoncurrentVersions: newer } = noncurrent;
  // aws: also beside NewerNoncurrentVersions — public reports: noobaa/noobaa-core pull request 8861, scality/Arsenal pull request 2085
  if (days === undefined) throw malformedXml();
  if (days < 1) throw errors.mustBePositive('NoncurrentDays', 'NoncurrentVersionExpiration', days);
  // aws: recorded, radkawar/stackd s3/lifecycle_control_replay.json; more than 100 are not refused
  if (newer !== undefined && newer < 1)
    throw errors.mustBePositive('NewerNoncurrentVersions', 'NoncurrentVersionExpiration', newer);
}

function checkAbort(rule: LifecycleRule): void {
  const { AbortIncompleteMultipartUpload: abort } = rule;
  if (!abort) return;
  const { DaysAfterInitiation: days } = abort;
  if (days === undefined) throw malformedXml();
  if (days < 1) throw errors.mustBePositive('DaysAfterInitiation', 'AbortIncompleteMultipartUpload', days);
  needsPlainFilter(rule, 'AbortIncompleteMultipartUpload');
}

/** What has neither tags nor a size is not chosen by them. */
function needsPlainFilter({ Filter: filter }: LifecycleRule, action: string): void {
  const { ObjectSizeGreaterThan: above, ObjectSizeLessThan: below } = filter?.And ?? filter ?? {};
  if (filter?.Tag || filter?.And?.Tags?.length) throw errors.notWith(action, 'Tags');
  if (above !== undefined || below !== undefined) throw errors.notWith(action, 'Object Size');
}
