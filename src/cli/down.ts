import { buryClusters, readConfig } from '#app';
import { stopServer } from './background.ts';
import { findServer } from './server-record.ts';

/** Stops the server and every Flink process of its data directory, also those of a server that was killed. */
export async function down(options: { data?: string; json?: boolean }): Promise<void> {
  const config = readConfig({ data: options.data });
  const server = findServer(config.dataDir);
  if (server) await stopServer(server);
  const buried = await buryClusters(config);
  if (options.json) process.stdout.write(`${JSON.stringify({ stopped: server !== undefined, buried })}\n`);
  else if (server) process.stdout.write('Millrace has stopped, and Flink with it.\n');
  else if (buried)
    process.stdout.write(
      `No Millrace was running; ${buried} Flink cluster${buried === 1 ? '' : 's'} left behind by one ${buried === 1 ? 'was' : 'were'} stopped.\n`,
    );
  else process.stdout.write(`No Millrace runs on ${config.dataDir}.\n`);
}
