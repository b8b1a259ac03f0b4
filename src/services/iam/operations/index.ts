import type { Operations } from '#api/iam';
import { type OperationTable, unsupported } from '#core';
import type { IamDeps } from '../deps.ts';
import { addUserToGroup } from './add-user-to-group.ts';
import { attachGroupPolicy } from './attach-group-policy.ts';
import { attachRolePolicy } from './attach-role-policy.ts';
import { attachUserPolicy } from './attach-user-policy.ts';
import { createAccessKey } from './create-access-key.ts';
import { createGroup } from './create-group.ts';
import { createRole } from './create-role.ts';
import { createUser } from './create-user.ts';
import { deleteAccessKey } from './delete-access-key.ts';
import { deleteGroup } from './delete-group.ts';
import { deleteGroupPolicy } from './delete-group-policy.ts';
import { deleteRole } from './delete-role.ts';
import { deleteRolePermissionsBoundary } from './delete-role-permissions-boundary.ts';
import { deleteRolePolicy } from './delete-role-policy.ts';
import { deleteUser } from './delete-user.ts';
import { deleteUserPermissionsBoundary } from './delete-user-permissions-boundary.ts';
import { deleteUserPolicy } from './delete-user-policy.ts';
import { detachGroupPolicy } from './detach-group-policy.ts';
import { detachRolePolicy } from './detach-role-policy.ts';
import { detachUserPolicy } from './detach-user-policy.ts';
import { getGroup } from './get-group.ts';
import { getGroupPolicy } from './get-group-policy.ts';
import { getRole } from './get-role.ts';
import { getRolePolicy } from './get-role-policy.ts';
import { getUser } from './get-user.ts';
import { getUserPolicy } from './get-user-policy.ts';
import { listAccessKeys } from './list-access-keys.ts';
import { listAttachedGroupPolicies } from './list-attached-group-policies.ts';
import { listAttachedRolePolicies } from './list-attached-role-policies.ts';
import { listAttachedUserPolicies } from './list-attached-user-policies.ts';
import { listGroupPolicies } from './list-group-policies.ts';
import { listGroups } from './list-groups.ts';
import { listGroupsForUser } from './list-groups-for-user.ts';
import { listRolePolicies } from './list-role-policies.ts';
import { listRoleTags } from './list-role-tags.ts';
import { listRoles } from './list-roles.ts';
import { listUserPolicies } from './list-user-policies.ts';
import { listUserTags } from './list-user-tags.ts';
import { listUsers } from './list-users.ts';
import { putGroupPolicy } from './put-group-policy.ts';
import { putRolePermissionsBoundary } from './put-role-permissions-boundary.ts';
import { putRolePolicy } from './put-role-policy.ts';
import { putUserPermissionsBoundary } from './put-user-permissions-boundary.ts';
import { putUserPolicy } from './put-user-policy.ts';
import { removeUserFromGroup } from './remove-user-from-group.ts';
import { tagRole } from './tag-role.ts';
import { tagUser } from './tag-user.ts';
import { untagRole } from './untag-role.ts';
import { untagUser } from './untag-user.ts';
import { updateAccessKey } from './update-access-key.ts';
import { updateAssumeRolePolicy } from './update-assume-role-policy.ts';
import { updateGroup } from './update-group.ts';
import { updateRole } from './update-role.ts';
import { updateRoleDescription } from './update-role-description.ts';
import { updateUser } from './update-user.ts';

const ROLE_TEMPLATES = unsupported('Role templates are not kept. Create the role with CreateRole.');
const DELEGATION = unsupported('Delegation requests need the AWS console of another account. Grant permissions with policies.');
const FEDERATION = unsupported(
  'Identity providers are not kept, so their tokens cannot be exchanged. Use users, roles and AssumeRole.',
);
const STS_PREFERENCES = unsupported('Session tokens have one form only; there is nothing to choose.');
const MFA = unsupported('There are no MFA devices. aws:MultiFactorAuthPresent is false for every session.');
const PASSWORDS = unsupported('There is no sign-in by password. Use access keys.');
const CERTIFICATES = unsupported('Certificates and SSH keys are not kept: no service here uses them.');
const SERVICE_CREDENTIALS = unsupported('Service-specific credentials are not kept: no service here uses them.');
const ORGANIZATIONS = unsupported('There are no organizations: an account stands alone.');
const SERVICE_LINKED_ROLES = unsupported('Service-linked roles are not kept. Create an ordinary role that trusts the service.');
const USAGE = unsupported('The use of credentials and permissions is not recorded.');
const NOT_YET = unsupported('Not built yet.');

