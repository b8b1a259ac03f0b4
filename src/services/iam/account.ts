import type { Call } from '#core';
import type { IamDeps } from './deps.ts';
import { ACCOUNT_ROW, type AccountRow } from './store.ts';

/** What is written down of the account itself; it begins when somebody first asks. */
export function accountRow({ scope }: Call, { store, clock }: IamDeps): { row: AccountRow; put(row: AccountRow): void } {
  const rows = store.in(scope).account;
  const put = (row: AccountRow) => rows.put([ACCOUNT_ROW], row);
  const known = rows.get(ACCOUNT_ROW);
  const row = known ?? { createdAt: clock.millis() };
  if (!known) put(row);
  return { row, put };
}
