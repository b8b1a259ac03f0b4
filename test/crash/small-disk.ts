import { spawn, spawnSync } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Server, startServer } from './server.ts';

/** A file system in memory, of a few megabytes. It outlives the server: somebody else holds it. */
export interface SmallDisk {
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
  return {
    start() {
      mkdirSync(join(outside, 'data'), { recursive: true });
      return startServer(join(point, 'data'), {
        more: ['--limits', 'off'],
        run: (command, args) =>
          spawn('nsenter', ['--target', String(holder.pid), '--user', '--mount', '--preserve-credentials', command, ...args], {
            stdio: ['ignore', 'pipe', 'pipe'],
          }),
        seenAs: () => join(outside, 'data'),
      });
    },
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
