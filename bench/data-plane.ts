/**
 * Claim: Kinesis and S3 with signatures verified, policies evaluated and data on the disk keep most of what a server of the same HTTP
 * stack can do that does nothing, and are several times faster than MiniStack with AUTH=true, which keeps data in memory.
 *
 * Three kinds of client, each in its own process, the same for all servers:
 *   http    makes, signs and sends every request anew over `node:http` and reads every answer, as the AWS SDK for JavaScript does: what users
 *           see, and what the aims are for. They were set by a server that does nothing that answered 7,700 puts and 9,700 gets of 1 KiB a second,
 *           PutRecord in 0.46 ms, and took and gave 64 MiB at 545 and 298 MiB/s
 *   bare    does the same over a socket of its own, with less effort than any SDK: the more of a request's time is the server's
 *   replay  sends prepared bytes and throws answers away: what the server alone costs; on two cores this is the hard one
 * Servers are measured in turns. Besides the ratio of rates (of medians, for single writes) each row has the server's processor
 * time for one request, which other work on the machine changes less. Millrace is measured with `--durability process`, where what was
 * acknowledged survives its death, as in its peers; "fsync" is what is left of it where it survives the loss of power too.
 *
 *   npm run build && MINISTACK=/path/to/ministack npx tsx --conditions=source bench/data-plane.ts [seconds] [part of a name] [http|bare|replay]
 */
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import type { Figures, Order } from './load/client.ts';
import { LOADS, type Load, namesOf, pathOf, iterators as readers } from './load/loads.ts';
import { NodeClient } from './load/node-client.ts';
import { s3 } from './load/requests.ts';
import { ask, furnish, millrace, ministack, nothing, processorMicros, residentMegabytes, type Server } from './load/servers.ts';

const SECONDS = Number(process.argv[2] ?? 3);
const TURNS = 5;
const asked = process.argv[3] ?? '';
const modes = (['http', 'bare', 'replay'] as const).filter((mode) => (process.argv[4] ?? mode) === mode);

interface Measured extends Figures {
  /** Processor microseconds of the server for one answer. */
  readonly cost: number;
}

const client: ChildProcess = fork(join(import.meta.dirname, 'load/client.ts'), { execArgv: process.execArgv });

async function measure(server: Server, load: Load, mode: Order['mode'], iterators: Order['iterators']): Promise<Measured> {
  const before = processorMicros(server.pid);
  client.send({
    load: load.name,
    target: server.target,
    mode,
    seconds: (SECONDS / TURNS) * (load.turns ?? 1),
    iterators,
  } satisfies Order);
  const [{ figures, failure }] = (await once(client, 'message')) as [{ figures: Figures; failure?: string }];
  if (failure) throw new Error(`${server.name}: ${failure}`);
  return { ...figures, cost: (processorMicros(server.pid) - before) / figures.answers };
}

/** Of each figure the middle one: a turn in which the machine did something else says nothing. */
const median = (all: readonly Measured[]): Measured => {
  const of = (pick: (each: Measured) => number) => all.map(pick).sort((a, b) => a - b)[all.length >> 1] as number;
  return { rate: of((m) => m.rate), p50: of((m) => m.p50), p99: of((m) => m.p99), answers: 0, cost: of((m) => m.cost) };
};

/**
 * The null server answers what Millrace answers, its headers too: a client reads them as it reads the body. Those that Node's server
 * writes by itself, in either, are left to it.
 */
async function teach(zero: Awaited<ReturnType<typeof nothing>>, ours: Server, load: Load): Promise<void> {
  const client = new NodeClient(ours.target);
  const { status, headers = [], bytes, pieces } = await client.ask(load.talk(0).next());
  client.close();
  if (status !== 200) throw new Error(`${status} ${Buffer.concat(pieces).subarray(0, 500)}`);
  const kept = headers.filter((_, i) => !/^(date|connection|keep-alive)$/i.test(headers[i & ~1] as string));
  const body = bytes > 1024 ** 2 ? { bytes } : { base64: Buffer.concat(pieces).toString('base64') };
  await zero.tell({ headers: kept, ...body });
}

