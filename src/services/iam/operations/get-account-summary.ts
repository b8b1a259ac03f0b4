import { onEverything } from '../access.ts';
import type { IamOperation } from '../deps.ts';
import { LIMITS } from '../limits.ts';

/** The names are AWS's; what Millrace does not keep counts nothing. */
export const getAccountSummary: IamOperation<'GetAccountSummary'> = {
  access: onEverything,
  run: (_input, { scope }, { store }) => {
    const { mfaDevices, users, groups, roles, policies, profiles, providers } = store.in(scope);
    const own = policies.list();
    const devices = mfaDevices.list();
    return {
      SummaryMap: {
        Users: users.count(),
        UsersQuota: LIMITS.users,
        Groups: groups.count(),
        GroupsQuota: LIMITS.groups,
        Roles: roles.count(),
        RolesQuota: LIMITS.roles,
        Policies: own.length,
        PoliciesQuota: LIMITS.policies,
        PolicyVersionsInUse: own.reduce((sum, row) => sum + row.versions.length, 0),
        PolicyVersionsInUseQuota: 10000,
        VersionsPerPolicyQuota: LIMITS.versionsPerPolicy,
        InstanceProfiles: profiles.count(),
        InstanceProfilesQuota: LIMITS.instanceProfiles,
        AccessKeysPerUserQuota: LIMITS.accessKeysPerUser,
        GroupsPerUserQuota: LIMITS.groupsPerUser,
        AttachedPoliciesPerUserQuota: LIMITS.attachedPolicies,
        AttachedPoliciesPerRoleQuota: LIMITS.attachedPolicies,
        AttachedPoliciesPerGroupQuota: LIMITS.attachedPolicies,
        PolicySizeQuota: LIMITS.policySize,
        UserPolicySizeQuota: LIMITS.inlinePolicies.user,
        RolePolicySizeQuota: LIMITS.inlinePolicies.role,
        GroupPolicySizeQuota: LIMITS.inlinePolicies.group,
        AssumeRolePolicySizeQuota: LIMITS.trustPolicySize,
        AccountAccessKeysPresent: 1,
        AccountMFAEnabled: 0,
        AccountPasswordPresent: 0,
        AccountSigningCertificatesPresent: 0,
        MFADevices: devices.length,
        MFADevicesInUse: devices.filter((device) => device.userId !== undefined).length,
        Providers: providers.count(),
        ServerCertificates: 0,
        ServerCertificatesQuota: 0,
        SigningCertificatesPerUserQuota: 0,
        GlobalEndpointTokenVersion: 1,
      },
    };
  },
};
