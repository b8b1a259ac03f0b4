import { type Bill, COST_PATH, type CostReport, readConfig } from '#app';
import { AwsError, OperatorError } from '#core';
import type { RootKey } from '#storage';
import { ask } from './account.ts';
import { AwsClient } from './aws-client.ts';
import { requireServer } from './server-record.ts';

interface CostOptions {
  readonly data?: string;
  readonly from?: string;
  readonly to?: string;
  readonly by: string;
  readonly account?: string;
  readonly json?: boolean;
}

/** What was used and what it would have cost on AWS. */
export async function cost(options: CostOptions): Promise<void> {
  const { from, to, by, account, json } = options;
  const config = readConfig({ data: options.data });
  const server = requireServer(config.dataDir);
  const key = account === undefined ? server.rootKey : ((await ask(options, `/${account}`)) as RootKey);
  const client = new AwsClient(server.url, config.region, key);
  const query = { by, ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
  try {
    const report = await client.own<CostReport>(COST_PATH, query);
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : readable(report));
  } catch (failure) {
    if (!(failure instanceof AwsError) || failure.code !== 'InvalidParameter') throw failure;
    throw new OperatorError('InvalidOption', failure.message, 'See `./millrace cost --help`.');
  }
}

export function readable({ from, to, by, prices, metered, month }: CostReport): string {
  const money = (amount: number) => `${amount.toFixed(2).padStart(12)} ${prices.currency}`;
  const dated = prices.date === '' ? '' : ` of ${prices.date}`;
  const lines = [`Metered from ${from} to ${to} (UTC), at ${prices.name}${dated}`, ''];
  const tell = ({ groups, lines: all, total }: Bill) => {
    for (const group of groups) {
      lines.push(`${money(group.cost)}  ${group.name === '' ? `without ${by}` : group.name}`);
      for (const line of all.filter((each) => each.group === group.name)) {
        const { quantity, unit, label, type, name } = line;
        const what = group.name === `${type} ${name}` ? '' : ` of ${type} ${name}`;
        lines.push(`${''.padStart(18)}${line.cost.toFixed(4).padStart(10)}  ${amount(quantity)} ${unit}: ${label}${what}`);
      }
    }
    lines.push(`${money(total)}  in all`, '');
  };
  tell(metered);
  lines.push('A month (730 hours) of what is there now, used as yesterday and today, would cost on AWS', '');
  tell(month);
  lines.push('Without free tiers, discounts, data transfer, metrics, requests of KMS, queries of logs and taxes.');
  return `${lines.join('\n')}\n`;
}

/** Four digits that count. */
const amount = (quantity: number): string =>
  quantity >= 1000 ? String(Math.round(quantity)) : String(Number(quantity.toPrecision(4)));
