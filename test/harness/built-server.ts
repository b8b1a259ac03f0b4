import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const HOME = resolve(import.meta.dirname, '../..');

/** What a client needs to speak with a server. */
export interface Reach {
  readonly endpoint: string;
  readonly region: 'us-east-1';
  readonly credentials: { readonly accessKeyId: string; readonly secretAccessKey: string };
  /** An answer that never came is not asked for again: what became of the request is what the test wants to know. */
  readonly maxAttempts: number;
}

/** A Millrace as it is shipped, in a process of its own, on a directory that outlives it. */
export interface Server {
  readonly pid: number;
  readonly reach: Reach;
  /** How long it took until it served. */
  readonly startMillis: number;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

const upCommand = (directory: string, more: readonly string[]): string[] => {
  return [join(HOME, 'millrace'), 'up', '--port', '0', '--data', directory, '--json', '--log-level', 'error', ...more];
};

type Run = (command: string, args: readonly string[]) => ChildProcess;
const plainly: Run = (command, args) => spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });

const begin = (directory: string, more: readonly string[], run: Run): ChildProcess => {
  const [command = '', ...args] = upCommand(directory, more);
  return run(command, args);
};

const ended = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
};

interface StartOptions {
  readonly more?: readonly string[];
  readonly run?: Run;
  readonly seenAs?: (pid: number) => string;
}

/** `seenAs`: where the test finds the directory, if the server lives in another view of the file system. */
export async function startServer(
  directory: string,
  { more = ['--limits', 'off'], run = plainly, seenAs = () => directory }: StartOptions = {},
): Promise<Server> {
  const began = performance.now();
  const child = begin(directory, more, run);
  let said = '';
  child.stderr?.on('data', (piece: Buffer) => {
    said = `${said}${piece}`.slice(-2000);
  });
  const line = await Promise.race([
    once(child.stdout as NodeJS.ReadableStream, 'data').then(([piece]) => String(piece)),
    once(child, 'exit').then(([code, signal]) => {
      throw new Error(`up ended with ${code ?? signal}: ${said}`);
    }),
  ]);
  const startMillis = performance.now() - began;
  const { rootKey } = JSON.parse(readFileSync(join(seenAs(child.pid as number), 'credentials.json'), 'utf8'));
  const end = async (signal: NodeJS.Signals) => {
    child.kill(signal);
    await ended(child);
  };
  return {
    pid: child.pid as number,
    reach: { endpoint: JSON.parse(line).url, region: 'us-east-1', credentials: rootKey, maxAttempts: 1 },
    startMillis,
    kill: () => end('SIGKILL'),
    stop: () => end('SIGINT'),
  };
}

/** Starts a server and kills it after a while, whatever it is doing then: repairing, perhaps. */
export async function killEarly(directory: string, millis: number): Promise<void> {
  const child = begin(directory, [], plainly);
  const timer = setTimeout(() => child.kill('SIGKILL'), millis);
  await ended(child);
  clearTimeout(timer);
}

export function newDirectory(): { path: string; remove(): void } {
  const path = mkdtempSync(join(process.env['CRASH_DIR'] ?? tmpdir(), 'millrace-crash-'));
  return { path, remove: () => rmSync(path, { recursive: true, force: true }) };
}
