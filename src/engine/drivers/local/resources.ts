import { readdir, readFile, statfs } from 'node:fs/promises';
import type { ProcessResources } from '../contract.ts';
import { run } from './run.ts';

const onLinux = process.platform === 'linux';

/** What processes hold, as the operating system tells it. Without /proc files are not counted. */
export async function resourcesOf(pids: readonly number[]): Promise<Map<number, ProcessResources>> {
  if (pids.length === 0) return new Map();
  if (!onLinux) {
    const asked = ['-o', 'pid=', '-o', 'rss=', '-p', pids.join(',')];
    const { stdout } = await run('ps', asked, { env: { PATH: '/bin:/usr/bin', LC_ALL: 'C' } });
    return new Map(stdout.split('\n').flatMap((line) => parseResident(line) ?? []));
  }
  const each = pids.map(async (pid): Promise<[number, ProcessResources][]> => {
    const read = (name: string) => readFile(`/proc/${pid}/${name}`, 'utf8').catch(() => '');
    const [status, limits, open] = await Promise.all([
      read('status'),
      read('limits'),
      readdir(`/proc/${pid}/fd`).catch(() => undefined),
    ]);
    const resident = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1];
    if (resident === undefined) return [];
    const maxFiles = /^Max open files\s+(\d+)/m.exec(limits)?.[1];
    const files = open && maxFiles !== undefined ? { openFiles: open.length, maxFiles: Number(maxFiles) } : {};
    return [[pid, { residentBytes: Number(resident) * 1024, ...files }]];
  });
  return new Map((await Promise.all(each)).flat());
}

/** `  123  45678`: a process and its kilobytes. */
export function parseResident(line: string): [number, ProcessResources][] | undefined {
  const [, pid, kilobytes] = /^\s*(\d+)\s+(\d+)\s*$/.exec(line) ?? [];
  return pid === undefined ? undefined : [[Number(pid), { residentBytes: Number(kilobytes) * 1024 }]];
}

/** How much of the file system below a folder is in use, in per cent of what an ordinary user can have. */
export async function diskPercent(folder: string): Promise<number | undefined> {
  const { blocks, bfree, bavail } = await statfs(folder);
  const used = blocks - bfree;
  return used + bavail > 0 ? (100 * used) / (used + bavail) : undefined;
}
