import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { run } from './run.ts';

export interface Spawned {
  readonly pid: number;
  readonly child: ChildProcess;
}

/**
 * A process in its own session, writing to files: it survives Millrace, and a signal to its group also reaches what it
 * forks itself (the KPL's native daemon).
 */
export function spawnDetached(
  executable: string,
  args: readonly string[],
  options: {
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly stdout: string;
    readonly stderr: string;
  },
): Promise<Spawned> {
  const out = openSync(options.stdout, 'a');
  const err = openSync(options.stderr, 'a');
  return new Promise((resolve, reject) => {
    const child = spawn(executable, args, {
      cwd: options.cwd,
      env: { ...options.env },
      detached: true,
      stdio: ['ignore', out, err],
    });
    child.once('error', reject);
    child.once('spawn', () => {
      child.unref();
      resolve({ pid: child.pid as number, child });
    });
    closeSync(out);
    closeSync(err);
  });
}

export function signalGroup(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(-pid, signal);
  } catch {
    // Gone already: what was wanted.
  }
}

export function signalProcess(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // Gone already.
  }
}

export interface SeenProcess {
  readonly pid: number;
  /** Opaque; equal for as long as it is the same process. */
  readonly birth: string;
  readonly args: readonly string[];
}

async function fromProc(pid: number): Promise<SeenProcess | undefined> {
  try {
    const [stat, cmdline] = await Promise.all([readFile(`/proc/${pid}/stat`, 'utf8'), readFile(`/proc/${pid}/cmdline`, 'utf8')]);
    // After the parenthesised name, which may itself hold blanks: state is field 3, start time is field 22.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    if (fields[0] === 'Z' || fields[0] === 'X') return undefined;
    return { pid, birth: fields[19] ?? '', args: cmdline.split('\0').filter(Boolean) };
  } catch {
    return undefined;
  }
}

/** `  123 Mon Nov 23 20:11:41 2026 S /usr/bin/java …`: macOS has no /proc. Arguments with blanks cannot be told apart there. */
export function parsePs(line: string): SeenProcess | undefined {
  const match = /^\s*(\d+)\s+(\S+\s+\S+\s+\d+\s+[\d:]+\s+\d+)\s+(\S+)\s+(.*)$/.exec(line);
  if (!match || match[3]?.startsWith('Z')) return undefined;
  const [, pid, birth = '', , command = ''] = match;
  return { pid: Number(pid), birth, args: command.split(' ') };
}

const PS_COLUMNS = ['-o', 'pid=', '-o', 'lstart=', '-o', 'stat=', '-o', 'command='];
const onLinux = process.platform === 'linux';

async function fromPs(selection: readonly string[]): Promise<SeenProcess[]> {
  const { stdout } = await run('ps', ['-ww', ...selection, ...PS_COLUMNS], { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } });
  return stdout.split('\n').flatMap((line) => parsePs(line) ?? []);
}

export async function seeProcess(pid: number): Promise<SeenProcess | undefined> {
  return onLinux ? fromProc(pid) : (await fromPs(['-p', String(pid)]))[0];
}

/** User and system time of each process in milliseconds. Linux counts it in hundredths of a second, whatever the kernel's own tick. */
export async function cpuTimes(pids: readonly number[]): Promise<Map<number, number>> {
  if (pids.length === 0) return new Map();
  if (!onLinux) {
    const selection = ['-o', 'pid=', '-o', 'time=', '-p', pids.join(',')];
    const { stdout } = await run('ps', selection, { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } });
    return new Map(stdout.split('\n').flatMap((line) => parseCpuTime(line) ?? []));
  }
  const times = pids.map(async (pid): Promise<[number, number][]> => {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    // After the parenthesised name: utime is field 14, stime field 15.
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    const ticks = Number(fields[11]) + Number(fields[12]);
    return Number.isFinite(ticks) ? [[pid, ticks * 10]] : [];
  });
  return new Map((await Promise.all(times)).flat());
}

/** `  123   1:02.50`, or with days and hours in front: what ps calls TIME. */
export function parseCpuTime(line: string): [number, number][] | undefined {
  const match = /^\s*(\d+)\s+(?:(\d+)-)?(?:(\d+):)?(\d+):(\d+(?:\.\d+)?)\s*$/.exec(line);
  if (!match) return undefined;
  const [, pid, days = '0', hours = '0', minutes, seconds] = match;
  const total = ((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds);
  return [[Number(pid), Math.round(total * 1000)]];
}

/** Every living process whose arguments hold `argument`. */
export async function findProcesses(argument: string): Promise<SeenProcess[]> {
  let all: SeenProcess[];
  if (onLinux) {
    const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
    all = (await Promise.all(pids.map((pid) => fromProc(Number(pid))))).filter((seen) => seen !== undefined);
  } else {
    all = await fromPs(['-ax']);
  }
  return all.filter((seen) => seen.args.includes(argument));
}

/** A cheap first look; whether it is still the same process is `seeProcess`'s to say. */
export function exists(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
