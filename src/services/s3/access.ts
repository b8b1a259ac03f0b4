import type { Access, AccessRule, Call } from '#core';
import { bucketArn, objectArn } from './names.ts';

// aws: which action each operation needs — Service Authorization Reference, "Actions, resources, and condition keys for Amazon S3"

type Context = NonNullable<Access['context']>;

export const onBucket =
  <I extends { readonly Bucket: string }>(action: string, context?: (input: I) => Context): AccessRule<I> =>
  (input, scope) => ({
    action,
    resource: bucketArn(scope, input.Bucket),
    resourceAccount: scope.account,
    ...(context && { context: context(input) }),
  });

export const onObject =
  <I extends { readonly Bucket: string; readonly Key: string }>(action: string, context?: (input: I) => Context): AccessRule<I> =>
  (input, scope) => ({
    action,
    resource: objectArn(scope, input.Bucket, input.Key),
    resourceAccount: scope.account,
    ...(context && { context: context(input) }),
  });

/** Another action where a version is named. */
export const onVersion =
  <I extends { readonly Bucket: string; readonly Key: string; readonly VersionId?: string | undefined }>(
    action: string,
    versionAction: string,
  ): AccessRule<I> =>
  (input, scope) => ({
    action: input.VersionId === undefined ? action : versionAction,
    resource: objectArn(scope, input.Bucket, input.Key),
    resourceAccount: scope.account,
    ...(input.VersionId !== undefined && { context: { 's3:VersionId': input.VersionId } }),
  });

/** aws: without the right to list, a key that is missing is "forbidden", so that names cannot be guessed — API Reference, GetObject, "Permissions" */
export function authorizeMissing(call: Call, bucket: string): void {
  call.authorize({ action: 's3:ListBucket', resource: bucketArn(call.scope, bucket), resourceAccount: call.scope.account });
}
