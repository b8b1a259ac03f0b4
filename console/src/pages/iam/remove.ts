import {
  DeleteAccessKeyCommand,
  DeletePolicyCommand,
  DeletePolicyVersionCommand,
  DeleteRoleCommand,
  DeleteRolePolicyCommand,
  DeleteUserCommand,
  DeleteUserPolicyCommand,
  DetachRolePolicyCommand,
  DetachUserPolicyCommand,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListUserPoliciesCommand,
} from '@aws-sdk/client-iam';
import { iam } from './queries.ts';

/** AWS deletes only what nothing hangs on: policies are taken off first, as AWS's own console does. */
export async function removeRole(RoleName: string): Promise<void> {
  const { AttachedPolicies = [] } = await iam().send(new ListAttachedRolePoliciesCommand({ RoleName }));
  for (const { PolicyArn } of AttachedPolicies) await iam().send(new DetachRolePolicyCommand({ RoleName, PolicyArn }));
  const { PolicyNames = [] } = await iam().send(new ListRolePoliciesCommand({ RoleName }));
  for (const PolicyName of PolicyNames) await iam().send(new DeleteRolePolicyCommand({ RoleName, PolicyName }));
  await iam().send(new DeleteRoleCommand({ RoleName }));
}

/** A user with its keys and policies. */
export async function removeUser(UserName: string): Promise<void> {
  const { AccessKeyMetadata = [] } = await iam().send(new ListAccessKeysCommand({ UserName }));
  for (const { AccessKeyId } of AccessKeyMetadata) await iam().send(new DeleteAccessKeyCommand({ UserName, AccessKeyId }));
  const { AttachedPolicies = [] } = await iam().send(new ListAttachedUserPoliciesCommand({ UserName }));
  for (const { PolicyArn } of AttachedPolicies) await iam().send(new DetachUserPolicyCommand({ UserName, PolicyArn }));
  const { PolicyNames = [] } = await iam().send(new ListUserPoliciesCommand({ UserName }));
  for (const PolicyName of PolicyNames) await iam().send(new DeleteUserPolicyCommand({ UserName, PolicyName }));
  await iam().send(new DeleteUserCommand({ UserName }));
}

/** A managed policy with its older versions; one that is attached stays, and AWS says so. */
export async function removePolicy(PolicyArn: string): Promise<void> {
  const { Versions = [] } = await iam().send(new ListPolicyVersionsCommand({ PolicyArn }));
  for (const { VersionId, IsDefaultVersion } of Versions) {
    if (!IsDefaultVersion) await iam().send(new DeletePolicyVersionCommand({ PolicyArn, VersionId }));
  }
  await iam().send(new DeletePolicyCommand({ PolicyArn }));
}
