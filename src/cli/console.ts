import { spawn } from 'node:child_process';
import { readConfig } from '#app';
import { OperatorError } from '#core';
import { control } from './control.ts';
import { requireServer } from './server-record.ts';

interface ConsoleOptions {
  readonly data?: string;
  readonly account?: string;
  readonly open?: boolean;
  readonly json?: boolean;
}

export interface ConsoleLink {
  readonly url: string;
  readonly expiresAt: string;
}

/** Prints a link that signs its first user in to the web console, or opens it in the browser. */
export async function openConsole(options: ConsoleOptions): Promise<void> {
  const link = await consoleLink(readConfig({ data: options.data }).dataDir, options.account);
  if (options.open) openInBrowser(link.url);
  process.stdout.write(options.json ? `${JSON.stringify(link)}\n` : `${link.url}\n`);
}

/** Asks the running server for a link that is good once, for ten minutes. */
export async function consoleLink(dataDir: string, account?: string): Promise<ConsoleLink> {
  const server = requireServer(dataDir);
  const { ok, said } = await control<{ path: string; expiresAt: string }>(server, 'POST', 'console/links', { account });
  if (!ok) throw new OperatorError('ConsoleRefused', said.message ?? '', 'See `./millrace account list`.');
  return { url: `${server.url}${said.path}`, expiresAt: said.expiresAt };
}

function openInBrowser(url: string): void {
  const command = process.platform === 'darwin' ? 'open' : 'xdg-open';
  const opened = spawn(command, [url], { detached: true, stdio: 'ignore' });
  // the link is printed anyway
  opened.once('error', () => process.stderr.write(`millrace: ${command} was not found; open the link yourself.\n`));
  opened.unref();
}
