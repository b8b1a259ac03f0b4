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

/** The statements of an access control list in force; none where ACLs do not count. */
export function aclStatements(
  bucket: BucketRow,
  acl: readonly KeptGrant[] | undefined,
  of: 'bucket' | 'object',
  resource: string | readonly string[],
): object[] {
  if (!acl || !aclsCount(bucket.settings)) return [];
  const ignored = publicAccessBlock(bucket).IgnorePublicAcls;
  const rights = of === 'bucket' ? ON_BUCKET : ON_OBJECT;
  return acl.flatMap((grant) => {
    const { Grantee: grantee, Permission: right = 'READ' } = grant;
    if (isPublic(grant) && ignored) return [];
    const actions = right === 'FULL_CONTROL' ? Object.values(rights).flat() : rights[right];
    const who = principal(grantee?.URI, grant.account);
    return who && actions.length > 0 ? [{ Effect: 'Allow', Action: actions, Resource: resource, ...who }] : [];
  });
}

function principal(uri: string | undefined, account: string | undefined): object | undefined {
  if (uri === EVERYBODY) return { Principal: '*' };
  // the anonymous have no ARN
  if (uri !== undefined) return isPublic({ Grantee: { Type: 'Group', URI: uri } }) ? AUTHENTICATED_ONLY : undefined;
  return account === undefined ? undefined : { Principal: { AWS: account } };
}

const AUTHENTICATED_ONLY = { Principal: '*', Condition: { Null: { 'aws:PrincipalArn': 'false' } } };
