import { type Stand, standOf } from '../accounts/stand.ts';
import { A, REGION } from '../accounts/world.ts';

export { b64, type Stand } from '../accounts/stand.ts';

export const START = Date.UTC(2026, 0, 1, 12);
export const DAY = 86_400_000;

const TOKENS = /^(?:CreateSecret|PutSecretValue|UpdateSecret)$/;
let tokens = 0;
/** A version id that no other has. */
export const token = (): string => `00000000-0000-4000-8000-${String(tokens++).padStart(12, '0')}`;

/** A token is sent along, as SDKs do. */
export const stand = (): Promise<Stand> =>
  standOf('secretsmanager', START, (operation, input) =>
    TOKENS.test(operation) ? { ClientRequestToken: token(), ...input } : input,
  );

export const secretArn = (name: string, account = A, region = REGION): string =>
  `arn:aws:secretsmanager:${region}:${account}:secret:${name}`;
