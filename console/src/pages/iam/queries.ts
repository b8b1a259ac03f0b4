import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRoleCommand,
  GetRolePolicyCommand,
  GetUserPolicyCommand,
  IAMClient,
  ListAccessKeysCommand,
  ListAttachedRolePoliciesCommand,
  ListAttachedUserPoliciesCommand,
  ListPoliciesCommand,
  ListPolicyVersionsCommand,
  ListRolePoliciesCommand,
  ListRolesCommand,
  ListUserPoliciesCommand,
  ListUsersCommand,
} from '@aws-sdk/client-iam';
import { useQuery } from '@tanstack/react-query';
import { client } from '../../aws/index.ts';
import { allPages } from '../../components/all-pages.ts';

export const iam = (): IAMClient => client(IAMClient);

export const allRoles = () =>
  allPages(async (Marker) => {
    const page = await iam().send(new ListRolesCommand({ Marker, MaxItems: 1000 }));
    return { items: page.Roles, token: page.Marker };
  });

export const allUsers = () =>
  allPages(async (Marker) => {
    const page = await iam().send(new ListUsersCommand({ Marker, MaxItems: 1000 }));
    return { items: page.Users, token: page.Marker };
  });

export const allPolicies = (Scope: 'Local' | 'AWS' | 'All') =>
  allPages(async (Marker) => {
    const page = await iam().send(new ListPoliciesCommand({ Scope, Marker, MaxItems: 1000 }));
    return { items: page.Policies, token: page.Marker };
  });

export const useRoles = () => useQuery({ queryKey: ['role', 'list'], queryFn: allRoles });
export const useUsers = () => useQuery({ queryKey: ['user', 'list'], queryFn: allUsers });
export const usePolicies = (scope: 'Local' | 'AWS' | 'All') =>
  useQuery({ queryKey: ['policy', 'list', scope], queryFn: () => allPolicies(scope) });

/** IAM's documents come URL-encoded. */
const document = (text: string | undefined): string => decodeURIComponent(text ?? '');

/** An inline policy. */
export interface Inline {
  readonly name: string;
  readonly document: string;
}

export const useRole = (RoleName: string) =>
  useQuery({
    queryKey: ['role', RoleName],
    queryFn: async () => {
      const [{ Role }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
        iam().send(new GetRoleCommand({ RoleName })),
        iam().send(new ListAttachedRolePoliciesCommand({ RoleName })),
        iam().send(new ListRolePoliciesCommand({ RoleName })),
      ]);
      const inline = await Promise.all(
        PolicyNames.map(async (PolicyName): Promise<Inline> => {
          const answer = await iam().send(new GetRolePolicyCommand({ RoleName, PolicyName }));
          return { name: PolicyName, document: document(answer.PolicyDocument) };
        }),
      );
      return { role: Role, trust: document(Role?.AssumeRolePolicyDocument), attached: AttachedPolicies, inline };
    },
  });

export const useUser = (UserName: string) =>
  useQuery({
    queryKey: ['user', UserName],
    queryFn: async () => {
      const [{ AccessKeyMetadata = [] }, { AttachedPolicies = [] }, { PolicyNames = [] }] = await Promise.all([
        iam().send(new ListAccessKeysCommand({ UserName })),
        iam().send(new ListAttachedUserPoliciesCommand({ UserName })),
        iam().send(new ListUserPoliciesCommand({ UserName })),
      ]);
      const inline = await Promise.all(
        PolicyNames.map(async (PolicyName): Promise<Inline> => {
          const answer = await iam().send(new GetUserPolicyCommand({ UserName, PolicyName }));
          return { name: PolicyName, document: document(answer.PolicyDocument) };
        }),
      );
      return { keys: AccessKeyMetadata, attached: AttachedPolicies, inline };
    },
  });

export const usePolicy = (PolicyArn: string) =>
  useQuery({
    queryKey: ['policy', PolicyArn],
    queryFn: async () => {
      const [{ Policy }, { Versions = [] }] = await Promise.all([
        iam().send(new GetPolicyCommand({ PolicyArn })),
        iam().send(new ListPolicyVersionsCommand({ PolicyArn })),
      ]);
      const VersionId = Policy?.DefaultVersionId;
      const { PolicyVersion } = await iam().send(new GetPolicyVersionCommand({ PolicyArn, VersionId }));
      return { policy: Policy, versions: Versions, document: document(PolicyVersion?.Document) };
    },
  });
