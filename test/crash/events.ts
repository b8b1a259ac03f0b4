import {
  CloudWatchLogsClient,
  CreateLogGroupCommand,
  CreateLogStreamCommand,
  GetLogEventsCommand,
  PutLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs';
import { untilGone, type Witness } from './witness.ts';

const GROUP = 'crash';
const STREAMS = ['a', 'b'];

/** Log events, in the order in which they were put. */
export function eventsWitness(): Witness {
  const all = new Map<string, string[]>(STREAMS.map((stream) => [stream, []]));
  /** How many of a stream's have been found, and since when it has been written to since. */
  const found = new Map<string, number>();
  let since = 0;
  let promises = 0;
  return {
    name: 'events',
    get promises() {
      return promises;
    },
    async prepare(reach) {
      const logs = new CloudWatchLogsClient(reach);
      await logs.send(new CreateLogGroupCommand({ logGroupName: GROUP }));
      for (const logStreamName of STREAMS) await logs.send(new CreateLogStreamCommand({ logGroupName: GROUP, logStreamName }));
    },
    async write(reach, round) {
      const logs = new CloudWatchLogsClient(reach);
      const writer = (logStreamName: string) =>
        untilGone(async (turn) => {
          const messages = Array.from(
            { length: 1 + (turn % 5) },
            (_, i) => `${round}/${turn}/${i} ${'x'.repeat((turn * 13) % 500)}`,
          );
          const logEvents = messages.map((message) => ({ message, timestamp: Date.now() }));
          await logs.send(new PutLogEventsCommand({ logGroupName: GROUP, logStreamName, logEvents }));
          all.get(logStreamName)?.push(...messages);
          promises += messages.length;
        });
      await Promise.all(STREAMS.map(writer));
    },
    doubt() {
      found.clear();
      since = 0;
    },
    async check(reach) {
      const logs = new CloudWatchLogsClient(reach);
      const began = Date.now();
      for (const [logStreamName, messages] of all) {
        const where = { logGroupName: GROUP, logStreamName, startFromHead: true, startTime: since };
        const there = new Map<string, number>();
        for (let nextToken: string | undefined, ends = false; !ends; ) {
          const page = await logs.send(new GetLogEventsCommand({ ...where, nextToken }));
          for (const { message = '' } of page.events ?? []) there.set(message, there.size);
          ends = page.nextForwardToken === nextToken;
          nextToken = page.nextForwardToken;
        }
        let last = -1;
        for (const message of messages.slice(found.get(logStreamName) ?? 0)) {
          const at = there.get(message) ?? -1;
          if (at <= last) throw new Error(`${message.slice(0, 40)} of ${logStreamName} is lost or out of order`);
          last = at;
        }
        found.set(logStreamName, messages.length);
      }
      since = began;
    },
  };
}
