import { readConfig } from '#app';
import type { RootKey } from '#storage';
import { ask } from './account.ts';
import { requireServer } from './server-record.ts';

/** Prints what a client needs. Works in any POSIX shell. */
export async function env(options: { data?: string; json?: boolean; account?: string }): Promise<void> {
  const config = readConfig({ data: options.data });
  const server = requireServer(config.dataDir);
  const key = options.account === undefined ? server.rootKey : ((await ask(options, `/${options.account}`)) as RootKey);
  const values = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: key.accessKeyId,
    AWS_SECRET_ACCESS_KEY: key.secretAccessKey,
    AWS_REGION: config.region,
    AWS_DEFAULT_REGION: config.region,
  };
  if (options.json) {
    process.stdout.write(`${JSON.stringify(values)}\n`);
    return;
  }
  for (const [name, value] of Object.entries(values)) process.stdout.write(`export ${name}='${value}'\n`);
  // a session token of other credentials would make every signature wrong
  process.stdout.write('unset AWS_SESSION_TOKEN\n');
}
