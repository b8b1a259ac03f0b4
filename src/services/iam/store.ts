import { globalArnOf, type Scope } from '#core';
import { type Database, type ScopedTable, Table } from '#storage';
import type { AccessReportRow, ReportRow } from './report-rows.ts';

/** What users, roles and groups have in common: a name, a path, and policies. Times are milliseconds since the epoch. */
export interface EntityRow {
  readonly name: string;
  /** `/`, or `/a/b/`. */
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  /** Inline policies: name to document. */
  readonly inline: Readonly<Record<string, string>>;
  /** ARNs of attached managed policies, in the order of attachment. */
  readonly attached: readonly string[];
}

export interface TagRow {
  readonly Key: string;
  readonly Value: string;
}

export interface UserRow extends EntityRow {
  readonly tags: readonly TagRow[];
  /** ARN of the permissions boundary. */
  readonly boundary?: string;
  /** Names of the groups the user is in. */
  readonly groups: readonly string[];
  readonly accessKeys: readonly string[];
  /** Oldest first. Absent in rows of an earlier Millrace. */
  readonly serviceCredentials?: readonly ServiceCredentialRow[];
  readonly loginProfile?: LoginProfileRow;
}

/** A user's password; see `passwords.ts`. */
export interface LoginProfileRow {
  readonly createdAt: number;
  readonly changedAt: number;
  readonly resetRequired: boolean;
  /** Base64, as the hashes are. */
  readonly salt: string;
  /** The password's, then those before it. */
  readonly hashes: readonly string[];
}

/** A name and a password for a service that takes no signatures. */
export interface ServiceCredentialRow {
  readonly id: string;
  readonly service: string;
  readonly serviceUserName: string;
  readonly password: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: number;
}

export interface RoleRow extends EntityRow {
  readonly tags: readonly TagRow[];
  readonly boundary?: string;
  readonly trust: string;
  /** Whom the ARNs in it mean. Absent in rows of an earlier Millrace. */
  readonly pins?: Readonly<Record<string, string>>;
  readonly description?: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
}

export type GroupRow = EntityRow;

export interface PolicyVersionRow {
  /** `v1`, `v2`, … */
  readonly id: string;
  readonly document: string;
  readonly createdAt: number;
}

export interface PolicyRow {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly description?: string | undefined;
  /** False of what AWS alone uses. */
  readonly attachable?: boolean;
  readonly createdAt: number;
  readonly updatedAt: number;
  readonly tags: readonly TagRow[];
  /** Oldest first. */
  readonly versions: readonly PolicyVersionRow[];
  readonly defaultVersion: string;
  /** The number of the next version: numbers are not used twice. */
  readonly nextVersion: number;
}

export interface InstanceProfileRow {
  readonly name: string;
  readonly path: string;
  readonly id: string;
  readonly createdAt: number;
  readonly tags: readonly TagRow[];
  readonly roles: readonly string[];
}

export interface AccessKeyRow {
  readonly id: string;
  readonly secret: string;
  readonly userName: string;
  readonly status: 'Active' | 'Inactive';
  readonly createdAt: number;
}

export interface PasswordPolicyRow {
  readonly MinimumPasswordLength: number;
  readonly RequireSymbols: boolean;
  readonly RequireNumbers: boolean;
  readonly RequireUppercaseCharacters: boolean;
  readonly RequireLowercaseCharacters: boolean;
  readonly AllowUsersToChangePassword: boolean;
  /** Days. */
  readonly MaxPasswordAge?: number;
  readonly PasswordReusePrevention?: number;
  readonly HardExpiry?: boolean;
}

export interface AccountRow {
  readonly createdAt: number;
  readonly alias?: string;
  /** In the words of the API. Absent where none was set. */
  readonly passwordPolicy?: PasswordPolicyRow;
  /** What the operator calls it. */
  readonly name?: string;
  /** The root user's key; that of the first account is in the data directory's credentials. */
  readonly rootKey?: { readonly accessKeyId: string; readonly secretAccessKey: string };
}

/** An OpenID Connect identity provider; `issuer` is its URL without scheme. */
export interface OidcProviderRow {
  readonly issuer: string;
  readonly url: string;
  readonly clientIds: readonly string[];
  readonly thumbprints: readonly string[];
  readonly createdAt: number;
  readonly tags: readonly TagRow[];
}

/** A virtual MFA device. */
export interface MfaDeviceRow {
  readonly name: string;
  readonly path: string;
  /** Base32, kept as it is: codes cannot be computed otherwise. */
  readonly seed: string;
  readonly createdAt: number;
  readonly tags: readonly TagRow[];
  /** The unique id of the user who has enabled it. */
  readonly userId?: string;
  readonly enabledAt?: number;
  /** How many steps of 30 seconds its clock is ahead. */
  readonly drift: number;
  /** The time step of the last code that was taken: neither it nor one before it is taken again. */
  readonly lastStep: number;
}

