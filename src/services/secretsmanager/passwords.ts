import type { GetRandomPasswordRequest } from '#api/secretsmanager';
import type { Ids } from '#core';
import { noCharacters, shortPassword } from './errors.ts';

const UPPER = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
const PUNCTUATION = '!"#$%&\'()*+,-./:;<=>?@[\\]^_`{|}~';
/** — API reference, GetRandomPassword, PasswordLength */
const USUAL_LENGTH = 32;

/** aws: the types of characters, and that each is there unless the request says otherwise — API reference, GetRandomPassword */
export function randomPassword(input: GetRandomPasswordRequest, ids: Ids): string {
  const { ExcludeCharacters: excluded = '', PasswordLength: length = USUAL_LENGTH } = input;
  const types = [
    input.ExcludeUppercase ? '' : UPPER,
    input.ExcludeLowercase ? '' : UPPER.toLowerCase(),
    input.ExcludeNumbers ? '' : '0123456789',
    input.ExcludePunctuation ? '' : PUNCTUATION,
    input.IncludeSpace ? ' ' : '',
  ]
    .map((type) => [...type].filter((character) => !excluded.includes(character)).join(''))
    .filter((type) => type !== '');
  if (types.length === 0) throw noCharacters();
  const all = types.join('');
  if (!(input.RequireEachIncludedType ?? true)) return ids.text(length, all);
  if (length < types.length) throw shortPassword(types.length);

  const characters = [...types.map((type) => ids.text(1, type)), ...ids.text(length - types.length, all)];
  return shuffled(characters, ids).join('');
}

/** Each order as likely as any other. */
function shuffled(characters: string[], ids: Ids): string[] {
  for (let i = characters.length - 1; i > 0; i--) {
    const j = ids.below(i + 1);
    const held = characters[i] as string;
    characters[i] = characters[j] as string;
    characters[j] = held;
  }
  return characters;
}
