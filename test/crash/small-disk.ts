import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startServer } from '../harness/built-server.ts';

/** A file system in memory, of a few megabytes. It outlives the server: somebody else holds it. */
export interface SmallDisk {
  /** The data directory, as who is inside sees it, and as everybody else does. */
  readonly data: string;
  readonly seenAs: string;
  /** What a command line begins with, so that its process is inside. */
  readonly enter: readonly [string, ...string[]];
  start(): Promise<Server>;
  /** Takes all of the room that is left. */
  fill(): void;
  free(): void;
  remove(): void;
}

const asRootOfOwn = ['--user', '--map-root-user', '--mount'];

/** Why there can be none here; undefined where there can. */
export function whyNoSmallDisk(): string | undefined {
  if (process.platform !== 'linux') return 'a file system in memory needs Linux';
  const tried = spawnSync('unshare', [...asRootOfOwn, 'mount', '-t', 'tmpfs', 'tmpfs', tmpdir()], { encoding: 'utf8' });
  return tried.status === 0 ? undefined : `mounting is not permitted here: ${tried.error?.message ?? tried.stderr.trim()}`;
}

export async function smallDisk(megabytes: number): Promise<SmallDisk> {
  const point = mkdtempSync(join(tmpdir(), 'millrace-small-disk-'));
  const mount = `mount -t tmpfs -o size=${megabytes}m tmpfs ${point} && echo mounted && exec sleep 3600`;
  const holder = spawn('unshare', [...asRootOfOwn, 'sh', '-c', mount], { stdio: ['ignore', 'pipe', 'inherit'] });
  await new Promise((ready) => holder.stdout.once('data', ready));
  const outside = `/proc/${holder.pid}/root${point}`;
  const filler = join(outside, 'filler');
  const [data, seenAs] = [join(point, 'data'), join(outside, 'data')];
  mkdirSync(seenAs);
  const enter = ['--target', String(holder.pid), '--user', '--mount', '--preserve-credentials'];
  return {
    data,
    seenAs,
    enter: ['nsenter', ...enter],
    start: () =>
      startServer(data, {
        more: ['--limits', 'off'],
        run: (command, args) => spawn('nsenter', [...enter, command, ...args], { stdio: ['ignore', 'pipe', 'pipe'] }),
        seenAs: () => seenAs,
      }),
    fill() {
      const file = openSync(filler, 'a');
      for (const size of [1024 * 1024, 4096]) {
        try {
          for (;;) writeSync(file, Buffer.alloc(size));
        } catch (failure) {
          if ((failure as NodeJS.ErrnoException).code !== 'ENOSPC') throw failure;
        }
      }
      closeSync(file);
    },
    free: () => rmSync(filler),
    remove() {
      holder.kill('SIGKILL');
      rmSync(point, { recursive: true, force: true });
    },
  };
}
