import { totpMatch, totpStep } from '#auth';
import type { Caller, Clock } from '#core';
import { deviceName, seedBytes } from './mfa-serials.ts';
import type { IamStore, MfaDeviceRow } from './store.ts';

/** Ours: how far a device's clock may be off when two codes in a row show it, in steps of 30 seconds. */
const REACH_OF_TWO = 20;
/** aws: two steps early or late, not three — recorded, radkawar/stackd iam/mfa.json, mfa_reuse.json and mfa_time.json (initial_window_…) */
const REACH_OF_ONE = 2;
/** Ours, as RFC 4226, section 7.3 asks for it: more wrong codes than that in one step, and no code is taken until the next. */
const WRONG_CODES = 5;

/** What two codes in a row say of a device's clock; undefined where they are not its codes, or were used before. */
export function clockOf(
  row: MfaDeviceRow,
  codes: readonly [string, string],
  now: number,
): Pick<MfaDeviceRow, 'drift' | 'lastStep'> | undefined {
  const around = totpStep(now);
  const step = totpMatch(seedBytes(row.seed), codes, { around, reach: REACH_OF_TWO, after: row.lastStep });
  return step === undefined ? undefined : { drift: step + 1 - around, lastStep: step + 1 };
}

/** Takes one code of a user's device: good once. */
export type MfaCodes = (caller: Caller, serial: string, code: string) => 'taken' | 'not his device' | 'wrong code';

export function mfaCodes(store: IamStore, clock: Clock): MfaCodes {
  const wrong = new Map<string, { step: number; count: number }>();
  return (caller, serial, code) => {
    const name = caller.kind === 'user' ? deviceName(serial, caller) : undefined;
    const devices = store.in(caller).mfaDevices;
    const row = name === undefined ? undefined : devices.get(name);
    if (name === undefined || row?.userId !== caller.userId) return 'not his device';
    const now = totpStep(clock.millis());
    const tried = wrong.get(serial);
    const count = tried?.step === now ? tried.count : 0;
    const around = now + row.drift;
    const step =
      count < WRONG_CODES
        ? totpMatch(seedBytes(row.seed), [code], { around, reach: REACH_OF_ONE, after: row.lastStep })
        : undefined;
    if (step === undefined) {
      wrong.set(serial, { step: now, count: count + 1 });
      return 'wrong code';
    }
    wrong.delete(serial);
    devices.put([name], { ...row, lastStep: step });
    return 'taken';
  };
}
