import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, it, vi } from 'vitest';
import { Keeper } from './keeper.ts';
import { exists } from './processes.ts';

it('does not wait for a process that has ended but that its parent never reaps', async () => {
  // long enough for the shell to have become what never reaps
  const parent = spawn('/bin/sh', ['-c', 'sleep 1 & echo $!; exec sleep 60'], { stdio: ['ignore', 'pipe', 'ignore'] });
  try {
    const [told] = (await once(parent.stdout, 'data')) as [Buffer];
    const pid = Number(told.toString());
    await vi.waitUntil(
      () => execFileSync('ps', ['-o', 'stat=', '-p', String(pid)], { encoding: 'utf8' }).startsWith('Z'),
      20_000,
    );
    await new Keeper(0).end([pid]);
    expect(exists(pid)).toBe(true); // as a zombie
  } finally {
    parent.kill('SIGKILL');
  }
});
