import type { Permission } from '#api/s3';
import { aclsCount, EVERYBODY, isPublic } from './acl.ts';
import type { KeptGrant } from './acl-row.ts';
import type { BucketRow } from './bucket-store.ts';
import { publicAccessBlock } from './public-access.ts';

/* Access control lists as statements of a policy, so that one evaluation decides. — S3 User Guide, "Mapping of ACL permissions and access policy permissions" */

const ON_BUCKET: Readonly<Record<Permission, readonly string[]>> = {
  READ: ['s3:ListBucket', 's3:ListBucketVersions', 's3:ListBucketMultipartUploads'],
  WRITE: ['s3:PutObject'],
  READ_ACP: ['s3:GetBucketAcl'],
  WRITE_ACP: ['s3:PutBucketAcl'],
  FULL_CONTROL: [],
};
const ON_OBJECT: Readonly<Record<Permission, readonly string[]>> = {
  READ: ['s3:GetObject', 's3:GetObjectVersion'],
  WRITE: [],
  READ_ACP: ['s3:GetObjectAcl', 's3:GetObjectVersionAcl'],
  WRITE_ACP: ['s3:PutObjectAcl', 's3:PutObjectVersionAcl'],
  FULL_CONTROL: [],
};

/** What a bucket's list gives of an object that is not there: the right to be told so. */
const ON_MISSING: typeof ON_OBJECT = { ...ON_OBJECT, READ: ['s3:GetObject'], READ_ACP: [], WRITE_ACP: [] };
const RIGHTS = { bucket: ON_BUCKET, object: ON_OBJECT, missing: ON_MISSING };

/**
 * Who may write by a list of the bucket's may also say who reads what he writes.
 * aws: as its object's owner — ceph/s3-tests, test_post_object_anonymous_request, which is not among those that AWS fails
 */
const WITH_ACL = { Action: 's3:PutObjectAcl', Condition: { StringEquals: { 's3:ObjectCreationOperation': 'true' } } };

/** The statements of an access control list in force; none where ACLs do not count. */
export function aclStatements(
  bucket: BucketRow,
  acl: readonly KeptGrant[] | undefined,
  of: keyof typeof RIGHTS,
  resource: string | readonly string[],
): object[] {
  if (!acl || !aclsCount(bucket.settings)) return [];
  const ignored = publicAccessBlock(bucket).IgnorePublicAcls;
  const rights = RIGHTS[of];
  return acl.flatMap((grant) => {
    const { Grantee: grantee, Permission: right = 'READ' } = grant;
    if (isPublic(grant) && ignored) return [];
    const actions = right === 'FULL_CONTROL' ? Object.values(rights).flat() : rights[right];
    const who = principal(grantee?.URI, grant.account);
    if (!who || actions.length === 0) return [];
    const allowed = { Effect: 'Allow', Resource: resource, ...who };
    const { Condition: others } = who as { Condition?: object };
    const creates = { ...allowed, ...WITH_ACL, Condition: { ...others, ...WITH_ACL.Condition } };
    return [{ ...allowed, Action: actions }, ...(actions.includes('s3:PutObject') ? [creates] : [])];
  });
}

function principal(uri: string | undefined, account: string | undefined): object | undefined {
  if (uri === EVERYBODY) return { Principal: '*' };
  // the anonymous have no ARN
  if (uri !== undefined) return isPublic({ Grantee: { Type: 'Group', URI: uri } }) ? AUTHENTICATED_ONLY : undefined;
  return account === undefined ? undefined : { Principal: { AWS: account } };
}

const AUTHENTICATED_ONLY = { Principal: '*', Condition: { Null: { 'aws:PrincipalArn': 'false' } } };