/** Every operation of IAM. */
export const operations = {
  AcceptDelegationRequest: DELEGATION,
  AcquireRole: ROLE_TEMPLATES,
  AddClientIDToOpenIDConnectProvider: FEDERATION,
  AddRoleToInstanceProfile: NOT_YET,
  AddUserToGroup: addUserToGroup,
  AssociateDelegationRequest: DELEGATION,
  AttachGroupPolicy: attachGroupPolicy,
  AttachRolePolicy: attachRolePolicy,
  AttachUserPolicy: attachUserPolicy,
  ChangePassword: PASSWORDS,
  CreateAccessKey: createAccessKey,
  CreateAccountAlias: NOT_YET,
  CreateDelegationRequest: DELEGATION,
  CreateGroup: createGroup,
  CreateInstanceProfile: NOT_YET,
  CreateLoginProfile: PASSWORDS,
  CreateOpenIDConnectProvider: FEDERATION,
  CreatePolicy: NOT_YET,
  CreatePolicyVersion: NOT_YET,
  CreateRole: createRole,
  CreateSAMLProvider: FEDERATION,
  CreateServiceLinkedRole: SERVICE_LINKED_ROLES,
  CreateServiceSpecificCredential: SERVICE_CREDENTIALS,
  CreateUser: createUser,
  CreateVirtualMFADevice: MFA,
  DeactivateMFADevice: MFA,
  DeleteAccessKey: deleteAccessKey,
  DeleteAccountAlias: NOT_YET,
  DeleteAccountPasswordPolicy: PASSWORDS,
  DeleteGroup: deleteGroup,
  DeleteGroupPolicy: deleteGroupPolicy,
  DeleteInstanceProfile: NOT_YET,
  DeleteLoginProfile: PASSWORDS,
  DeleteOpenIDConnectProvider: FEDERATION,
  DeletePolicy: NOT_YET,
  DeletePolicyVersion: NOT_YET,
  DeleteRole: deleteRole,
  DeleteRolePermissionsBoundary: deleteRolePermissionsBoundary,
  DeleteRolePolicy: deleteRolePolicy,
  DeleteSAMLProvider: FEDERATION,
  DeleteSSHPublicKey: CERTIFICATES,
  DeleteServerCertificate: CERTIFICATES,
  DeleteServiceLinkedRole: SERVICE_LINKED_ROLES,
  DeleteServiceSpecificCredential: SERVICE_CREDENTIALS,
  DeleteSigningCertificate: CERTIFICATES,
  DeleteUser: deleteUser,
  DeleteUserPermissionsBoundary: deleteUserPermissionsBoundary,
  DeleteUserPolicy: deleteUserPolicy,
  DeleteVirtualMFADevice: MFA,
  DetachGroupPolicy: detachGroupPolicy,
  DetachRolePolicy: detachRolePolicy,
  DetachUserPolicy: detachUserPolicy,
  DisableOrganizationsRootCredentialsManagement: ORGANIZATIONS,
  DisableOrganizationsRootSessions: ORGANIZATIONS,
  DisableOutboundWebIdentityFederation: FEDERATION,
  EnableMFADevice: MFA,
  EnableOrganizationsRootCredentialsManagement: ORGANIZATIONS,
  EnableOrganizationsRootSessions: ORGANIZATIONS,
  EnableOutboundWebIdentityFederation: FEDERATION,
  GenerateCredentialReport: USAGE,
  GenerateOrganizationsAccessReport: ORGANIZATIONS,
  GenerateServiceLastAccessedDetails: USAGE,
  GetAccessKeyLastUsed: USAGE,
  GetAccountAuthorizationDetails: NOT_YET,
  GetAccountPasswordPolicy: PASSWORDS,
  GetAccountProperties: NOT_YET,
  GetAccountSummary: NOT_YET,
  GetContextKeysForCustomPolicy: NOT_YET,
  GetContextKeysForPrincipalPolicy: NOT_YET,
  GetCredentialReport: USAGE,
  GetDelegationRequest: DELEGATION,
  GetGroup: getGroup,
  GetGroupPolicy: getGroupPolicy,
  GetHumanReadableSummary: DELEGATION,
  GetInstanceProfile: NOT_YET,
  GetLoginProfile: PASSWORDS,
  GetMFADevice: MFA,
  GetOpenIDConnectProvider: FEDERATION,
  GetOrganizationsAccessReport: ORGANIZATIONS,
  GetOutboundWebIdentityFederationInfo: FEDERATION,
  GetPolicy: NOT_YET,
  GetPolicyVersion: NOT_YET,
  GetRole: getRole,
  GetRolePolicy: getRolePolicy,
  GetRoleTemplateVersion: ROLE_TEMPLATES,
  GetSAMLProvider: FEDERATION,
  GetSSHPublicKey: CERTIFICATES,
  GetServerCertificate: CERTIFICATES,
  GetServiceLastAccessedDetails: USAGE,
  GetServiceLastAccessedDetailsWithEntities: USAGE,
  GetServiceLinkedRoleDeletionStatus: SERVICE_LINKED_ROLES,
  GetUser: getUser,
  GetUserPolicy: getUserPolicy,
  ListAccessKeys: listAccessKeys,
  ListAccountAliases: NOT_YET,
  ListAttachedGroupPolicies: listAttachedGroupPolicies,
  ListAttachedRolePolicies: listAttachedRolePolicies,
  ListAttachedUserPolicies: listAttachedUserPolicies,
  ListDelegationRequests: DELEGATION,
  ListEntitiesForPolicy: NOT_YET,
  ListGroupPolicies: listGroupPolicies,
  ListGroups: listGroups,
  ListGroupsForUser: listGroupsForUser,
  ListInstanceProfileTags: NOT_YET,
  ListInstanceProfiles: NOT_YET,
  ListInstanceProfilesForRole: NOT_YET,
  ListMFADeviceTags: MFA,
  ListMFADevices: MFA,
  ListOpenIDConnectProviderTags: FEDERATION,
  ListOpenIDConnectProviders: FEDERATION,
  ListOrganizationsFeatures: ORGANIZATIONS,
  ListPolicies: NOT_YET,
  ListPoliciesGrantingServiceAccess: USAGE,
  ListPolicyTags: NOT_YET,
  ListPolicyVersions: NOT_YET,
  ListRolePolicies: listRolePolicies,
  ListRoleTags: listRoleTags,
  ListRoles: listRoles,
  ListSAMLProviderTags: FEDERATION,
  ListSAMLProviders: FEDERATION,
  ListSSHPublicKeys: CERTIFICATES,
  ListServerCertificateTags: CERTIFICATES,
  ListServerCertificates: CERTIFICATES,
  ListServiceSpecificCredentials: SERVICE_CREDENTIALS,
  ListSigningCertificates: CERTIFICATES,
  ListUserPolicies: listUserPolicies,
  ListUserTags: listUserTags,
  ListUsers: listUsers,
  ListVirtualMFADevices: MFA,
  PutAccountProperties: NOT_YET,
  PutGroupPolicy: putGroupPolicy,
  PutRolePermissionsBoundary: putRolePermissionsBoundary,
  PutRolePolicy: putRolePolicy,
  PutUserPermissionsBoundary: putUserPermissionsBoundary,
  PutUserPolicy: putUserPolicy,
  RejectDelegationRequest: DELEGATION,
  RemoveClientIDFromOpenIDConnectProvider: FEDERATION,
  RemoveRoleFromInstanceProfile: NOT_YET,
  RemoveUserFromGroup: removeUserFromGroup,
  ResetServiceSpecificCredential: SERVICE_CREDENTIALS,
  ResyncMFADevice: MFA,
  SendDelegationToken: DELEGATION,
  SetDefaultPolicyVersion: NOT_YET,
  SetSecurityTokenServicePreferences: STS_PREFERENCES,
  SimulateCustomPolicy: NOT_YET,
  SimulatePrincipalPolicy: NOT_YET,
  TagInstanceProfile: NOT_YET,
  TagMFADevice: MFA,
  TagOpenIDConnectProvider: FEDERATION,
  TagPolicy: NOT_YET,
  TagRole: tagRole,
  TagSAMLProvider: FEDERATION,
  TagServerCertificate: CERTIFICATES,
  TagUser: tagUser,
  UntagInstanceProfile: NOT_YET,
  UntagMFADevice: MFA,
  UntagOpenIDConnectProvider: FEDERATION,
  UntagPolicy: NOT_YET,
  UntagRole: untagRole,
  UntagSAMLProvider: FEDERATION,
  UntagServerCertificate: CERTIFICATES,
  UntagUser: untagUser,
  UpdateAccessKey: updateAccessKey,
  UpdateAccountPasswordPolicy: PASSWORDS,
  UpdateAssumeRolePolicy: updateAssumeRolePolicy,
  UpdateDelegationRequest: DELEGATION,
  UpdateGroup: updateGroup,
  UpdateLoginProfile: PASSWORDS,
  UpdateOpenIDConnectProviderThumbprint: FEDERATION,
  UpdateRole: updateRole,
  UpdateRoleDescription: updateRoleDescription,
  UpdateSAMLProvider: FEDERATION,
  UpdateSSHPublicKey: CERTIFICATES,
  UpdateServerCertificate: CERTIFICATES,
  UpdateServiceSpecificCredential: SERVICE_CREDENTIALS,
  UpdateSigningCertificate: CERTIFICATES,
  UpdateUser: updateUser,
  UploadSSHPublicKey: CERTIFICATES,
  UploadServerCertificate: CERTIFICATES,
  UploadSigningCertificate: CERTIFICATES,
} satisfies OperationTable<Operations, IamDeps>;
