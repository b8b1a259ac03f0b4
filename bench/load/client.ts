import { type Answer, Connection } from './connection.ts';
import { iterators, LOADS, type Load } from './loads.ts';
import { NodeClient } from './node-client.ts';
import { headOf, type Target } from './requests.ts';

// The client, a process of its own; what its modes are stands in data-plane.ts.

export type Mode = 'http' | 'bare' | 'replay';

export interface Order {
  readonly load: string;
  readonly target: Target;
  readonly mode: Mode;
  readonly seconds: number;
  readonly iterators: Readonly<Record<string, string[]>>;
}

export interface Figures {
  /** In the load's unit. */
  readonly rate: number;
  readonly p50: number;
  readonly p99: number;
  readonly answers: number;
}

const REPLAYED = 100;

/** Asks for the next thing of a talk, and says when it was answered. */
interface Asker {
  ask(): Promise<void>;
  close(): void;
}

async function askerOf(load: Load, connection: number, { target, mode }: Order): Promise<Asker> {
  const talk = load.talk(connection);
  const good = (answer: Answer): Answer => {
    if (answer.status === 200) return answer;
    throw new Error(`${load.name}: ${answer.status} ${Buffer.concat(answer.pieces).subarray(0, 500)}`);
  };
  if (mode === 'http') {
    const client = new NodeClient(target);
    return { ask: async () => talk.read(good(await client.ask(talk.next()))), close: () => client.close() };
  }
  const bare = await Connection.open(target.port, mode === 'bare');
  const close = () => bare.close();
  const prepared = () => {
    const request = talk.next();
    return [headOf(target, request), request.body] as const;
  };
  if (mode === 'bare') return { ask: async () => talk.read(good(await bare.ask(...prepared()))), close };
  const requests = Array.from({ length: load.unit === 'requests/s' ? REPLAYED : 1 }, prepared);
  let turn = 0;
  const next = () => requests[turn++ % requests.length] as (typeof requests)[number];
  return { ask: async () => void good(await bare.ask(...next())), close };
}

async function run(order: Order): Promise<Figures> {
  const load = LOADS.find(({ name }) => name === order.load);
  if (!load) throw new Error(`no load ${order.load}`);
  Object.assign(iterators, order.iterators);
  const times: number[] = [];
  const askers = await Promise.all(Array.from({ length: load.connections }, (_, c) => askerOf(load, c, order)));
  const begin = performance.now();
  const end = begin + order.seconds * 1000;
  await Promise.all(
    askers.map(async (asker) => {
      for (let start = performance.now(); start < end; start = performance.now()) {
        await asker.ask();
        times.push(performance.now() - start);
      }
    }),
  );
  const took = (performance.now() - begin) / 1000;
  for (const asker of askers) asker.close();
  times.sort((a, b) => a - b);
  const at = (part: number) => times[Math.floor(times.length * part)] ?? 0;
  return { rate: (times.length * load.per) / took, p50: at(0.5), p99: at(0.99), answers: times.length };
}

process.on('message', (order: Order) => {
  run(order).then(
    (figures) => process.send?.({ figures }),
    (failure: Error) => process.send?.({ failure: failure.message }),
  );
});
process.on('disconnect', () => process.exit(0));
