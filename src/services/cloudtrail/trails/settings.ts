import type { CreateTrailRequest, Tag, UpdateTrailRequest } from '#api/cloudtrail';
import { AwsError, arnOf, type Call, parseArn, type Scope } from '#core';
import {
  badLogGroup,
  badTopicName,
  bucketRefuses,
  noSuchBucket,
  notBuilt,
  tooManyTags,
  topicRefuses,
  untrustingRole,
  weakRole,
} from '../errors.ts';
import type { TrailBucket, TrailLogs, TrailTopic } from '../ports.ts';
import { keyRefusal } from './encryption.ts';
import { streamOf } from './log-delivery.ts';
import { PRINCIPAL, type TrailRow, trailArn } from './store.ts';

/** What a trail could have on AWS and cannot have here is refused, not forgotten. */
export function refuseMissing(input: CreateTrailRequest | UpdateTrailRequest): void {
  if (input.IsOrganizationTrail) throw notBuilt('organizations');
  if (input.RecursiveLogging) throw notBuilt('events of its own deliveries');
}

/** aws: the bucket and its policy are looked at when a trail is made or led there — user guide, "Amazon S3 bucket policy for CloudTrail" */
export async function checkBucket(
  bucket: TrailBucket,
  scope: Scope,
  trail: Pick<TrailRow, 'name' | 'bucket' | 'prefix' | 'kmsKeyId'>,
): Promise<void> {
  const as = { scope, trailArn: trailArn(scope, trail.name) };
  const folder = `${trail.prefix ? `${trail.prefix}/` : ''}AWSLogs/${scope.account}/CloudTrail/`;
  try {
    await bucket.check(as, trail.bucket);
    // ours: what can be put is known when something was; an empty object stands for the folder
    const about = { contentType: 'application/x-directory', kmsKeyId: trail.kmsKeyId };
    await bucket.put(as, trail.bucket, folder, new Uint8Array(), about).catch((failure: unknown) => {
      throw trail.kmsKeyId === undefined ? failure : keyRefusal(failure, trail.bucket, trail.kmsKeyId);
    });
  } catch (failure) {
    if (!(failure instanceof AwsError)) throw failure;
    if (failure.code === 'NoSuchBucket') throw noSuchBucket(trail.bucket);
    if (failure.code === 'AccessDenied') throw bucketRefuses(trail.bucket);
    throw failure;
  }
}

/** aws: a topic is tried with this message — observed in what subscribers of such topics get */
const TRIAL = 'CloudTrail validation message.';

/** The topic that is to hear of files, once it is known that its policy lets the trail speak; undefined: none. */
export async function checkTopic(
  topic: TrailTopic,
  scope: Scope,
  trail: string,
  given: string | undefined,
  before?: TrailRow['topic'],
): Promise<TrailRow['topic']> {
  if (given === undefined || given === before?.name) return before;
  if (given === '') return undefined;
  const arn = given.startsWith('arn:') ? given : arnOf('sns', scope, given);
  if (!/^[A-Za-z0-9_-]{1,256}$/.test(parseArn(arn)?.resource ?? '')) throw badTopicName();
  await topic.publish({ scope, trailArn: trailArn(scope, trail) }, arn, TRIAL).catch((failure: unknown) => {
    throw failure instanceof AwsError ? topicRefuses() : failure;
  });
  return { name: given, arn };
}

/**
 * Where the events go beside the bucket, once it is known that the role lets them in; undefined: nowhere.
 * aws: an empty text ends it — observed in what Terraform sends
 */
export async function checkLogs(
  logs: TrailLogs,
  call: Pick<Call, 'scope' | 'authorize'>,
  name: string,
  input: Pick<CreateTrailRequest, 'CloudWatchLogsLogGroupArn' | 'CloudWatchLogsRoleArn'>,
  before?: TrailRow['logs'],
): Promise<TrailRow['logs']> {
  const { CloudWatchLogsLogGroupArn: groupArn = before?.groupArn, CloudWatchLogsRoleArn: roleArn = before?.roleArn } = input;
  if (!groupArn && !roleArn) return undefined;
  if (groupArn === before?.groupArn && roleArn === before?.roleArn) return before;
  const { scope } = call;
  const group = parseArn(groupArn ?? '');
  const isGroup = group?.service === 'logs' && /^log-group:[^:]+:\*$/.test(group.resource);
  if (!groupArn || !isGroup || group.region !== scope.region || group.account !== scope.account) throw badLogGroup();
  if (!roleArn || parseArn(roleArn)?.service !== 'iam') throw untrustingRole();
  call.authorize({
    action: 'iam:PassRole',
    resource: roleArn,
    resourceAccount: parseArn(roleArn)?.account ?? scope.account,
    context: { 'iam:PassedToService': PRINCIPAL },
  });
  const as = { scope, trailArn: trailArn(scope, name), roleArn };
  if (!(await logs.trusted(as))) throw untrustingRole();
  await logs.put({ ...as, groupArn, stream: streamOf(scope.account, scope.region) }, []).catch((failure: unknown) => {
    if (!(failure instanceof AwsError)) throw failure;
    throw failure.code === 'ResourceNotFoundException' ? badLogGroup() : weakRole();
  });
  return { groupArn, roleArn };
}

const MOST_TAGS = 50;

export function withTags(known: Readonly<Record<string, string>>, tags: readonly Tag[]): Record<string, string> {
  const all = { ...known, ...Object.fromEntries(tags.map(({ Key, Value = '' }) => [Key, Value])) };
  if (Object.keys(all).length > MOST_TAGS) throw tooManyTags();
  return all;
}