async function fill(server: Server, load: Load): Promise<void> {
  const object = /^S3 (\d+) (KiB|MiB) get/.exec(load.name);
  if (!object) return;
  const bytes = Number(object[1]) * (object[2] === 'MiB' ? 1024 ** 2 : 1024);
  const body = Buffer.alloc(bytes, 'x');
  for (let c = 0; c < load.connections; c++)
    for (let name = 0; name < namesOf(bytes); name++) await ask(server.target, s3('PUT', pathOf(bytes, c, name), body));
}

/** One turn of each server after the other, the first of all unmeasured. A server that cannot do what is asked (CBOR, for MiniStack) has no figures. */
async function inTurns(servers: readonly Server[], load: Load, mode: Order['mode']): Promise<(Measured | undefined)[]> {
  const all = servers.map((): Measured[] | undefined => []);
  for (let turn = -1; turn < TURNS; turn++) {
    for (const [i, server] of servers.entries()) {
      const measured = all[i] && (await measure(server, load, mode, iterators.get(server) ?? {}).catch(ifPeer(server)));
      if (!measured) all[i] = undefined;
      else if (turn >= 0) all[i]?.push(measured);
    }
  }
  return all.map((turns) => turns && median(turns));
}

const ifPeer = (server: Server) => (failure: unknown) => {
  if (server.name !== 'ministack') throw failure;
  return undefined;
};

const cell = (text: string, width = 12) => text.padStart(width);
const ours = await millrace(['--durability', 'process']);
const synced = await millrace(['--durability', 'fsync']);
const zero = await nothing();
const peer = await ministack();
const others = [synced, ...(peer ? [peer] : [])];
const idle = { ours: residentMegabytes(ours.pid), peer: peer && residentMegabytes(peer.pid) };
const iterators = new Map<Server, Order['iterators']>();
for (const server of [ours, ...others]) iterators.set(server, await furnish(server));
iterators.set(zero, iterators.get(ours) ?? {});
try {
  const than = peer ? `, ministack ${peer.readyMs.toFixed(0)} ms, ${idle.peer?.toFixed(0)} MB` : '';
  console.log(`ready ${ours.readyMs.toFixed(0)} ms (aim 1000), idle ${idle.ours.toFixed(0)} MB (aim 120)${than}`);
  const heads = ['/ null', 'aim', '/ ministack', 'aim', 'fsync', 'millrace', 'null', 'ministack', 'us each', 'us null', 'p99 ms'];
  for (const mode of modes) {
    console.log(`\nclient: ${mode.padEnd(24)}${heads.map((head) => cell(head)).join('')}`);
    for (const load of LOADS.filter(({ name }) => name.includes(asked))) {
      Object.assign(readers, iterators.get(ours));
      for (const server of [ours, ...others]) await fill(server, load);
      await teach(zero, ours, load);
      execFileSync('sync'); // what the load before has left to write is not to be written while this one is measured
      const [mine, none, hard, other] = await inTurns([ours, zero, ...others], load, mode);
      if (!mine || !none) throw new Error('nothing was measured');
      const figure = (m: Measured) => (load.latency ? m.p50 : m.rate);
      const shown = (m: Measured) => (load.latency ? `${m.p50.toFixed(2)} ms` : `${m.rate.toFixed(0)}`);
      const cells = [
        `x ${(figure(mine) / figure(none)).toFixed(2)}`,
        mode === 'http' ? (load.aims?.[0] ?? '') : '',
        other ? `x ${(figure(mine) / figure(other)).toFixed(2)}` : '-',
        mode === 'http' ? (load.aims?.[1] ?? '') : '',
        hard && load.writes ? `x ${(figure(hard) / figure(mine)).toFixed(2)}` : '-',
        shown(mine),
        shown(none),
        other ? shown(other) : '-',
        mine.cost.toFixed(0),
        none.cost.toFixed(0),
        mine.p99.toFixed(1),
      ];
      const unit = load.latency ? 'p50' : load.unit;
      console.log(`${`${load.name}, ${unit}`.padEnd(32)}${cells.map((text) => cell(text)).join('')}`);
    }
  }
} finally {
  for (const server of [zero, ...others, ours]) await server.stop();
  client.disconnect();
}
