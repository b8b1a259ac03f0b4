import type { AccessControlPolicy, Grant, Owner, Permission } from '#api/s3';
import type { AwsError } from '#core';
import type { KeptGrant } from './acl-row.ts';
import type { BucketRow, BucketSettings } from './bucket-store.ts';
import * as errors from './errors.ts';
import { accountOf, canonicalId, ownerOf } from './names.ts';
import { publicAccessBlock } from './public-access.ts';
import { emailNotAllowed } from './setting-errors.ts';

const GROUPS = 'http://acs.amazonaws.com/groups/';
export const EVERYBODY = `${GROUPS}global/AllUsers`;
export const AUTHENTICATED = `${GROUPS}global/AuthenticatedUsers`;
const LOG_DELIVERY = `${GROUPS}s3/LogDelivery`;
const KNOWN_GROUPS = new Set([EVERYBODY, AUTHENTICATED, LOG_DELIVERY]);

const toGroup = (URI: string, Permission: Permission): Grant => ({ Grantee: { Type: 'Group', URI }, Permission });
const toAccount = (account: string, Permission: Permission): Grant => ({
  Grantee: { Type: 'CanonicalUser', ID: canonicalId(account) },
  Permission,
});

/** aws: what a private bucket or object answers: its owner has full control, nobody else anything — S3 User Guide, "ACL overview" */
export const ownerOnly = (account: string): { Owner: Owner; Grants: Grant[] } => ({
  Owner: ownerOf(account),
  Grants: [toAccount(account, 'FULL_CONTROL')],
});

/** A list that is kept, or what there is without one. */
export const aclShown = (bucket: Pick<BucketRow, 'settings' | 'account'>, acl: readonly Grant[] | undefined) =>
  acl && aclsCount(bucket.settings) ? { Owner: ownerOf(bucket.account), Grants: acl } : ownerOnly(bucket.account);

/** aws: with "bucket owner enforced", the default, ACLs mean nothing — S3 User Guide, "Controlling ownership of objects" */
export const aclsCount = ({ ownership }: Pick<BucketSettings, 'ownership'>): boolean =>
  ownership !== undefined && ownership !== 'BucketOwnerEnforced';

