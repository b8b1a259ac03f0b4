import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetQueryResultsCommand,
  PutLogEventsCommand,
  paginateFilterLogEvents,
  StartQueryCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { untilGone, type Witness } from './witness.ts';

const WHERE = { logGroupName: 'searched', logStreamName: 's' };
const BATCH = 1500;
/** One event in so many holds the word that is looked for. */
const RARE = 500;

/** What can have become of a file of digests; what they were in an earlier round is known by their path. */
const DISTURBANCES: readonly ((path: string, earlier: Buffer | undefined) => void)[] = [
  (path) => rmSync(path),
  (path) => writeFileSync(path, readFileSync(path).subarray(0, Math.floor(Math.random() * readFileSync(path).length))),
  (path) => {
    const bytes = readFileSync(path);
    const at = Math.floor(Math.random() * bytes.length);
    bytes[at] = (bytes[at] as number) ^ 0x10;
    writeFileSync(path, bytes);
  },
  (path, earlier) => writeFileSync(path, earlier ?? Buffer.alloc(0)),
  (path) => writeFileSync(path, Buffer.concat([readFileSync(path), readFileSync(path)])),
];

/** Log events that are searched for: nothing that was acknowledged is hidden by what is left of the digests of its blocks. */
export function searchesWitness(): Witness {
  const rare = new Set<string>();
  const earlier = new Map<string, Buffer>();
  const begun = Date.now() - 60_000;
  let acknowledged = 0;
  let sent = 0;
  let disturbed = 0;
  const put = async (logs: CloudWatchLogsClient, label: string) => {
    const messages = Array.from({ length: BATCH }, (_, i) => {
      const word = i % RARE === 7 ? 'needle' : 'nothing';
      return `${label}/${i} ${word} ${String((sent + i) * 2_654_435_761).repeat(30)}`;
    });
    sent += messages.length;
    const logEvents = messages.map((message) => ({ message, timestamp: Date.now() }));
    await logs.send(new PutLogEventsCommand({ ...WHERE, logEvents }));
    for (const message of messages) if (message.includes('needle')) rare.add(message);
    acknowledged += messages.length;
  };
  return {
    name: 'searches',
    get promises() {
      return acknowledged;
    },
    async prepare(reach) {
      const logs = new CloudWatchLogsClient(reach);
      await logs.send(new CreateLogGroupCommand(WHERE));
      await logs.send(new CreateLogStreamCommand(WHERE));
      // enough for digests, however slow the machine
      for (let i = 0; i < 5; i++) await put(logs, `first/${i}`);
    },
    async write(reach, round) {
      const logs = new CloudWatchLogsClient(reach);
      await untilGone((turn) => put(logs, `${round}/${turn}`));
    },
    disturb(directory, round) {
      const folder = join(directory, 'logs');
      if (!existsSync(folder)) return;
      for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
        if (!name.endsWith('.digest')) continue;
        const path = join(folder, name);
        const bytes = readFileSync(path);
        DISTURBANCES[round % DISTURBANCES.length]?.(path, earlier.get(path));
        if (bytes.length > 0) disturbed++;
        earlier.set(path, bytes);
      }
    },
    doubt() {
      if (disturbed === 0) throw new Error('no digest was there to be disturbed');
    },
    async check(reach) {
      const logs = new CloudWatchLogsClient(reach);
      const there = new Set<string>();
      const looked = { client: logs, pageSize: 10_000 };
      for await (const { events = [] } of paginateFilterLogEvents(looked, { ...WHERE, filterPattern: 'needle' }))
        for (const { message = '' } of events) there.add(message);
      for (const message of rare)
        if (!there.has(message)) throw new Error(`${message.slice(0, 40)} is not found, of ${rare.size} found are ${there.size}`);
      const counted = await count(logs, begun);
      if (counted < acknowledged || counted > sent) throw new Error(`${counted} events of ${acknowledged} to ${sent}`);
    },
  };
}

async function count(logs: CloudWatchLogsClient, begun: number): Promise<number> {
  const range = { startTime: Math.floor(begun / 1000), endTime: Math.ceil(Date.now() / 1000) };
  const query = { logGroupName: WHERE.logGroupName, queryString: 'stats count(*) as n by bin(1d)', ...range };
  const { queryId } = await logs.send(new StartQueryCommand(query));
  for (;;) {
    const { status, results = [] } = await logs.send(new GetQueryResultsCommand({ queryId }));
    if (status === 'Complete')
      return results.reduce((sum, row) => sum + Number(row.find(({ field }) => field === 'n')?.value), 0);
    if (status !== 'Running' && status !== 'Scheduled') throw new Error(`the query is ${status}`);
    await new Promise((later) => setTimeout(later, 20));
  }
}
