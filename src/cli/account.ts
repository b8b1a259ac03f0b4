import { readConfig } from '#app';
import { OperatorError } from '#core';
import { control } from './control.ts';
import { requireServer } from './server-record.ts';

interface AccountOptions {
  readonly data?: string;
  readonly json?: boolean;
}

interface Account {
  readonly account: string;
  readonly name?: string;
}

/** A further account, apart from the others as accounts of AWS are. */
export async function createAccount(account: string | undefined, options: AccountOptions & { name?: string }): Promise<void> {
  const made = (await ask(options, '', { account, name: options.name })) as Account;
  process.stdout.write(
    options.json
      ? `${JSON.stringify(made)}\n`
      : `${line(made)}  use it  eval "$(./millrace env --account ${made.account}${options.data ? ` --data ${options.data}` : ''})"\n`,
  );
}

export async function listAccounts(options: AccountOptions): Promise<void> {
  const accounts = (await ask(options, '')) as Account[];
  process.stdout.write(options.json ? `${JSON.stringify(accounts)}\n` : accounts.map(line).join(''));
}

const line = ({ account, name }: Account): string => `${account}${name === undefined ? '' : `  ${name}`}\n`;

/** Asks the server about accounts; with something to say, makes one. */
export async function ask({ data }: { data?: string | undefined }, below: string, body?: object): Promise<unknown> {
  const server = requireServer(readConfig({ data }).dataDir);
  const { ok, said } = await control(server, body ? 'POST' : 'GET', `accounts${below}`, body);
  if (!ok) throw new OperatorError('AccountRefused', said.message ?? '', 'See `./millrace account list`.');
  return said;
}
