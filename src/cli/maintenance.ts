import { readConfig } from '#app';
import { OperatorError } from '#core';
import { control } from './control.ts';
import { requireServer } from './server-record.ts';

/** What AWS does in an application's maintenance window, now: its job is stopped with its state and started again. */
export async function maintenance(application: string, options: { data?: string }): Promise<void> {
  const server = requireServer(readConfig({ data: options.data }).dataDir);
  const { ok, said } = await control(server, 'POST', `maintenance/${encodeURIComponent(application)}`);
  if (!ok) throw new OperatorError('MaintenanceRefused', said.message ?? '', 'See `./millrace status` for what runs.');
  process.stdout.write(`${application}  MAINTENANCE\n`);
}
