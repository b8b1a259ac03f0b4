import type { CreateBucketRequest, ObjectLockMode } from '#api/s3';
import type { Access, AccessRule, Call, Scope } from '#core';
import { type AclInput, asksAcl, isOwnersHeader } from './acl.ts';
import { bucketArn, objectArn } from './names.ts';
import { lockActions } from './object-lock.ts';

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
    context?: (input: I) => Context,
  ): AccessRule<I> =>
  (input, scope) => ({
    action: input.VersionId === undefined ? action : versionAction,
    resource: objectArn(scope, input.Bucket, input.Key),
    resourceAccount: scope.account,
    ...((context || input.VersionId !== undefined) && {
      context: { ...context?.(input), 's3:VersionId': input.VersionId },
    }),
  });

interface DeleteInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly VersionId?: string | undefined;
  /** Entity tags, or `*`. */
  readonly IfMatch?: string | undefined;
}

/** aws: who names an ETag must be allowed to read the object; policies may demand a condition — S3 User Guide, "Enforce conditional deletes on Amazon S3 buckets" */
export function mayDelete({ Bucket, Key, VersionId, IfMatch }: DeleteInput, scope: Scope): (Access & { action: string })[] {
  const at = { resource: objectArn(scope, Bucket, Key), resourceAccount: scope.account };
  const action = VersionId === undefined ? 's3:DeleteObject' : 's3:DeleteObjectVersion';
  const context = { 's3:VersionId': VersionId, 's3:if-match': IfMatch };
  const remove = { ...at, action, context };
  return IfMatch === undefined || IfMatch === '*' ? [remove] : [remove, { ...at, action: 's3:GetObject' }];
}

/** aws: without the right to list, a key that is missing is "forbidden", so that names cannot be guessed — API Reference, GetObject, "Permissions" */
export function authorizeMissing(call: Call, bucket: string): void {
  call.authorize({ action: 's3:ListBucket', resource: bucketArn(call.scope, bucket), resourceAccount: call.scope.account });
}

/** What policies may demand of a list. — Service Authorization Reference, Amazon S3, PutBucketAcl, PutObjectAcl */
export const aclContext = (input: AclInput): Context => ({
  's3:x-amz-acl': input.ACL,
  's3:x-amz-grant-full-control': input.GrantFullControl,
  's3:x-amz-grant-read': input.GrantRead,
  's3:x-amz-grant-read-acp': input.GrantReadACP,
  's3:x-amz-grant-write': input.GrantWrite,
  's3:x-amz-grant-write-acp': input.GrantWriteACP,
});

interface WriteInput extends AclInput {
  readonly Bucket: string;
  readonly Key: string;
  readonly MetadataDirective?: string | undefined;
  readonly WebsiteRedirectLocation?: string | undefined;
  readonly StorageClass?: string | undefined;
  readonly Tagging?: string | undefined;
  readonly ServerSideEncryption?: string | undefined;
  readonly SSEKMSKeyId?: string | undefined;
  readonly SSECustomerAlgorithm?: string | undefined;
  readonly ObjectLockMode?: ObjectLockMode | undefined;
  readonly ObjectLockLegalHoldStatus?: 'ON' | 'OFF' | undefined;
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}

/** The condition keys by which policies demand conditional writes. — S3 User Guide, "Enforce conditional writes on Amazon S3 buckets" */
export const creates = (input: {
  readonly IfMatch?: string | undefined;
  readonly IfNoneMatch?: string | undefined;
}): Context => ({
  's3:if-match': input.IfMatch,
  's3:if-none-match': input.IfNoneMatch,
  's3:ObjectCreationOperation': 'true',
});

/** Of a part of what is still to be created. */
export const createsNothing = (): Context => ({ 's3:ObjectCreationOperation': 'false' });

