import type { CreateBucketOutput, CreateBucketRequest } from '#api/s3';
import type { Operation, Scope } from '#core';
import { mayCreate } from '../access.ts';
import { aclIn } from '../acl.ts';
import type { BucketRow, BucketSettings } from '../bucket-store.ts';
import type { S3Deps } from '../deps.ts';
import {
  bucketAlreadyExists,
  bucketAlreadyOwned,
  incompatibleLocation,
  invalidLocation,
  invalidTag,
  notImplemented,
  tooManyBuckets,
} from '../errors.ts';
import { bucketArn, checkNewBucketName } from '../names.ts';
import { ALL_BLOCKED } from '../public-access.ts';
import { aclsOfBlocked, aclsOfEnforced } from '../setting-errors.ts';
import { BUCKET_TAGS, checkTags } from '../tags.ts';

/** The region that has no name as a constraint. */
const UNNAMED = 'us-east-1';

const ENFORCED = 'BucketOwnerEnforced';

export const createBucket: Operation<CreateBucketRequest, CreateBucketOutput, S3Deps> = {
  access: mayCreate,
  run: (input, { scope }, { database, buckets, clock, limits }) => {
    const { Bucket: name } = input;
    checkNewBucketName(name);
    const region = regionOf(input, scope);
    const settings = settingsOf(input, scope.account);
    return database.transaction(() => {
      const found = buckets.find(scope.partition, name);
      if (found && found.account !== scope.account) throw bucketAlreadyExists(name);
      if (found) {
        if (region !== UNNAMED || !isTheSame(input, found)) throw bucketAlreadyOwned(name);
        buckets.configure(found, { acl: settings.acl });
      } else {
        if (buckets.list(scope, { limit: limits.buckets }).length >= limits.buckets) throw tooManyBuckets();
        buckets.insert({ ...scope, region }, name, clock.now(), settings);
      }
      // aws: Location is a path in us-east-1, a URL elsewhere — recorded AWS answers in localstack tests/aws/services/s3
      const location = region === UNNAMED ? `/${name}` : `http://${name}.s3.amazonaws.com/`;
      return { Location: location, BucketArn: bucketArn(scope, name) };
    });
  },
};

/**
 * aws: creating one's own bucket again succeeds in us-east-1 and resets its list — API Reference, CreateBucket, "BucketAlreadyOwnedByYou"
 * … only without tags — recorded AWS answer in localstack tests/aws/services/s3, test_create_bucket_with_tags_us_east_1_idempotency
 * … and as the bucket is now: its ownership, its lock, all public access blocked or no block — recorded, radkawar/stackd s3/recreation_controls_replay.json
 */
function isTheSame(input: CreateBucketRequest, { region, settings }: BucketRow): boolean {
  const { ownership = ENFORCED, publicAccessBlock: block = ALL_BLOCKED, lock } = settings;
  const isOwnedSo = ownership === null || ownership === (input.ObjectOwnership ?? ENFORCED);
  const isBlocked = block === null || Object.keys(ALL_BLOCKED).every((name) => block[name as keyof typeof block]);
  const locks = input.ObjectLockEnabledForBucket === true;
  const tagged = (input.CreateBucketConfiguration?.Tags ?? []).length > 0;
  return region === UNNAMED && isOwnedSo && isBlocked && locks === (lock !== undefined) && !tagged;
}

/** aws: us-east-1 makes buckets of any region, other regions only their own — API Reference, CreateBucketConfiguration */
function regionOf({ CreateBucketConfiguration: configuration }: CreateBucketRequest, scope: Scope): string {
  const constraint = configuration?.LocationConstraint;
  if (configuration?.Location ?? configuration?.Bucket) {
    throw notImplemented('Millrace has general purpose buckets only; directory buckets are not supported.');
  }
  if (constraint === undefined || (constraint as string) === '') {
    if (scope.region !== UNNAMED) throw incompatibleLocation('unspecified');
    return UNNAMED;
  }
  const region = constraint === 'EU' ? 'eu-west-1' : constraint;
  // aws: any but its own is incompatible, whether there is such a region or not — recorded AWS answers in localstack tests/aws/services/s3,
  // test_create_bucket_with_invalid_location_constraint, test_different_location_constraint
  if (scope.region !== UNNAMED && scope.region !== region) throw incompatibleLocation(constraint);
  if ((constraint as string) === UNNAMED || !/^[a-z]{2}(-[a-z]+)+-\d$/.test(region)) throw invalidLocation(constraint);
  return region;
}

const REFUSALS = { unsupported: aclsOfEnforced, blocked: aclsOfBlocked };

function settingsOf(input: CreateBucketRequest, account: string): BucketSettings {
  const ownership = input.ObjectOwnership;
  const acl = aclIn(input, { account, settings: ownership === undefined ? {} : { ownership } }, REFUSALS);
  const tags = input.CreateBucketConfiguration?.Tags;
  if (tags?.some((tag) => tag.Key.startsWith('aws:'))) {
    // aws: sentence — recorded AWS answer in localstack tests/aws/services/s3, test_create_bucket_with_tags_exc
    throw invalidTag(
      'User-defined tag keys can\'t start with "aws:". This prefix is reserved for system tags. Remove "aws:" from your tag keys and try again.',
    );
  }
  if (tags) checkTags(tags, BUCKET_TAGS);
  const constraint = input.CreateBucketConfiguration?.LocationConstraint;
  // aws: locking needs versions, and switches them on — S3 User Guide, "Object Lock considerations"
  const lock = input.ObjectLockEnabledForBucket ? ({ lock: {}, versioning: 'Enabled' } as const) : {};
  return {
    ...lock,
    ...(ownership && { ownership }),
    ...(acl && { acl }),
    ...(tags && tags.length > 0 && { tags }),
    ...(constraint && { constraint }),
  };
}