export interface AclInput {
  readonly ACL?: string | undefined;
  readonly AccessControlPolicy?: AccessControlPolicy | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

/** What is said where no lists are allowed, and where no public ones are. */
export interface AclRefusals {
  readonly unsupported: () => AwsError;
  readonly blocked: () => AwsError;
}

/** Whether a request to set a list has one, in any form. */
export const asksAcl = (input: AclInput): boolean =>
  input.ACL !== undefined || input.AccessControlPolicy !== undefined || HEADERS.some(([member]) => input[member] !== undefined);

const HEADERS = [
  ['GrantFullControl', 'x-amz-grant-full-control', 'FULL_CONTROL'],
  ['GrantRead', 'x-amz-grant-read', 'READ'],
  ['GrantReadACP', 'x-amz-grant-read-acp', 'READ_ACP'],
  ['GrantWrite', 'x-amz-grant-write', 'WRITE'],
  ['GrantWriteACP', 'x-amz-grant-write-acp', 'WRITE_ACP'],
] as const;

/** aws: S3 User Guide, "Canned ACL". What gives the owner of a bucket what is his anyway, gives nothing. */
const CANNED: Readonly<Record<string, readonly Grant[]>> = {
  private: [],
  'bucket-owner-read': [],
  'bucket-owner-full-control': [],
  'aws-exec-read': [],
  'public-read': [toGroup(EVERYBODY, 'READ')],
  'public-read-write': [toGroup(EVERYBODY, 'READ'), toGroup(EVERYBODY, 'WRITE')],
  'authenticated-read': [toGroup(AUTHENTICATED, 'READ')],
  'log-delivery-write': [toGroup(LOG_DELIVERY, 'WRITE'), toGroup(LOG_DELIVERY, 'READ_ACP')],
};

/**
 * The access control list a request asks for; undefined where it asks for none, or for what every owner has. Refuses what the bucket does not allow.
 * Sentences: recorded AWS answers in localstack tests/aws/services/s3, test_s3_bucket_acl_exceptions
 */
export function aclIn(
  input: AclInput,
  bucket: Pick<BucketRow, 'settings' | 'account'>,
  refusals: AclRefusals = { unsupported: errors.aclsNotSupported, blocked: errors.accessDenied },
): readonly KeptGrant[] | undefined {
  const granted = HEADERS.filter(([member]) => input[member] !== undefined);
  if (input.ACL !== undefined && granted.length > 0) {
    throw errors.invalidRequest('Specifying both Canned ACLs and Header Grants is not allowed');
  }
  if (input.AccessControlPolicy && (input.ACL !== undefined || granted.length > 0)) throw errors.unexpectedContent();
  if (input.AccessControlPolicy) checkWhole(input.AccessControlPolicy);
  const canned = input.ACL === undefined ? undefined : CANNED[input.ACL];
  const mild = input.ACL === undefined || canned?.length === 0;
  const named = input.AccessControlPolicy
    ? policyGrants(input.AccessControlPolicy, bucket.account)
    : granted.flatMap(([member, header, right]) => headerGrants(input[member] ?? '', header, right));
  if (!aclsCount(bucket.settings)) {
    // aws: what gives the owner of the bucket everything is taken, in any form — S3 User Guide, "Controlling ownership of objects"
    // … and once only — recorded, radkawar/stackd s3/access_raw_replay.json
    const own =
      named.length <= 1 && named.every(({ value, right }) => value === canonicalId(bucket.account) && right === 'FULL_CONTROL');
    if (!mild || !own) throw refusals.unsupported();
    return undefined;
  }
  const grants =
    input.AccessControlPolicy || granted.length > 0
      ? named.map(toGrantee)
      : canned?.length
        ? [toAccount(bucket.account, 'FULL_CONTROL'), ...canned]
        : undefined;
  // aws: "PUT Bucket acl and PUT Object acl calls fail if the specified ACL is public" — S3 User Guide, "Block public access settings"
  if (grants?.some(isPublic) && publicAccessBlock(bucket).BlockPublicAcls) throw refusals.blocked();
  return grants;
}

/** Whether a header names the owner and nobody else. */
export const isOwnersHeader = (text: string, owner: string): boolean =>
  /^\s*id="?([0-9a-f]{64})"?\s*$/.exec(text)?.[1] === canonicalId(owner);

/** Whether a list gives everything to the owner, once, and nothing to anybody else. */
export const isOwnersAlone = ([grant, ...more]: readonly Grant[], owner: string): boolean =>
  more.length === 0 && grant?.Grantee?.ID === canonicalId(owner) && grant.Permission === 'FULL_CONTROL';

export const isPublic = ({ Grantee: grantee }: Grant): boolean => grantee?.URI === EVERYBODY || grantee?.URI === AUTHENTICATED;

/**
 * The list a request sets, which is more than a write that asks for one.
 * aws: where no lists are allowed none is set, not even one that changes nothing — recorded, radkawar/stackd s3/ownership_replay.json
 */
export function aclSet(input: AclInput, bucket: BucketRow): readonly KeptGrant[] | undefined {
  if (!asksAcl(input)) throw errors.aclMissing();
  const acl = aclIn(input, bucket);
  if (!aclsCount(bucket.settings)) throw errors.aclsNotSupported();
  return acl;
}

/**
 * aws: an empty document is none — recorded AWS answers in localstack tests/aws/services/s3, test_s3_bucket_acl_exceptions, `put-bucket-empty-acp`;
 * nor is one whose owner has no id — radkawar/stackd s3/access_raw_replay.json
 */
function checkWhole({ Owner: owner, Grants: grants }: AccessControlPolicy): void {
  if (owner?.ID === undefined || !grants) throw errors.malformedAcl();
}

/** Who is meant to be given what, well-formed. */
interface NamedGrant {
  readonly type: string;
  readonly value: string;
  readonly right: Permission;
  /** As the request names such a value. */
  readonly argument: string;
}

/** aws: an owner whom nobody knows — recorded, radkawar/stackd s3/access_raw_replay.json */
function policyGrants({ Owner: owner = {}, Grants: grants = [] }: AccessControlPolicy, account: string): NamedGrant[] {
  const isKnown = owner.ID === canonicalId(account) || (isCanonical(owner.ID) && accountOf(owner.ID ?? '') !== undefined);
  if (!isKnown) throw errors.invalidArgument('Invalid id', 'CanonicalUser/ID', owner.ID);
  return grants.map(({ Grantee: grantee, Permission: right }) => {
    if (!grantee || !right) throw errors.malformedAcl();
    return grantOf(grantee.Type, grantee.ID ?? grantee.URI ?? grantee.EmailAddress ?? '', right, `${grantee.Type}/`);
  });
}

/** `id="…", uri="…"` */
function headerGrants(text: string, header: string, right: Permission): NamedGrant[] {
  return text.split(',').map((each) => {
    const [, kind, value = ''] = /^\s*(\w+)="?([^"]*)"?\s*$/.exec(each) ?? [];
    if (kind === 'id') return grantOf('CanonicalUser', value, right, '');
    if (kind === 'uri') return grantOf('Group', value, right, '');
    if (kind === 'emailAddress') return grantOf('AmazonCustomerByEmail', value, right, '');
    throw errors.invalidArgument('Argument format not recognized', header, each.trim());
  });
}

const isCanonical = (id: string | undefined): boolean => id !== undefined && /^[0-9a-f]{64}$/.test(id);

/** aws: what is not well-formed is refused also where no lists are allowed — recorded, test_s3_bucket_acl_exceptions, test_s3_object_acl_exceptions */
function grantOf(type: string, value: string, right: Permission, where: string): NamedGrant {
  const named = (name: string) => (where === '' ? name.toLowerCase() : where + name);
  const argument = named(type === 'Group' ? 'URI' : 'ID');
  if (type === 'Group' && !KNOWN_GROUPS.has(value)) throw errors.invalidArgument('Invalid group uri', argument, value);
  if (type === 'CanonicalUser' && !isCanonical(value)) throw errors.invalidArgument('Invalid id', argument, value);
  return { type, value, right, argument };
}

function toGrantee({ type, value, right, argument }: NamedGrant): KeptGrant {
  if (type === 'Group') return toGroup(value, right);
  if (type === 'CanonicalUser') {
    // ours: an id that no account here has is refused too, as nobody could be given anything
    const account = accountOf(value);
    if (account === undefined) throw errors.invalidArgument('Invalid id', argument, value);
    return { ...toAccount(account, right), account };
  }
  // aws: since October 1, 2025 — API Reference, PutBucketAcl, "End of support notice"
  throw emailNotAllowed();
}
