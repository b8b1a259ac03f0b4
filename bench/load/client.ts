import { Connection } from './connection.ts';
import { iterators, LOADS } from './loads.ts';
import { headOf, type Target } from './requests.ts';

// The client, a process of its own. `real`: every request is made, signed and sent anew, every answer is read, as an SDK does.
// `replay`: the bytes of a few requests are made before and sent again and again: what is measured is the server.

export interface Order {
  readonly load: string;
  readonly target: Target;
  readonly mode: 'real' | 'replay';
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

async function run({ load: name, target, mode, seconds, iterators: given }: Order): Promise<Figures> {
  const load = LOADS.find((each) => each.name === name);
  if (!load) throw new Error(`no load ${name}`);
  Object.assign(iterators, given);
  const times: number[] = [];
  const connections = await Promise.all(
    Array.from({ length: load.connections }, () => Connection.open(target.port, mode === 'real')),
  );
  const prepared = connections.map((_, c) => {
    const talk = load.talk(c);
    if (mode === 'real') return { talk, requests: [] };
    const count = load.unit === 'requests/s' ? REPLAYED : 1;
    const requests = Array.from({ length: count }, () => {
      const request = talk.next();
      return { head: headOf(target, request), body: request.body };
    });
    return { talk, requests };
  });
  const begin = performance.now();
  const end = begin + seconds * 1000;
  await Promise.all(
    connections.map(async (connection, c) => {
      const { talk, requests } = prepared[c] as (typeof prepared)[number];
      for (let turn = 0, start = performance.now(); start < end; turn++, start = performance.now()) {
        const ready = requests[turn % requests.length];
        const request = ready ?? talk.next();
        const answer = await connection.ask(ready?.head ?? headOf(target, request as ReturnType<typeof talk.next>), request.body);
        if (answer.status !== 200) throw new Error(`${name}: ${answer.status} ${Buffer.concat(answer.pieces).subarray(0, 500)}`);
        if (!ready) talk.read(answer);
        times.push(performance.now() - start);
      }
    }),
  );
  const took = (performance.now() - begin) / 1000;
  for (const connection of connections) connection.close();
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
