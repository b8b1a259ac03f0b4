import { afterAll, expect, test } from 'vitest';
import { killEarly, newDirectory, type Server, startServer } from '../harness/built-server.ts';
import { eventsWitness } from './events.ts';
import { identitiesWitness } from './identities.ts';
import { objectsWitness } from './objects.ts';
import { recordsWitness } from './records.ts';
import { searchesWitness } from './searches.ts';
import { shardsWitness } from './shards.ts';

/** `./millrace test crash` runs a hundred. */
const ROUNDS = Number(process.env['CRASH_ROUNDS'] ?? 5);

let server: Server | undefined;
afterAll(() => server?.kill());

test(`what Millrace acknowledged is there after kill -9, ${ROUNDS} times`, { timeout: 120_000 + ROUNDS * 30_000 }, async () => {
  const directory = newDirectory();
  const witnesses = [
    recordsWitness(),
    ...['changing-a', 'changing-b', 'changing-c'].map(shardsWitness),
    objectsWitness(),
    identitiesWitness(),
    eventsWitness(),
    searchesWitness(),
  ];
  server = await startServer(directory.path);
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
    server = await startServer(directory.path);
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
});
