import { accountOfAccessKeyId, compilePolicy, type Policy } from '#auth';
import { type Caller, parseArn } from '#core';
import { defaultDocument, findPolicy } from './managed-policies.ts';
import type { MfaCodes } from './mfa-codes.ts';
import { providerArn } from './oidc-providers.ts';
import { idOf, trustOf } from './pinned-principals.ts';
import { ACCOUNT_ROW, type IamStore, iamArn, type RoleRow, type TagRow, type UserRow } from './store.ts';

/** A role as the Security Token Service needs it. */
export interface RoleFacts {
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  readonly trustPolicy: string;
  /** Seconds. */
  readonly maxSessionDuration: number;
  readonly tags: Readonly<Record<string, string>>;
}

export interface KeyHolder {
  readonly secretAccessKey: string;
  readonly caller: Caller;
}

export interface CallerPolicies {
  readonly identity: readonly Policy[];
  readonly boundary?: readonly Policy[];
  readonly session?: readonly Policy[];
}

/** What the rest of Millrace may know of IAM's rows. Its members have the shape of the gateway's and STS's ports. */
export interface Identities {
  /** Who holds a long-term access key. Such a key has no session token. Remembered until something in IAM is written. */
  findAccessKey(accessKeyId: string, sessionToken?: string): KeyHolder | 'unknown' | 'inactive' | 'invalid-token';
  /** The compiled policies that bound a caller. Remembered until something in IAM is written. */
  policiesOf(caller: Caller): CallerPolicies;
  role(arn: string): RoleFacts | undefined;
  /** The unique id of the user or role of an ARN; undefined where there is none, `no entity` where the ARN is of something else. */
  uniqueId(partition: string, arn: string): string | undefined | 'no entity';
  /** The ARN of the user or role of a unique id. */
  arnOfId(partition: string, account: string, id: string): string | undefined;
  /** The access key of an account's root user. */
  rootKeyId(account: string): string | undefined;
  /** Whether the user or role behind a caller still exists, and is the same one. */
  exists(caller: Caller): boolean;
  /** The OpenID Connect provider of an issuer (the URL of a token's `iss`). */
  identityProvider(
    partition: string,
    account: string,
    issuer: string,
  ): { readonly arn: string; readonly issuer: string; readonly clientIds: readonly string[] } | undefined;
  /** Takes a code of a caller's MFA device, which is good once. */
  readonly takeMfaCode: MfaCodes;
  /** Whether a managed policy exists, AWS's or the account's. */
  hasManagedPolicy(partition: string, account: string, arn: string): boolean;
}

