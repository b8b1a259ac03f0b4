/**
 * Claim: Kinesis and S3 with signatures verified, policies evaluated and data on the disk keep most of what a server of the same HTTP
 * stack can do that does nothing, and are several times faster than MiniStack with AUTH=true, which keeps data in memory.
 *
 * Two kinds of client, each in its own process, the same for all servers:
 *   real    makes, signs and sends every request anew and reads every answer, as an SDK does: what users see
 *   replay  sends prepared bytes and throws answers away: what the server alone costs; on two cores this is the hard one
 * Servers are measured in turns. Besides the ratio of rates (of medians, for single writes) each row has the server's processor
 * time for one request, which other work on the machine does not change.
 *
 *   npm run build && MINISTACK=/path/to/ministack npx tsx --conditions=source bench/data-plane.ts [seconds] [part of a name] [real|replay]
 */
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Figures, Order } from './load/client.ts';
import { LOADS, type Load, namesOf, pathOf, iterators as readers } from './load/loads.ts';
import { s3 } from './load/requests.ts';
import { ask, furnish, millrace, ministack, nothing, processorMicros, type Server } from './load/servers.ts';

const SECONDS = Number(process.argv[2] ?? 3);
const TURNS = 3;
const asked = process.argv[3] ?? '';
const modes = (['real', 'replay'] as const).filter((mode) => (process.argv[4] ?? mode) === mode);

interface Measured extends Figures {
  /** Processor microseconds of the server for one answer. */
  readonly cost: number;
}

const client: ChildProcess = fork(join(import.meta.dirname, 'load/client.ts'), { execArgv: process.execArgv });

async function measure(server: Server, load: Load, mode: Order['mode'], iterators: Order['iterators']): Promise<Measured> {
  const before = processorMicros(server.pid);
  client.send({ load: load.name, target: server.target, mode, seconds: SECONDS / TURNS, iterators } satisfies Order);
  const [{ figures, failure }] = (await once(client, 'message')) as [{ figures: Figures; failure?: string }];
  if (failure) throw new Error(`${server.name}: ${failure}`);
  return { ...figures, cost: (processorMicros(server.pid) - before) / figures.answers };
}

const mean = (all: readonly Measured[]): Measured => {
  const of = (pick: (each: Measured) => number) => all.reduce((sum, each) => sum + pick(each), 0) / all.length;
  return { rate: of((m) => m.rate), p50: of((m) => m.p50), p99: of((m) => m.p99), answers: 0, cost: of((m) => m.cost) };
};

/** The null server answers what Millrace answers. */
async function teach(zero: Awaited<ReturnType<typeof nothing>>, ours: Server, load: Load): Promise<void> {
  const object = /^S3 (\d+) (KiB|MiB) (put|get)/.exec(load.name);
  if (object) {
    const bytes = Number(object[1]) * (object[2] === 'MiB' ? 1024 ** 2 : 1024);
    return zero.tell({ zeros: object[3] === 'get' ? bytes : 0, fill: 'x' });
  }
  const answer = await ask(ours.target, load.talk(0).next());
  await zero.tell({ base64: answer.toString('base64') });
}

async function fill(server: Server, load: Load): Promise<void> {
  const object = /^S3 (\d+) (KiB|MiB) get/.exec(load.name);
  if (!object) return;
  const bytes = Number(object[1]) * (object[2] === 'MiB' ? 1024 ** 2 : 1024);
  const body = Buffer.alloc(bytes, 'x');
  for (let c = 0; c < load.connections; c++)
    for (let name = 0; name < namesOf(bytes); name++) await ask(server.target, s3('PUT', pathOf(bytes, c, name), body));
}

const cell = (text: string, width = 13) => text.padStart(width);
const ours = await millrace();
const zero = await nothing();
const peer = await ministack();
const iterators = new Map<Server, Order['iterators']>();
for (const server of peer ? [ours, peer] : [ours]) iterators.set(server, await furnish(server));
iterators.set(zero, iterators.get(ours) ?? {});
try {
  for (const mode of modes) {
    console.log(
      `\nclient: ${mode.padEnd(24)}${['/ null', ...(peer ? ['/ ministack'] : []), 'millrace', 'null', ...(peer ? ['ministack'] : []), 'us each', 'us null', 'p99 ms'].map((head) => cell(head)).join('')}`,
    );
    for (const load of LOADS.filter(({ name }) => name.includes(asked))) {
      Object.assign(readers, iterators.get(ours));
      await teach(zero, ours, load);
      const servers = peer ? [ours, zero, peer] : [ours, zero];
      for (const server of servers) if (server !== zero) await fill(server, load);
      const all = new Map<Server, Measured[]>(servers.map((server) => [server, []]));
      await measure(ours, load, mode, iterators.get(ours) ?? {}); // warm
      for (let turn = 0; turn < TURNS; turn++)
        for (const server of servers) all.get(server)?.push(await measure(server, load, mode, iterators.get(server) ?? {}));
      const figures = servers.map((server) => mean(all.get(server) ?? []));
      const [mine, none, other] = figures as [Measured, Measured, Measured | undefined];
      const figure = (m: Measured) => (load.latency ? m.p50 : m.rate);
      const shown = (m: Measured) => (load.latency ? `${m.p50.toFixed(2)} ms` : `${m.rate.toFixed(0)}`);
      const cells = [
        `x ${(figure(mine) / figure(none)).toFixed(2)}`,
        ...(other ? [`x ${(figure(mine) / figure(other)).toFixed(2)}`] : []),
        shown(mine),
        shown(none),
        ...(other ? [shown(other)] : []),
        mine.cost.toFixed(0),
        none.cost.toFixed(0),
        mine.p99.toFixed(1),
      ];
      const unit = load.latency ? 'p50' : load.unit;
      console.log(`${`${load.name}, ${unit}`.padEnd(32)}${cells.map((text) => cell(text)).join('')}`);
    }
  }
} finally {
  for (const server of [zero, peer, ours]) await server?.stop();
  client.disconnect();
}
