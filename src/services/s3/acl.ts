import type { AccessControlPolicy, Grant, Owner } from '#api/s3';
import type { BucketRow } from './bucket-store.ts';
import { aclsNotSupported, headerNotImplemented } from './errors.ts';
import { canonicalId, ownerOf } from './names.ts';

/** aws: what a private bucket or object answers: its owner has full control, nobody else anything — S3 User Guide, "ACL overview" */
export const ownerOnly = (account: string): { Owner: Owner; Grants: Grant[] } => ({
  Owner: ownerOf(account),
  Grants: [{ Grantee: { Type: 'CanonicalUser', ID: canonicalId(account) }, Permission: 'FULL_CONTROL' }],
});

interface AclInput {
  readonly ACL?: string | undefined;
  readonly AccessControlPolicy?: AccessControlPolicy | undefined;
  readonly GrantFullControl?: string | undefined;
  readonly GrantRead?: string | undefined;
  readonly GrantReadACP?: string | undefined;
  readonly GrantWrite?: string | undefined;
  readonly GrantWriteACP?: string | undefined;
}

/**
 * Lets through what gives nobody else anything, and refuses the rest: access is given by policies.
 * aws: with "bucket owner enforced" ACLs that say more are refused — S3 User Guide, "Controlling ownership of objects"
 */
export function refuseAcl(input: AclInput, { settings, account }: Pick<BucketRow, 'settings' | 'account'>): void {
  const grants = input.GrantFullControl ?? input.GrantRead ?? input.GrantReadACP ?? input.GrantWrite ?? input.GrantWriteACP;
  const canned = input.ACL === undefined || input.ACL === 'private' || input.ACL === 'bucket-owner-full-control';
  const policy = (input.AccessControlPolicy?.Grants ?? []).every(
    ({ Grantee, Permission }) => Grantee?.ID === canonicalId(account) && Permission === 'FULL_CONTROL',
  );
  if (canned && policy && grants === undefined) return;
  if (settings.ownership === undefined || settings.ownership === 'BucketOwnerEnforced') throw aclsNotSupported();
  throw headerNotImplemented('x-amz-acl');
}
