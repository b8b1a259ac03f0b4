import type { AttachedPermissionsBoundary, Group, InstanceProfile, Policy, PolicyVersion, Role, User } from '#api/iam';
import type { Scope } from '#core';
import {
  type AccountRows,
  type GroupRow,
  type InstanceProfileRow,
  iamArn,
  type PolicyRow,
  type PolicyVersionRow,
  type RoleRow,
  type TagRow,
  type UserRow,
} from './store.ts';

/* Rows as IAM answers them. Which members an operation leaves out is from recorded AWS answers (see errors.ts). */

type Where = Pick<Scope, 'partition' | 'account'>;

/** aws: policy documents are answered URL-encoded after RFC 3986 — model, "PolicyDocument" */
export const encoded = (document: string): string =>
  encodeURIComponent(document).replace(/[!'()*]/g, (char) => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);

/** aws: answered so, though the model's enum has only PermissionsBoundaryPolicy — recorded AWS answer (test_iam_roles) */
const BOUNDARY_TYPE = 'Policy' as string as 'PermissionsBoundaryPolicy';

export const boundaryOf = (boundary: string | undefined): { PermissionsBoundary?: AttachedPermissionsBoundary } =>
  boundary === undefined
    ? {}
    : { PermissionsBoundary: { PermissionsBoundaryType: BOUNDARY_TYPE, PermissionsBoundaryArn: boundary } };

const tagsOf = (tags: readonly TagRow[]): { Tags?: readonly TagRow[] } => (tags.length ? { Tags: tags } : {});

/** A user in a list. */
export const userInList = (scope: Where, row: UserRow): User => ({
  Path: row.path,
  UserName: row.name,
  UserId: row.id,
  Arn: iamArn(scope, 'user', row),
  CreateDate: new Date(row.createdAt),
});

export const userShape = (scope: Where, row: UserRow): User => ({
  ...userInList(scope, row),
  ...boundaryOf(row.boundary),
  ...tagsOf(row.tags),
});

/** A role as it is inside an instance profile. */
export const roleBrief = (scope: Where, row: RoleRow): Role => ({
  Path: row.path,
  RoleName: row.name,
  RoleId: row.id,
  Arn: iamArn(scope, 'role', row),
  CreateDate: new Date(row.createdAt),
  AssumeRolePolicyDocument: encoded(row.trust),
});

const described = (row: RoleRow) => (row.description === undefined ? {} : { Description: row.description });

/** A role as CreateRole answers it. */
export const roleCreated = (scope: Where, row: RoleRow): Role => ({
  ...roleBrief(scope, row),
  ...boundaryOf(row.boundary),
  ...tagsOf(row.tags),
});

export const roleInList = (scope: Where, row: RoleRow): Role => ({
  ...roleBrief(scope, row),
  ...described(row),
  MaxSessionDuration: row.maxSessionDuration,
});

/** A role as UpdateRoleDescription answers it. */
export const roleDescribed = (scope: Where, row: RoleRow): Role => ({ ...roleCreated(scope, row), ...described(row) });

export const roleShape = (scope: Where, row: RoleRow): Role => ({
  ...roleDescribed(scope, row),
  MaxSessionDuration: row.maxSessionDuration,
  RoleLastUsed: {},
});

export const groupShape = (scope: Where, row: GroupRow): Group => ({
  Path: row.path,
  GroupName: row.name,
  GroupId: row.id,
  Arn: iamArn(scope, 'group', row),
  CreateDate: new Date(row.createdAt),
});

/** An instance profile in a list and as it is created. */
export const profileShape = (scope: Where, row: InstanceProfileRow, rows: AccountRows): InstanceProfile => ({
  Path: row.path,
  InstanceProfileName: row.name,
  InstanceProfileId: row.id,
  Arn: iamArn(scope, 'instance-profile', row),
  CreateDate: new Date(row.createdAt),
  Roles: row.roles.flatMap((name) => {
    const role = rows.roles.get(name);
    return role ? [roleBrief(scope, role)] : [];
  }),
});

/** How often a managed policy is used, by its ARN. */
export interface Usage {
  readonly attachments: number;
  readonly boundaries: number;
}

export interface ManagedPolicy {
  readonly arn: string;
  /** Owned by AWS, not by the account. */
  readonly aws: boolean;
  readonly row: PolicyRow;
}

/** A policy in a list: without description and tags. */
export const policyInList = ({ arn, row }: ManagedPolicy, usage: Usage): Policy => ({
  PolicyName: row.name,
  PolicyId: row.id,
  Arn: arn,
  Path: row.path,
  DefaultVersionId: row.defaultVersion,
  AttachmentCount: usage.attachments,
  PermissionsBoundaryUsageCount: usage.boundaries,
  IsAttachable: row.attachable ?? true,
  CreateDate: new Date(row.createdAt),
  UpdateDate: new Date(row.updatedAt),
});

/** A policy as CreatePolicy answers it. */
export const policyCreated = (policy: ManagedPolicy): Policy => ({
  ...policyInList(policy, { attachments: 0, boundaries: 0 }),
  ...tagsOf(policy.row.tags),
});

export const policyShape = (policy: ManagedPolicy, usage: Usage): Policy => ({
  ...policyInList(policy, usage),
  ...(policy.row.description === undefined ? {} : { Description: policy.row.description }),
  Tags: policy.row.tags,
});

export const versionShape = (row: PolicyVersionRow, defaultVersion: string): PolicyVersion => ({
  VersionId: row.id,
  IsDefaultVersion: row.id === defaultVersion,
  CreateDate: new Date(row.createdAt),
});
