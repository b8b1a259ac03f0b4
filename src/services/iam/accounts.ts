import { newAccessKeyId } from '#auth';
import { ALPHANUMERIC, type Clock, type Ids } from '#core';
import type { RootIdentity } from './identities.ts';
import { ACCOUNT_ROW, type IamStore } from './store.ts';

/** An account of this Millrace. */
export interface AccountFacts {
  readonly account: string;
  /** What its maker calls it. */
  readonly name?: string;
  readonly createdAt?: Date;
}

export interface RootKeyFacts {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** The accounts themselves: AWS's API makes none without an organization, so this is for the operator. */
export interface Accounts {
  /** The new account, or undefined where there is one of that number already. Without a number one is drawn. */
  create(wanted: { readonly account?: string; readonly name?: string }): AccountFacts | undefined;
  /** The first account, then the others by number. */
  list(): AccountFacts[];
  rootKey(account: string): RootKeyFacts | undefined;
}

export function accountsOf(store: IamStore, first: RootIdentity, clock: Clock, ids: Ids): Accounts {
  const rowOf = (account: string) => store.in({ account }).account.get(ACCOUNT_ROW);
  const exists = (account: string) => account === first.account || rowOf(account)?.rootKey !== undefined;
  const facts = (account: string): AccountFacts => {
    const row = rowOf(account);
    return {
      account,
      ...(row?.name === undefined ? {} : { name: row.name }),
      ...(row && { createdAt: new Date(row.createdAt) }),
    };
  };
  const drawn = (): string => {
    for (;;) {
      const account = ids.text(1, '123456789') + ids.text(11, '0123456789');
      if (!exists(account)) return account;
    }
  };
  return {
    create: ({ account = drawn(), name }) =>
      store.transaction(() => {
        if (exists(account)) return undefined;
        const rootKey = { accessKeyId: newAccessKeyId('AKIA', account, ids), secretAccessKey: ids.text(40, `${ALPHANUMERIC}+/`) };
        store
          .in({ account })
          .account.put([ACCOUNT_ROW], { createdAt: clock.millis(), rootKey, ...(name === undefined ? {} : { name }) });
        return facts(account);
      }),
    list: () => [first.account, ...store.accounts().filter((account) => account !== first.account && exists(account))].map(facts),
    rootKey: (account) => (account === first.account ? first : rowOf(account)?.rootKey),
  };
}