export interface RootIdentity {
  readonly partition: string;
  readonly account: string;
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

export function identitiesOf(store: IamStore, root: RootIdentity): Omit<Identities, 'takeMfaCode'> {
  const { partition } = root;
  const policies = sinceLastWrite<CallerPolicies>(store);
  const holders = sinceLastWrite<KeyHolder>(store);
  let last: { readonly caller: Caller; readonly version: number; readonly policies: CallerPolicies } | undefined;

  const roleRow = (arn: string): RoleRow | undefined => {
    const parsed = parseArn(arn);
    const name = parsed?.resource.startsWith('role/') ? parsed.resource.slice(parsed.resource.lastIndexOf('/') + 1) : '';
    if (parsed?.service !== 'iam' || parsed.partition !== partition || !name) return undefined;
    const row = store.in(parsed).roles.get(name);
    return row && iamArn({ partition, account: parsed.account }, 'role', row) === arn ? row : undefined;
  };
  const userRow = (caller: Caller): UserRow | undefined => {
    const { userName, userId } = caller.federatedBy ?? caller;
    const row = userName === undefined ? undefined : store.in(caller).users.get(userName);
    return row?.id === userId ? row : undefined;
  };

  return {
    findAccessKey(accessKeyId, sessionToken) {
      if (sessionToken !== undefined) return 'invalid-token';
      const known = holders.get(accessKeyId);
      if (known) return known;
      if (accessKeyId === root.accessKeyId) {
        return holders.set(accessKeyId, { secretAccessKey: root.secretAccessKey, caller: rootCaller(root) });
      }
      const account = accessKeyId.startsWith('AKIA') ? accountOfAccessKeyId(accessKeyId) : undefined;
      if (!account) return 'unknown';
      const rows = store.in({ account });
      const rootKey = rows.account.get(ACCOUNT_ROW)?.rootKey;
      if (rootKey?.accessKeyId === accessKeyId) {
        const caller = rootCaller({ partition, account, ...rootKey });
        return holders.set(accessKeyId, { secretAccessKey: rootKey.secretAccessKey, caller });
      }
      const key = rows.keys.get(accessKeyId);
      const user = key && rows.users.get(key.userName);
      if (!key || !user) return 'unknown';
      if (key.status !== 'Active') return 'inactive';
      const caller = userCaller({ partition, account }, user, accessKeyId);
      return holders.set(accessKeyId, { secretAccessKey: key.secret, caller });
    },

    policiesOf(caller) {
      if (caller.kind === 'root' || caller.kind === 'service' || caller.kind === 'anonymous') return NOTHING;
      // who holds a key is the same object as long as nothing in IAM is written
      if (last?.caller === caller && last.version === store.version()) return last.policies;
      const behind = caller.roleArn ?? caller.federatedBy?.userId ?? caller.arn;
      const key = `${caller.account} ${caller.userId} ${behind} ${caller.sessionPolicies?.join('\n') ?? ''}`;
      const found =
        policies.get(key) ??
        policies.set(key, policiesFor(store, caller, caller.kind === 'role' ? roleRow(caller.roleArn ?? '') : userRow(caller)));
      last = { caller, version: store.version(), policies: found };
      return found;
    },

    role(arn) {
      const row = roleRow(arn);
      if (!row) return undefined;
      const { id, name, maxSessionDuration, tags } = row;
      return { arn, id, name, trustPolicy: trustOf(row, { partition }, store), maxSessionDuration, tags: tagRecord(tags) };
    },

    uniqueId: (where, arn) => idOf(store, where, arn),

    arnOfId(where, account, id) {
      const kind = id.startsWith('AROA') ? 'role' : 'user';
      const rows = store.in({ account });
      const row = (kind === 'role' ? rows.roles.list() : rows.users.list()).find((each) => each.id === id);
      return row && iamArn({ partition: where, account }, kind, row);
    },

    rootKeyId: (account) =>
      account === root.account ? root.accessKeyId : store.in({ account }).account.get(ACCOUNT_ROW)?.rootKey?.accessKeyId,

    exists(caller) {
      if (caller.kind === 'root') return true;
      if (caller.kind === 'role') return roleRow(caller.roleArn ?? '')?.id === caller.userId.split(':')[0];
      if (byRoot(caller)) return true;
      return userRow(caller) !== undefined;
    },

    identityProvider(where, account, url) {
      const row = /^https?:\/\//.test(url)
        ? store.in({ account }).providers.get(url.replace(/^https?:\/\//, '').replace(/\/$/, ''))
        : undefined;
      // the scheme counts: an issuer that was registered with TLS is asked with TLS only
      if (!row || row.url.replace(/\/$/, '') !== url.replace(/\/$/, '')) return undefined;
      return { arn: providerArn({ partition: where, account }, row.issuer), issuer: row.issuer, clientIds: row.clientIds };
    },

    hasManagedPolicy: (where, account, arn) => findPolicy(store, { partition: where, account }, arn) !== undefined,
  };
}

const CACHE_LIMIT = 4096;

/** Remembers what was worked out from IAM's rows, until one of them is written. */
function sinceLastWrite<V>(store: IamStore) {
  const known = new Map<string, V>();
  let version = -1;
  return {
    get(key: string): V | undefined {
      if (version !== store.version()) known.clear();
      version = store.version();
      return known.get(key);
    },
    set(key: string, value: V): V {
      if (known.size >= CACHE_LIMIT) known.clear();
      known.set(key, value);
      return value;
    },
  };
}
const NOTHING: CallerPolicies = { identity: [] };
/** What root may: a session of GetFederationToken that he asked for is bounded by its session policies alone. */
const EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}';
const byRoot = ({ account, federatedBy }: Caller): boolean => federatedBy?.userId === account;

/** The policies of a user (with those of his groups) or role, compiled. A caller whose entity is gone has none. */
function policiesFor(store: IamStore, caller: Caller, row: UserRow | RoleRow | undefined): CallerPolicies {
  const rows = store.in(caller);
  const groups = row && 'groups' in row ? row.groups.flatMap((name) => rows.groups.get(name) ?? []) : [];
  const managed = (arn: string) => managedDocument(store, caller, arn);
  const documents = byRoot(caller)
    ? [EVERYTHING]
    : (row ? [row, ...groups] : []).flatMap((entity) => [...Object.values(entity.inline), ...entity.attached.flatMap(managed)]);
  const session = caller.sessionPolicies?.flatMap((text) => (text.startsWith('arn:') ? managed(text) : [text]));
  return {
    identity: documents.map(compilePolicy),
    ...(row?.boundary === undefined ? {} : { boundary: managed(row.boundary).map(compilePolicy) }),
    ...(session === undefined ? {} : { session: session.map(compilePolicy) }),
  };
}

function managedDocument(store: IamStore, where: Caller, arn: string): string[] {
  const policy = findPolicy(store, where, arn);
  const document = policy && defaultDocument(policy);
  return document === undefined ? [] : [document];
}

const rootCaller = (root: RootIdentity): Caller => ({
  kind: 'root',
  partition: root.partition,
  account: root.account,
  arn: `arn:${root.partition}:iam::${root.account}:root`,
  userId: root.account,
  accessKeyId: root.accessKeyId,
});

const userCaller = (where: Pick<Caller, 'partition' | 'account'>, user: UserRow, accessKeyId: string): Caller => ({
  kind: 'user',
  ...where,
  arn: iamArn(where, 'user', user),
  userId: user.id,
  userName: user.name,
  accessKeyId,
  ...(user.tags.length ? { tags: tagRecord(user.tags) } : {}),
});

const tagRecord = (tags: readonly TagRow[]): Record<string, string> =>
  Object.fromEntries(tags.map((tag) => [tag.Key, tag.Value]));
