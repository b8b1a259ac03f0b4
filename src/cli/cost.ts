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
    throw new OperatorError('InvalidOption', asOptions(failure.message), 'See `./millrace cost --help`.');
  }
}

/** A refusal of the server names parameters of its query; here they are options. */
const asOptions = (refusal: string): string =>
  refusal
    .replace(/^(from|to|by)\b/, '--$1')
    .replace('after to', 'after --to')
    .replace(/ \(InvalidParameter\)$/, '');

export function readable({ from, to, by, prices, metered, month }: CostReport): string {
  const money = (sum: number) => `${sum.toFixed(2).padStart(12)} ${prices.currency}`;
  const dated = prices.date === '' ? '' : ` of ${prices.date}`;
  const lines = [`Metered from ${from} to ${to} (UTC), at ${prices.name}${dated}`, ''];
  const tell = ({ groups, lines: all }: Bill) => {
    for (const group of groups) {
      lines.push(`${money(group.cost)}  ${group.name === '' ? `without ${by}` : group.name}`);
      for (const line of all.filter((each) => each.group === group.name)) {
        const { quantity, unit, label, type, name, tooYoung } = line;
        const what = group.name === `${type} ${name}` ? '' : ` of ${type} ${name}`;
        const only = tooYoung ? ' (up to now; too young to tell more)' : '';
        lines.push(`${''.padStart(18)}${line.cost.toFixed(4).padStart(10)}  ${amount(quantity)} ${unit}: ${label}${what}${only}`);
      }
    }
  };
  tell(metered);
  lines.push(`${money(metered.total)}  in all`, '');
  const { month: which, hoursLeft, soFar, perHour, wholeMonth } = month;
  lines.push(
    `${which} would come to this on AWS, if all that is there now stays for its last ${Math.round(hoursLeft)} hours`,
    '',
  );
  tell(month);
  lines.push(`${money(month.total)}  in all, of which ${soFar.toFixed(2)} up to now`, '');
  const hour = `${perHour.toFixed(4)} ${prices.currency} an hour`;
  lines.push(`What is there now costs ${hour} by being there: ${wholeMonth.toFixed(2)} in a month of 730 hours.`);
  if (month.lines.some(({ tooYoung }) => tooYoung)) {
    lines.push('What happens to a resource is carried forward once it has been looked at for six hours of yesterday and today.');
  }
  lines.push('Without free tiers, discounts, data transfer, calls of CloudWatch, SNS and taxes.');
  return `${lines.join('\n')}\n`;
}

/** Four digits that count. */
const amount = (quantity: number): string =>
  quantity >= 1000 ? String(Math.round(quantity)) : String(Number(quantity.toPrecision(4)));
