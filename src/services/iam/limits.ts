/** — developer guide "IAM and AWS STS quotas"; the values of GetAccountSummary, recorded AWS answer */
export const LIMITS = {
  users: 5000,
  groups: 300,
  roles: 1000,
  policies: 1500,
  instanceProfiles: 1000,
  groupsPerUser: 10,
  accessKeysPerUser: 2,
  /** — IAM user guide, "MFA in IAM" */
  mfaDevicesPerUser: 8,
  /** Of each service. — model, CreateServiceSpecificCredential */
  serviceCredentialsPerUser: 2,
  attachedPolicies: 10,
  versionsPerPolicy: 5,
  rolesPerInstanceProfile: 1,
  /** — model, CreateOpenIDConnectProviderRequest */
  thumbprintsPerProvider: 5,
  clientIdsPerProvider: 100,
  tags: 50,
  /** Characters, white space not counted, of a managed policy. */
  policySize: 6144,
  /** Characters, white space not counted, of a role's trust policy. */
  trustPolicySize: 2048,
  /** Characters, white space not counted, of all inline policies together. */
  inlinePolicies: { user: 2048, role: 10240, group: 5120 },
} as const;

/** aws: IAM does not count white space — developer guide "IAM and AWS STS quotas" */
export const policySize = (document: string): number => document.replace(/\s/g, '').length;
