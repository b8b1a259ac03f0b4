import { expect, onTestFinished } from 'vitest';
import { killEarly, newDirectory, startServer } from '../harness/built-server.ts';
import type { Witness } from './witness.ts';

/** `./millrace test crash` runs a hundred. */
export const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 5);
/** So long that many rounds of them fit. */
export const MANY_ROUNDS = { timeout: 120_000 + ROUNDS * 30_000 };

/** Every other server writes on the spot what the next one finds: what survives kill -9 must not depend on how it was written. */
const optionsOf = (round: number) => ({
  more: ['--limits', 'off', '--durability', round % 2 === 0 ? 'process' : 'fsync'],
});

/** Kills a server in the midst of what witnesses write, again and again, and has them look for what was acknowledged. */
export async function killedAgainAndAgain(witnesses: readonly Witness[]): Promise<void> {
  const directory = newDirectory();
  let server = await startServer(directory.path, optionsOf(0));
  onTestFinished(() => server.kill());
  for (const witness of witnesses) await witness.prepare(server.reach);
  let slowest = 0;
  for (let round = 0; round < ROUNDS; round++) {
    const { reach, kill } = server;
    const writing = Promise.all(witnesses.map((witness) => witness.write(reach, round)));
    writing.catch(() => {}); // heard below
    await new Promise((later) => setTimeout(later, 200 + Math.random() * 2000));
    await kill();
    await writing;
    for (const witness of witnesses) witness.disturb?.(directory.path, round);
    if (round % 4 === 3) await killEarly(directory.path, 150 + Math.random() * 700);
    server = await startServer(directory.path, optionsOf(round + 1));
    slowest = Math.max(slowest, server.startMillis);
    if (round === ROUNDS - 1) for (const witness of witnesses) witness.doubt();
    for (const witness of witnesses) {
      await witness.check(server.reach).catch((failure: Error) => {
        throw new Error(`round ${round}, ${witness.name}, ${directory.path}: ${failure.message}`, { cause: failure });
      });
    }
  }
  const promises = Object.fromEntries(witnesses.map(({ name, promises }) => [name, promises]));
  console.log(`${ROUNDS} rounds; acknowledged: ${JSON.stringify(promises)}; slowest start ${slowest.toFixed(0)} ms`);
  for (const [name, count] of Object.entries(promises)) expect(count, name).toBeGreaterThan(ROUNDS);
  await server.stop();
  directory.remove();
}
