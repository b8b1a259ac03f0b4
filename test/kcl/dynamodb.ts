import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const venv = resolve(import.meta.dirname, '../../.millrace/test/moto');
const VERSION = '5.2.5';

export interface DynamoDb {
  readonly endpoint: string;
  stop(): Promise<void>;
}

/** DynamoDB as moto plays it, in a process of its own: leases and checkpoints of the Kinesis Client Library live there. */
export async function startDynamoDb(): Promise<DynamoDb> {
  const server = join(venv, 'bin', 'moto_server');
  if (!existsSync(server)) {
    mkdirSync(resolve(venv, '..'), { recursive: true });
    await run('python3', ['-m', 'venv', venv]);
    const pip = ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', `moto[server]==${VERSION}`];
    await run(join(venv, 'bin', 'python'), pip, { timeout: 280_000 });
  }
  const child = spawn(server, ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] });
  let said = '';
  const endpoint = await new Promise<string>((found, failed) => {
    child.stderr.on('data', (piece: Buffer) => {
      if (said.length < 10_000) said += piece;
      const url = /Running on (http:\/\/127\.0\.0\.1:\d+)/.exec(said)?.[1];
      if (url) found(url);
    });
    child.once('exit', (code) => failed(new Error(`moto ended with ${code}: ${said}`)));
  });
  return {
    endpoint,
    async stop() {
      child.kill();
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
    },
  };
}
