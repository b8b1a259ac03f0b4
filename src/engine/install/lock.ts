import { open, readFile, rm, stat, utimes } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';

const BEAT_MS = 5000;
const STALE_MS = 30_000;
const LOOK_MS = 250;

/**
 * Runs `work` while no other process does, as long as the others live: a lock whose holder stopped touching it is taken over.
 * It saves double work; that two installs cannot spoil each other is the atomic rename's merit, not the lock's.
 */
export async function exclusively<T>(
  path: string,
  waiting: () => void,
  work: () => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const token = `${process.pid} ${Math.random()}`;
  for (let first = true; ; first = false) {
    signal?.throwIfAborted();
    try {
      const file = await open(path, 'wx', 0o600);
      await file.writeFile(token);
      await file.close();
      break;
    } catch (thrown) {
      if ((thrown as NodeJS.ErrnoException).code !== 'EEXIST') throw thrown;
    }
    if (first) waiting();
    const held = await stat(path).catch(() => undefined);
    if (held && Date.now() - held.mtimeMs > STALE_MS) await rm(path, { force: true });
    else await sleep(LOOK_MS);
  }
  const beat = setInterval(() => void utimes(path, new Date(), new Date()).catch(() => undefined), BEAT_MS);
  beat.unref();
  try {
    return await work();
  } finally {
    clearInterval(beat);
    if ((await readFile(path, 'utf8').catch(() => '')) === token) await rm(path, { force: true });
  }
}
