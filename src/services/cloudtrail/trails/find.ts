import type { Trail as TrailOutput } from '#api/cloudtrail';
import type { Access, Scope } from '#core';
import { badArn, badTrailName, notHome, trailNotFound } from '../errors.ts';
import { type Trail, type Trails, trailArn } from './store.ts';

const ARN = /^arn:[^:]+:cloudtrail:[^:]*:\d{12}:trail\/(.+)$/;

/** aws: 3 to 128 characters, no two of `._-` in a row, no address of numbers — API reference, CreateTrail, Name */
export function checkName(name: string): void {
  if (name.length < 3 || name.length > 128) throw badTrailName('Trail name must be between 3 and 128 characters.');
  if (!/^[A-Za-z0-9]/.test(name)) throw badTrailName('Trail name must start with a letter or number.');
  if (!/[A-Za-z0-9]$/.test(name)) throw badTrailName('Trail name must end with a letter or number.');
  if (!/^[A-Za-z0-9._-]+$/.test(name))
    throw badTrailName('Trail name can only contain letters, numbers, periods, underscores and hyphens.');
  if (/[._-]{2}/.test(name)) throw badTrailName('Trail name cannot have adjacent periods, underscores or hyphens.');
  if (/^\d+\.\d+\.\d+\.\d+$/.test(name)) throw badTrailName('Trail name cannot be in IP address format.');
}

const arnIn = (named: string, scope: Scope): string => (named.startsWith('arn:') ? named : trailArn(scope, named));

/** The resource of a call about a trail. */
export const onTrail =
  <K extends string>(member: K) =>
  (input: { readonly [M in K]: string }, scope: Scope): Access => ({ resource: arnIn(input[member], scope) });

/** A trail by its name or ARN, as it is seen in a region. */
export function find(trails: Trails, named: string, scope: Scope): Trail {
  if (named.startsWith('arn:') && !ARN.test(named)) throw badArn(named);
  if (!named.startsWith('arn:')) checkName(named);
  const found = trails.seenIn(scope).find(({ arn, row }) => (named.startsWith('arn:') ? arn === named : row.name === named));
  if (!found) throw trailNotFound(arnIn(named, scope), scope.account);
  return found;
}

/** A trail that is to be changed. aws: only in its home region — API reference, InvalidHomeRegionException */
export function findHome(trails: Trails, named: string, scope: Scope): Trail {
  const found = find(trails, named, scope);
  if (found.scope.region !== scope.region) throw notHome(found.arn, found.scope.region);
  return found;
}

export const shown = ({ arn, row, scope }: Trail) => ({
  Name: row.name,
  S3BucketName: row.bucket,
  S3KeyPrefix: row.prefix,
  KmsKeyId: row.kmsKeyId,
  SnsTopicName: row.topic?.name,
  SnsTopicARN: row.topic?.arn,
  CloudWatchLogsLogGroupArn: row.logs?.groupArn,
  CloudWatchLogsRoleArn: row.logs?.roleArn,
  IncludeGlobalServiceEvents: row.global,
  IsMultiRegionTrail: row.multiRegion,
  TrailARN: arn,
  LogFileValidationEnabled: row.validation,
  IsOrganizationTrail: false,
  home: scope.region,
});

export function described(trail: Trail): TrailOutput {
  const { home, ...rest } = shown(trail);
  const { basic, advanced } = trail.row;
  return {
    ...rest,
    HomeRegion: home,
    HasCustomEventSelectors: basic !== undefined || advanced !== undefined,
    HasInsightSelectors: false,
  };
}