/** The condition keys by which policies demand encryption, and the like. — Service Authorization Reference, Amazon S3, PutObject */
const writeContext = (input: WriteInput): Context => ({
  // written out, not spread: see gateway/steps/decode.ts
  's3:if-match': input.IfMatch,
  's3:if-none-match': input.IfNoneMatch,
  's3:ObjectCreationOperation': 'true',
  's3:x-amz-acl': input.ACL,
  's3:x-amz-grant-full-control': input.GrantFullControl,
  's3:x-amz-grant-read': input.GrantRead,
  's3:x-amz-grant-read-acp': input.GrantReadACP,
  's3:x-amz-grant-write-acp': input.GrantWriteACP,
  's3:x-amz-metadata-directive': input.MetadataDirective,
  's3:x-amz-website-redirect-location': input.WebsiteRedirectLocation,
  's3:object-lock-mode': input.ObjectLockMode,
  's3:object-lock-legal-hold': input.ObjectLockLegalHoldStatus,
  's3:x-amz-storage-class': input.StorageClass,
  's3:x-amz-server-side-encryption': input.ServerSideEncryption,
  's3:x-amz-server-side-encryption-aws-kms-key-id': input.SSEKMSKeyId,
  's3:x-amz-server-side-encryption-customer-algorithm': input.SSECustomerAlgorithm,
});

const GIVES_NOTHING: ReadonlySet<string | undefined> = new Set(['private', 'bucket-owner-full-control']);

/**
 * aws: a list in the request needs a permission of its own — API Reference, PutObject, "Permissions". Not the one that gives the bucket's owner
 * what is his, in either form: the bucket policies that AWS documents allow s3:PutObject with it, and nothing else — for its own services,
 * and in S3 User Guide, "Policy examples for ACLs". Nor the one that is there without any, `private` — recorded, radkawar/stackd
 * s3/ownership_authority_replay.json; of buckets: API Reference, CreateBucket, "Permissions"
 */
function setsAcl(input: AclInput, owner: string): boolean {
  if (!asksAcl(input)) return false;
  const { GrantFullControl: full } = input;
  return asksAcl({
    ...input,
    ACL: GIVES_NOTHING.has(input.ACL) ? undefined : input.ACL,
    GrantFullControl: full !== undefined && isOwnersHeader(full, owner) ? undefined : full,
  });
}

/**
 * aws: lists, locks, ownership and tags in the request need permissions of their own — API Reference, CreateBucket, "Permissions"; recorded,
 * radkawar/stackd s3/recreation_authority_replay.json
 */
export const mayCreate: AccessRule<CreateBucketRequest> = (input, scope) => {
  const {
    Bucket,
    ObjectOwnership: ownership,
    CreateBucketConfiguration: { LocationConstraint: constraint, Tags: tags = [] } = {},
  } = input;
  const context: Context = {
    ...aclContext(input),
    's3:x-amz-object-ownership': ownership,
    's3:LocationConstraint': constraint,
    ...Object.fromEntries(tags.map((tag) => [`aws:RequestTag/${tag.Key}`, tag.Value])),
    ...(tags.length > 0 && { 'aws:TagKeys': tags.map((tag) => tag.Key) }),
  };
  const actions = [
    's3:CreateBucket',
    ...(setsAcl(input, scope.account) ? ['s3:PutBucketAcl'] : []),
    ...(input.ObjectLockEnabledForBucket ? ['s3:PutBucketVersioning', 's3:PutBucketObjectLockConfiguration'] : []),
    ...(ownership === undefined ? [] : ['s3:PutBucketOwnershipControls']),
    ...(tags.length === 0 ? [] : ['s3:TagResource']),
  ];
  const at = { resource: bucketArn(scope, Bucket), resourceAccount: scope.account };
  return actions.map((action) => ({ ...at, action, context }));
};

const CREATES: Context = { 's3:ObjectCreationOperation': 'true' };

/** aws: tags and locks in the request need permissions of their own — API Reference, PutObject, "Permissions" */
export const mayWrite =
  <I extends WriteInput>(more?: (input: I, scope: Scope) => Context): AccessRule<I> =>
  (input, scope) => {
    const resource = objectArn(scope, input.Bucket, input.Key);
    const resourceAccount = scope.account;
    const context = more ? { ...writeContext(input), ...more(input, scope) } : writeContext(input);
    const put = { resource, resourceAccount, action: 's3:PutObject', context };
    const others = [
      ...(input.Tagging === undefined ? [] : ['s3:PutObjectTagging']),
      ...(setsAcl(input, resourceAccount) ? ['s3:PutObjectAcl'] : []),
      ...lockActions(input),
    ];
    return others.length === 0
      ? put
      : [put, ...others.map((action) => ({ resource, resourceAccount, action, context: CREATES }))];
  };
