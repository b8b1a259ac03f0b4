import { readConfig } from '#app';
import { requireServer } from './server-record.ts';

/** Prints what a client needs. Works in any POSIX shell. */
export function env(options: { data?: string; json?: boolean }): void {
  const config = readConfig({ data: options.data });
  const server = requireServer(config.dataDir);
  const values = {
    AWS_ENDPOINT_URL: server.url,
    AWS_ACCESS_KEY_ID: server.rootKey.accessKeyId,
    AWS_SECRET_ACCESS_KEY: server.rootKey.secretAccessKey,
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
