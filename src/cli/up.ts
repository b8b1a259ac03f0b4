import { type Config, type ConfigOptions, type Millrace, readConfig, startMillrace } from '#app';
import { startInBackground } from './background.ts';
import { consoleLink } from './console.ts';

interface UpOptions extends ConfigOptions {
  readonly detach?: boolean;
  readonly json?: boolean;
  readonly link: boolean;
}

/** Serves until told to stop, or starts a process that does. */
export async function up(options: UpOptions): Promise<void> {
  const config = readConfig(options);
  if (options.detach) {
    const args = [
      '--port',
      String(config.port),
      '--host',
      config.host,
      '--limits',
      options.limits ?? 'on',
      '--durability',
      config.durability,
      '--log-level',
      config.logLevel,
      // what it prints goes to a log
      '--no-link',
    ];
    const server = await startInBackground(config.dataDir, args);
    await report(config, server.url, server.pid, options);
    return;
  }
  const millrace = await startMillrace(config);
  await report(config, millrace.url, process.pid, options);
  await untilStopped(millrace);
}

async function report(config: Config, url: string, pid: number, { json, link }: UpOptions): Promise<void> {
  const console = link ? (await consoleLink(config.dataDir)).url : undefined;
  if (json) {
    process.stdout.write(`${JSON.stringify({ url, pid, data: config.dataDir, console })}\n`);
    return;
  }
  const flag = config.dataDirIsDefault ? '' : ` --data ${config.dataDir}`;
  process.stdout.write(
    `Millrace serves ${url} (account ${config.account}, region ${config.region})\n` +
      `  data    ${config.dataDir}\n` +
      `  use it  eval "$(./millrace env${flag})"   then: aws kinesisanalyticsv2 list-applications\n` +
      `  console ${console ?? `./millrace console${flag} prints a link to it`}\n` +
      `  stop    ./millrace down${flag}\n`,
  );
}

/** SIGINT (and `down`) stops Flink too; SIGTERM leaves it running for the next Millrace to adopt. */
function untilStopped(millrace: Millrace): Promise<void> {
  return new Promise((resolve, reject) => {
    let stopping = false;
    const stop = (flink: 'stop' | 'keep') => {
      if (stopping) return;
      stopping = true;
      millrace.stop(flink).then(resolve, reject);
    };
    process.on('SIGINT', () => stop('stop'));
    process.on('SIGTERM', () => stop('keep'));
    process.on('SIGHUP', () => stop('keep'));
  });
}
