import { readConfig } from '#app';
import { OperatorError } from '#core';
import { requireServer } from './server-record.ts';

/** What AWS does in an application's maintenance window, now: its job is stopped with its state and started again. */
export async function maintenance(application: string, options: { data?: string }): Promise<void> {
  const { url, controlToken } = requireServer(readConfig({ data: options.data }).dataDir);
  const address = `${url}/_millrace/maintenance/${encodeURIComponent(application)}`;
  const answer = await fetch(address, { method: 'POST', headers: { authorization: `Bearer ${controlToken}` } });
  if (!answer.ok) {
    const { message } = (await answer.json()) as { message: string };
    throw new OperatorError('MaintenanceRefused', message, 'See `./millrace status` for what runs.');
  }
  process.stdout.write(`${application}  MAINTENANCE\n`);
}
