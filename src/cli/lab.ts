import { join } from 'node:path';
import { Listr } from 'listr2';
import { readConfig } from '#app';
import { AwsClient } from './aws-client.ts';
import { startInBackground, stopServer } from './background.ts';
import { type Lab, labSteps } from './lab-steps.ts';
import { findServer, type RunningServer } from './server-record.ts';

interface LabOptions {
  readonly runtime: string;
  readonly keep?: boolean;
  readonly data?: string;
}

/** The tutorial from creating streams to cleaning up. Uses the Millrace of the data directory if one runs, otherwise one of its own. */
export async function lab(options: LabOptions): Promise<void> {
  const config = readConfig({ data: options.data });
  const already = findServer(config.dataDir);
  const dataDir = already || options.data ? config.dataDir : join(config.home, '.millrace', 'lab');
  let server: RunningServer | undefined = already ?? findServer(dataDir);
  const startedHere = server === undefined;
  const context: Lab = {
    records: [],
    runtime: options.runtime,
    home: config.home,
    account: '',
    prefix: `millrace-lab-${Date.now().toString(36)}`,
  };
  const began = Date.now();
  try {
    await new Listr<Lab>(
      [
        {
          title: 'Millrace',
          task: async (lab, task) => {
            server ??= await startInBackground(dataDir, ['--port', '0']);
            lab.client = new AwsClient(server.url, config.region, server.rootKey);
            lab.server = { ...server, dataDir };
            task.title = `Millrace ${startedHere ? 'started' : 'runs'} at ${server.url}`;
          },
        },
        ...labSteps({ keep: options.keep === true }),
      ],
      { ctx: context, rendererOptions: { collapseSubtasks: false }, fallbackRendererOptions: {} },
    ).run();
  } finally {
    if (server && startedHere && !options.keep) await stopServer(server);
  }
  process.stdout.write('\nWhat came out of the output stream, computed by Apache Flink:\n\n');
  for (const record of context.records) process.stdout.write(`  ${record}\n`);
  process.stdout.write(`\nThe lab passed in ${((Date.now() - began) / 1000).toFixed(1)} s on ${options.runtime}.\n`);
  if (options.keep && server) {
    process.stdout.write(
      `Everything still runs. Look around: eval "$(./millrace env --data ${dataDir})"   Stop it: ./millrace down --data ${dataDir}\n`,
    );
  }
}
