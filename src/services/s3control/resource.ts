import type { AccessRule, Call, Scope } from '#core';
import type { S3ControlDeps } from './deps.ts';
import { noSuchResource } from './errors.ts';

interface ResourceInput {
  readonly AccountId: string;
  readonly ResourceArn: string;
}

/** `b` of `arn:aws:s3:::b`; undefined for anything that is no bucket. */
export const bucketIn = (arn: string): string | undefined => /^arn:[^:]+:s3:::([^/:]+)$/.exec(arn)?.[1];

/** The bucket that a call names by its ARN and its owner. */
export function taggedBucket(input: ResourceInput, { scope }: Call, { buckets }: S3ControlDeps): string {
  const bucket = bucketIn(input.ResourceArn);
  const home = bucket === undefined ? undefined : buckets.home(scope.partition, bucket);
  if (bucket === undefined || home?.account !== input.AccountId) throw noSuchResource();
  return bucket;
}

interface TaggingInput extends ResourceInput {
  readonly Tags?: readonly { readonly Key: string; readonly Value: string }[] | undefined;
  readonly TagKeys?: readonly string[] | undefined;
}

/** aws: the actions and their condition keys — Service Authorization Reference, Amazon S3, TagResource, UntagResource, ListTagsForResource */
export const onResource =
  <I extends TaggingInput>(action: string): AccessRule<I> =>
  (input, scope: Scope) => {
    const keys = input.TagKeys ?? input.Tags?.map((tag) => tag.Key) ?? [];
    const asked = Object.fromEntries((input.Tags ?? []).map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value]));
    const context = { ...asked, ...(keys.length > 0 && { 'aws:TagKeys': keys }) };
    return { action, resource: input.ResourceArn, resourceAccount: scope.account, context };
  };
