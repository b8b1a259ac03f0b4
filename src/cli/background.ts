import { spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { OperatorError } from '#core';
import { DataDirectory, isAlive } from '#storage';
import { findServer, type RunningServer, where } from './server-record.ts';

/** Starts `millrace up` as a process of its own and returns when it answers. Its output goes to `millrace.log` in the data directory. */
export async function startInBackground(dataDir: string, args: readonly string[]): Promise<RunningServer> {
  const running = findServer(dataDir);
  if (running) {
    throw new OperatorError(
      'AlreadyRunning',
      `a Millrace already runs on ${dataDir} (${running.url}).`,
      `Use that one, or stop it with \`./millrace down${where(dataDir)}\`; another beside it needs a --data and a --port of its own.`,
    );
  }
  new DataDirectory(dataDir).make();
  const logFile = join(dataDir, 'millrace.log');
  const log = openSync(logFile, 'a', 0o600);
  const before = statSync(logFile).size;
  const main = fileURLToPath(new URL('./index.js', import.meta.url));
  const child = spawn(process.execPath, [...process.execArgv, main, 'up', '--data', dataDir, ...args], {
    detached: true,
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  let exited: number | null | undefined;
  child.once('exit', (code) => {
    exited = code;
  });
  child.unref();
  for (;;) {
    const server = findServer(dataDir);
    if (server && server.pid === child.pid) return server;
    if (exited !== undefined) {
      const said = readFileSync(logFile).subarray(before).toString('utf8').trim();
      throw new OperatorError('StartFailed', `Millrace did not start:\n${said}`, `The whole log is in ${logFile}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}

/** Asks the server to stop Flink and itself, and waits until it has. */
export async function stopServer(server: RunningServer, patienceMs = 60_000): Promise<void> {
  // SIGINT: stop everything. (SIGTERM would leave Flink running for the next Millrace to adopt.)
  process.kill(server.pid, 'SIGINT');
  const deadline = Date.now() + patienceMs;
  while (isAlive(server.pid, server.birth)) {
    if (Date.now() > deadline) {
      throw new OperatorError(
        'StopTimeout',
        `process ${server.pid} has not ended after ${patienceMs / 1000} s.`,
        'Look at millrace.log in its data directory.',
      );
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