/** A service-linked role that was deleted, by the id of its task. */
export interface DeletionRow {
  readonly at: number;
}

/** Rows found by their name, without regard to case. aws: names are not distinguished by case — developer guide "IAM identifiers" */
export interface NamedRows<Row> {
  get(name: string): Row | undefined;
  put(row: Row): void;
  delete(name: string): boolean;
  list(): Row[];
  count(): number;
}

/** One account's identities. */
export interface AccountRows {
  readonly users: NamedRows<UserRow>;
  readonly roles: NamedRows<RoleRow>;
  readonly groups: NamedRows<GroupRow>;
  readonly policies: NamedRows<PolicyRow>;
  readonly profiles: NamedRows<InstanceProfileRow>;
  readonly keys: ScopedTable<AccessKeyRow>;
  readonly account: ScopedTable<AccountRow>;
  readonly providers: ScopedTable<OidcProviderRow>;
  readonly mfaDevices: ScopedTable<MfaDeviceRow>;
  readonly reports: ScopedTable<ReportRow>;
  readonly accessReports: ScopedTable<AccessReportRow>;
  readonly deletions: ScopedTable<DeletionRow>;
}

export interface IamStore {
  /** AWS's managed policies, which belong to no account. */
  readonly awsPolicies: () => readonly PolicyRow[];
  in(scope: Pick<Scope, 'account'>): AccountRows;
  transaction<T>(work: () => T): T;
  /** Every account that has written something down of itself, by number. */
  accounts(): string[];
  /** Grows with every write, so that what was computed from rows can be recognised as old. */
  version(): number;
}

/** The key of the only row an account has of itself. */
export const ACCOUNT_ROW = 'account';

/** IAM is global: its rows have no region. */
const GLOBAL = '';

export function openIamStore(database: Database, awsPolicies: IamStore['awsPolicies']): IamStore {
  let version = 0;
  const table = <Row>(name: string, key: string) => new Table<Row>(database, { name: `iam_${name}`, key: [key] });
  const users = table<UserRow>('user', 'name');
  const roles = table<RoleRow>('role', 'name');
  const groups = table<GroupRow>('group', 'name');
  const policies = table<PolicyRow>('policy', 'name');
  const profiles = table<InstanceProfileRow>('instance_profile', 'name');
  const keys = table<AccessKeyRow>('access_key', 'id');
  const accounts = table<AccountRow>('account', 'fact');
  const providers = table<OidcProviderRow>('oidc_provider', 'issuer');
  const mfaDevices = table<MfaDeviceRow>('mfa_device', 'name');
  const reports = table<ReportRow>('report', 'kind');
  const accessReports = table<AccessReportRow>('access_report', 'job');
  const deletions = table<DeletionRow>('linked_role_deletion', 'task');

  const counted = <Row>(rows: ScopedTable<Row>): ScopedTable<Row> => ({
    ...rows,
    put(key, row) {
      version++;
      rows.put(key, row);
    },
    delete(...key) {
      version++;
      return rows.delete(...key);
    },
  });
  const named = <Row extends { readonly name: string }>(rows: ScopedTable<Row>): NamedRows<Row> => ({
    get: (name) => rows.get(name.toLowerCase()),
    put: (row) => rows.put([row.name.toLowerCase()], row),
    delete: (name) => rows.delete(name.toLowerCase()),
    list: () => rows.list(),
    count: () => rows.count(),
  });
  return {
    awsPolicies,
    version: () => version,
    accounts: () =>
      accounts
        .scopes()
        .map(({ account }) => account)
        .sort(),
    transaction: (work) => database.transaction(work),
    in({ account }) {
      const scope = { account, region: GLOBAL };
      return {
        users: named(counted(users.in(scope))),
        roles: named(counted(roles.in(scope))),
        groups: named(counted(groups.in(scope))),
        policies: named(counted(policies.in(scope))),
        profiles: named(counted(profiles.in(scope))),
        keys: counted(keys.in(scope)),
        account: counted(accounts.in(scope)),
        providers: counted(providers.in(scope)),
        mfaDevices: mfaDevices.in(scope),
        reports: reports.in(scope),
        accessReports: accessReports.in(scope),
        deletions: deletions.in(scope),
      };
    },
  };
}

export type ResourceKind = 'user' | 'role' | 'group' | 'policy' | 'instance-profile';

/** `arn:aws:iam::<account>:role/<path/><name>` */
export const iamArn = (
  scope: Pick<Scope, 'partition' | 'account'>,
  kind: ResourceKind,
  row: { readonly path?: string | undefined; readonly name: string },
): string => globalArnOf('iam', scope, `${kind}${row.path ?? '/'}${row.name}`);
