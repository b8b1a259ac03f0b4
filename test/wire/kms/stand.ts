import { type Stand, standOf } from '../accounts/stand.ts';
import { A, REGION } from '../accounts/world.ts';

export { b64, type Stand } from '../accounts/stand.ts';

export const START = Date.UTC(2026, 0, 1);

export const stand = (): Promise<Stand> => standOf('kms', START);

export const kmsArn = (resource: string, account = A, region = REGION): string => `arn:aws:kms:${region}:${account}:${resource}`;
