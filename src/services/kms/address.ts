import { type Access, type AwsError, type Caller, parseArn, type Scope } from '#core';
import type { KmsDeps } from './deps.ts';
import { aliasNotTaken, invalidArn, invalidKeyId, keyNotFound } from './errors.ts';
import { type Key, liveKey } from './key-state.ts';
import { resolvedAlias } from './managed-keys.ts';
import { keyArn } from './store.ts';

/** Of a key of one region, or of several. — recorded in localstack, test_get_key_does_not_exist, test_get_key_invalid_uuid */
const KEY_ID = /^(?:[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|mrk-[0-9a-f]{32})$/;

/** How a request named a key: by id, by ARN, by an alias or its ARN. */
interface Named {
  readonly scope: Scope;
  readonly id?: string;
  /** `alias/…` */
  readonly alias?: string;
}

function named(text: string, scope: Scope): Named {
  const arn = parseArn(text);
  if (arn && arn.service === 'kms') {
    if (arn.region !== scope.region) throw invalidArn(arn.region);
    const there = { partition: scope.partition, account: arn.account, region: arn.region };
    const id = /^key\/(.+)$/.exec(arn.resource)?.[1];
    if (id !== undefined) return { scope: there, id };
    if (arn.resource.startsWith('alias/')) return { scope: there, alias: arn.resource };
    throw invalidKeyId(text);
  }
  if (text.startsWith('alias/')) return { scope, alias: text };
  return { scope, id: text };
}

/** The ARN of the key a request names, whether it exists or not. An alias of one's own must exist. */
export function arnOfKey(text: string, scope: Scope, deps: KmsDeps): { arn: string; account: string } {
  const { scope: there, id, alias } = named(text, scope);
  if (alias === undefined) return { arn: keyArn(there, id ?? ''), account: there.account };
  const keyId = resolvedAlias(alias, there, scope, deps);
  // an alias of another account is known to whom its key lets in; to others it is only a name
  return { arn: keyId === undefined ? `${keyArn(there, alias)}` : keyArn(there, keyId), account: there.account };
}

/** The key a request names. */
export function keyOf(text: string, scope: Scope, deps: KmsDeps): Key {
  const { scope: there, id, alias } = named(text, scope);
  const keyId = alias === undefined ? id : resolvedAlias(alias, there, scope, deps);
  const key = keyId === undefined ? undefined : liveKey(there, keyId, deps);
  if (key) return key;
  if (alias === undefined && !KEY_ID.test(id ?? '')) throw invalidKeyId(text);
  throw keyNotFound(keyArn(there, keyId ?? alias ?? ''));
}

/** The key of an operation that takes no alias. */
export function bareKeyOf(text: string, scope: Scope, deps: KmsDeps): Key {
  if (named(text, scope).alias !== undefined) throw aliasNotTaken();
  return keyOf(text, scope, deps);
}

/** The key of an operation that takes no alias and no key of another account. — developer guide "Using KMS keys in other accounts" */
export function ownKeyOf(text: string, scope: Scope, deps: KmsDeps, ofAlias: (text: string) => AwsError = aliasNotTaken): Key {
  const { scope: there, id } = named(text, scope);
  if (id === undefined) throw ofAlias(text);
  if (there.account !== scope.account) throw keyNotFound(keyArn(there, id));
  return keyOf(text, scope, deps);
}

interface KeyNamed {
  readonly KeyId: string;
}

interface Cryptographic {
  readonly EncryptionContext?: Readonly<Record<string, string>> | undefined;
}

/** What a rule says of a key is its name; the door (index.ts) puts the ARN there. */
export const onKey = ({ KeyId }: KeyNamed): Access => ({ resource: KeyId });

export const onKeyWith = (input: KeyNamed & Cryptographic): Access => ({
  resource: input.KeyId,
  context: { ...contextKeys(input.EncryptionContext), 'kms:RequestAlias': aliasIn(input.KeyId) },
});

const aliasIn = (name: string): string | undefined => /(?:^|:)(alias\/.+)$/.exec(name)?.[1];

/** aws: `kms:EncryptionContext:key` and `kms:EncryptionContextKeys` — developer guide "AWS KMS condition keys" */
export function contextKeys(context: Readonly<Record<string, string>> | undefined): NonNullable<Access['context']> {
  const keys = Object.keys(context ?? {});
  if (keys.length === 0) return {};
  const named = Object.fromEntries(Object.entries(context ?? {}).map(([key, value]) => [`kms:EncryptionContext:${key}`, value]));
  return { ...named, 'kms:EncryptionContextKeys': keys };
}

export const onEverything = (): Access => ({ resource: '*' });

/** A rule's access with the ARN of the key it names, and the keys every request of KMS has. */
export function withKey(access: Access, scope: Scope, caller: Caller, deps: KmsDeps): Access {
  const context = { ...access.context, ...(caller.account && { 'kms:CallerAccount': caller.account }) };
  if (access.resource === '*' || access.resourceAccount !== undefined) return { ...access, context };
  const { arn, account } = arnOfKey(access.resource, scope, deps);
  return { ...access, resource: arn, resourceAccount: account, context };
}
