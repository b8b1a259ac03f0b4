import type { Call } from '#core';
import type { IamDeps } from './deps.ts';
import type { AccountRow } from './store.ts';

const ONLY = 'account';

/** What is written down of the account itself; it begins when somebody first asks. */
export function accountRow({ scope }: Call, { store, clock }: IamDeps): { row: AccountRow; put(row: AccountRow): void } {
  const rows = store.in(scope).account;
  const put = (row: AccountRow) => rows.put([ONLY], row);
  const known = rows.get(ONLY);
  const row = known ?? { createdAt: clock.millis() };
  if (!known) put(row);
  return { row, put };
}
