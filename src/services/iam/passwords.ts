import { type BinaryLike, type ScryptOptions, scrypt } from 'node:crypto';
import { promisify } from 'node:util';
import type { Call, Ids } from '#core';
import { accountRow } from './account.ts';
import type { IamDeps } from './deps.ts';
import { find } from './entities.ts';
import { loginProfileChanging, noLoginProfile, passwordViolation } from './errors.ts';
import type { LoginProfileRow, PasswordPolicyRow, UserRow } from './store.ts';

/*
 * Passwords are known by a slow hash only: scrypt (RFC 7914) with 32 MiB, some 0.1 s of a core. All passwords of a user have one salt, so that one hash tells whether any of them comes again.
 */
const COST: ScryptOptions = { N: 2 ** 15, r: 8, p: 1, maxmem: 2 ** 26 };
const HASH_BYTES = 32;
const SALT_BYTES = 16;
/** — model, PasswordReusePreventionType: how many a policy can ask for, so that many are remembered */
const REMEMBERED = 24;

const slow = promisify(
  scrypt as (
    password: BinaryLike,
    salt: BinaryLike,
    bytes: number,
    options: ScryptOptions,
    done: (problem: Error | null, hash: Buffer) => void,
  ) => void,
);

export const newSalt = (ids: Ids): string => Buffer.from(ids.bytes(SALT_BYTES)).toString('base64');

export const passwordHash = async (password: string, salt: string): Promise<string> =>
  (await slow(password.normalize('NFC'), Buffer.from(salt, 'base64'), HASH_BYTES, COST)).toString('base64');

const KINDS = [
  { of: 'uppercase letter', is: /[A-Z]/, required: 'RequireUppercaseCharacters' },
  { of: 'lowercase letter', is: /[a-z]/, required: 'RequireLowercaseCharacters' },
  { of: 'number', is: /[0-9]/, required: 'RequireNumbers' },
  // — model, UpdateAccountPasswordPolicyRequest.RequireSymbols
  { of: 'symbol', is: /[!@#$%^&*()_+\-=[\]{}|']/, required: 'RequireSymbols' },
] as const;

// aws: without a policy at least eight characters, of three of the four kinds, and not the account's name — IAM user guide, "Default password policy"
const DEFAULT_LENGTH = 8;
const DEFAULT_KINDS = 3;

/** What the account's policy has against a password, in AWS's words; undefined where nothing. */
export function violationOf(
  password: string,
  policy: PasswordPolicyRow | undefined,
  names: readonly string[],
): string | undefined {
  const least = policy?.MinimumPasswordLength ?? DEFAULT_LENGTH;
  if ([...password].length < least) return `Password should have a minimum length of ${least}`;
  const missing = KINDS.filter((kind) => !kind.is.test(password));
  const sentence = (kinds: readonly (typeof KINDS)[number][]) =>
    kinds.map((kind) => `Password should have at least one ${kind.of}`).join(', ');
  if (policy) return sentence(missing.filter((kind) => policy[kind.required])) || undefined;
  const more = DEFAULT_KINDS - (KINDS.length - missing.length);
  if (more > 0) return `Password should meet ${more} more of the following requirements: ${sentence(missing)}`;
  return names.includes(password) ? NOT_CONFORMING : undefined;
}

/** What was said before AWS told the reasons; for those whose sentence is not known. */
const NOT_CONFORMING = 'Password does not conform to the account password policy.';

export function checkPassword(password: string, call: Call, deps: IamDeps): void {
  const { row } = accountRow(call, deps);
  const violation = violationOf(
    password,
    row.passwordPolicy,
    [row.alias, row.name].filter((each) => each !== undefined),
  );
  if (violation !== undefined) throw passwordViolation(violation);
}

type WithProfile = UserRow & { readonly loginProfile: LoginProfileRow };

export function ownerOfProfile(name: string, call: Call, deps: IamDeps): WithProfile {
  const user = find('user', name, call, deps);
  const { loginProfile } = user;
  if (!loginProfile) throw noLoginProfile(user.name);
  return { ...user, loginProfile };
}

interface Change {
  readonly password?: string | undefined;
  /** The one that there must be. */
  readonly old?: { readonly password: string; refuse(): Error } | undefined;
  readonly resetRequired?: boolean | undefined;
}

/** Changes a user's password, or only whether he has to. Hashing takes its time: what happened meanwhile is not written over. */
export async function changeProfile(
  name: string,
  { password, old, resetRequired }: Change,
  call: Call,
  deps: IamDeps,
): Promise<void> {
  const { loginProfile: before } = ownerOfProfile(name, call, deps);
  if (old && (await passwordHash(old.password, before.salt)) !== before.hashes[0]) throw old.refuse();
  const hash = password === undefined ? undefined : await checkedHash(password, before, call, deps);
  deps.store.transaction(() => {
    const user = ownerOfProfile(name, call, deps);
    const { loginProfile } = user;
    if (loginProfile.salt !== before.salt || loginProfile.hashes[0] !== before.hashes[0]) throw loginProfileChanging(user.name);
    deps.store.in(call.scope).users.put({
      ...user,
      loginProfile: {
        ...loginProfile,
        ...(resetRequired !== undefined && { resetRequired }),
        ...(hash !== undefined && {
          hashes: [hash, ...loginProfile.hashes].slice(0, REMEMBERED),
          changedAt: deps.clock.millis(),
        }),
      },
    });
  });
}

async function checkedHash(password: string, { salt, hashes }: LoginProfileRow, call: Call, deps: IamDeps): Promise<string> {
  checkPassword(password, call, deps);
  const hash = await passwordHash(password, salt);
  const remembered = accountRow(call, deps).row.passwordPolicy?.PasswordReusePrevention ?? 0;
  if (hashes.slice(0, remembered).includes(hash)) throw passwordViolation(NOT_CONFORMING);
  return hash;
}
