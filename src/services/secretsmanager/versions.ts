import type { Call } from '#core';
import type { SecretsDeps } from './deps.ts';
import { foreignDefaultKey, needsToken, secretNotFound, tokenInUse, tooManyVersions, twoValues } from './errors.ts';
import { opened, sealed, type Value } from './seal.ts';
import { type Change, changeSecret, liveSecret, notDying, type Secret } from './secret.ts';
import { CURRENT, labelsOf, withLabels } from './stages.ts';
import type { SecretRow, VersionRow } from './store.ts';

const DAY = 86_400_000;
/** aws: versions without labels beyond these go, unless they are younger than a day — API reference, PutSecretValue */
const KEPT = 100;
/** Ours: AWS says that there is a quota, and not which. */
const MOST = 1000;

interface ValueInput {
  readonly SecretString?: string | undefined;
  readonly SecretBinary?: Uint8Array | undefined;
  readonly ClientRequestToken?: string | undefined;
}

/** The value a request brings, with the id its version is to have. */
export function valueIn(input: ValueInput): { readonly value: Value; readonly token: string } | undefined {
  const { SecretString: text, SecretBinary: binary, ClientRequestToken: token } = input;
  if (text !== undefined && binary !== undefined) throw twoValues();
  if (text === undefined && binary === undefined) return undefined;
  // aws: asked for before the secret is looked for — recorded, test_no_client_request_token
  if (token === undefined) throw needsToken();
  const value: Value =
    binary !== undefined
      ? { form: 'binary', bytes: Buffer.from(binary) }
      : { form: 'string', bytes: Buffer.from(text ?? '', 'utf8') };
  return { value, token };
}

/** Another account cannot use the key that AWS manages for this one. */
export function checkAccount({ scope }: Secret, usesDefault: boolean, { caller }: Call): void {
  if (usesDefault && caller.account !== scope.account) throw foreignDefaultKey();
}

/** Whether a version has this value. Asks KMS in the caller's name. */
export async function sameValue(secret: Secret, id: string, value: Value, call: Call, deps: SecretsDeps): Promise<boolean> {
  const { scope, arn, row } = secret;
  const stored = deps.store.in(scope).values.get(row.name, id);
  if (!stored || stored.form !== value.form) return false;
  const { bytes } = await opened(stored, { arn, versionId: id, owner: scope }, call, deps);
  return Buffer.compare(bytes, value.bytes) === 0;
}

interface Wanted {
  readonly token: string;
  readonly value: Value;
  /** Default: AWSCURRENT. The first version of a secret has that in any case. */
  readonly labels?: readonly string[] | undefined;
  /** Further changes of the secret. */
  readonly change?: Change;
}

/** Adds a version to a secret and attaches its labels. */
export async function addVersion(secret: Secret, wanted: Wanted, call: Call, deps: SecretsDeps): Promise<SecretRow> {
  const { scope, arn, row } = secret;
  const { token, value, change = {} } = wanted;
  const kmsKeyId = 'kmsKeyId' in change ? change.kmsKeyId : row.kmsKeyId;
  checkAccount(secret, kmsKeyId === undefined, call);
  const made = await sealed(value, { arn, versionId: token, owner: scope }, kmsKeyId, call, deps);
  return deps.store.transaction(() => {
    // while KMS was asked, others may have changed it
    const now = liveSecret(scope, row.name, deps);
    if (now?.row.suffix !== row.suffix) throw secretNotFound();
    notDying(now);
    if (now.row.versions.some(({ id }) => id === token)) throw tokenInUse(token, arn);
    const labels = [...new Set([...(wanted.labels ?? [CURRENT]), ...(now.row.versions.length === 0 ? [CURRENT] : [])])];
    const version: VersionRow = {
      id: token,
      createdAt: deps.clock.millis(),
      ...(made.keyArn !== undefined && { keyArn: made.keyArn }),
    };
    const stages = withLabels(now.row.stages, labels, token);
    const versions = pruned({ versions: [...now.row.versions, version], stages }, deps.clock.millis());
    const { values } = deps.store.in(scope);
    for (const { id } of now.row.versions) if (!versions.some((each) => each.id === id)) values.delete(row.name, id);
    values.put([row.name, token], made.row);
    return changeSecret(now, { ...change, stages, versions }, deps);
  });
}

function pruned(row: Pick<SecretRow, 'versions' | 'stages'>, now: number): readonly VersionRow[] {
  let excess = row.versions.length - KEPT;
  const kept = row.versions.filter((version) => {
    if (excess <= 0 || version.createdAt > now - DAY || labelsOf(row, version.id).length > 0) return true;
    excess -= 1;
    return false;
  });
  if (kept.length > MOST) throw tooManyVersions();
  return kept;
}
