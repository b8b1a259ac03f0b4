/**
 * Claim: surviving the loss of power costs little where writers come together. Two servers, `up --durability fsync` (the default) and
 * `up --durability process`, the same loads by the same client in turns. Ratios of rates, fsync to process; of median times for the
 * single writer, where there is nothing to share a sync with.
 *
 *   npm run build && npx tsx --conditions=source bench/durability.ts [seconds] [part of a name]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Figures, Order } from './load/client.ts';
import { LOADS } from './load/loads.ts';
import { furnish, millrace, type Server } from './load/servers.ts';

const SECONDS = Number(process.argv[2] ?? 3);
const TURNS = 3;
const asked = process.argv[3] ?? '';
const writes = LOADS.filter(({ name }) => /^Put|put$/.test(name) && name.includes(asked));

const client: ChildProcess = fork(join(import.meta.dirname, 'load/client.ts'), { execArgv: process.execArgv });

async function measure(server: Server, load: string): Promise<Figures> {
  client.send({ load, target: server.target, mode: 'replay', seconds: SECONDS / TURNS, iterators: {} } satisfies Order);
  const [{ figures, failure }] = (await once(client, 'message')) as [{ figures: Figures; failure?: string }];
  if (failure) throw new Error(failure);
  return figures;
}

const mean = (values: readonly number[]): number => values.reduce((sum, each) => sum + each, 0) / values.length;
const modes = ['fsync', 'process'] as const;
const servers = await Promise.all(modes.map((mode) => millrace(['--durability', mode])));
try {
  for (const server of servers) await furnish(server);
  console.log(`${'fsync / process'.padEnd(28)}${['ratio', ...modes, 'unit'].map((head) => head.padStart(12)).join('')}`);
  for (const { name, unit, latency } of writes) {
    const seen: number[][] = servers.map(() => []);
    for (let turn = 0; turn < TURNS; turn++) {
      for (const [i, server] of servers.entries()) {
        const figures = await measure(server, name);
        seen[i]?.push(latency ? figures.p50 : figures.rate);
      }
    }
    const [ours = 0, other = 0] = seen.map(mean);
    const shown = (value: number) => value.toFixed(latency ? 2 : 0).padStart(12);
    console.log(
      `${name.padEnd(28)}${(ours / other).toFixed(2).padStart(12)}${shown(ours)}${shown(other)}${(latency ? 'ms' : unit).padStart(12)}`,
    );
  }
} finally {
  client.disconnect();
  await Promise.all(servers.map((server) => server.stop()));
}
