import { CloudWatchLogsClient, GetLogEventsCommand, StartLiveTailCommand } from '@aws-sdk/client-cloudwatch-logs';
import { useEffect, useState } from 'react';
import { client } from '../../../aws/index.ts';
import { follow, KEPT, type Source } from './follow.ts';
import type { LogLine } from './line.ts';

/** So many lines are taken apart within a frame or two, also where they are many and the machine is slow: nobody feels it. */
const PAGE = 500;
/** Lines are drawn so often at most. */
const DRAWN_MS = 250;
/** Where there is no live tail to listen to: refused by a policy, or too many are open. */
const ASKED_MS = 5000;

/** The log stream that an application writes to. */
export interface LogPlace {
  readonly arn: string;
  readonly group: string;
  readonly stream: string;
}

/** `arn:aws:logs:us-east-1:111122223333:log-group:/aws/kinesis-analytics/orders:log-stream:kinesis-analytics-log-stream` */
export function logPlace(arn: string | undefined): LogPlace | undefined {
  const [, of, group, stream] = /^(.*:log-group:([^:]+)):log-stream:(.+)$/.exec(arn ?? '') ?? [];
  return of === undefined || group === undefined || stream === undefined ? undefined : { arn: of, group, stream };
}

interface Tail {
  readonly lines: readonly LogLine[];
  readonly state: 'reading' | 'live' | 'paused';
  readonly problem?: unknown;
}

/** Follows a log stream from some time ago on, by CloudWatch Logs' live tail. A hidden page reads nothing. */
export function useTail(place: LogPlace | undefined, minutes: number, live: boolean): Tail {
  const { arn, group, stream } = place ?? {};
  const [tail, setTail] = useState<Tail>({ lines: [], state: 'reading' });
  useEffect(() => {
    if (arn === undefined || group === undefined || stream === undefined) return;
    const gone = new AbortController();
    const { signal } = gone;
    setTail({ lines: [], state: 'reading' });
    const canvas = drawing((older, newer) =>
      setTail(({ lines }) => ({ lines: [...older, ...lines, ...newer].slice(-KEPT), state: live ? 'live' : 'paused' })),
    );
    const run = async (): Promise<void> => {
      while (!signal.aborted) {
        try {
          await follow(sourceOf({ arn, group, stream }, minutes, signal), live, signal, canvas.draw);
          return;
        } catch (problem) {
          if (signal.aborted) return;
          setTail(({ lines }) => ({ lines, state: 'reading', problem }));
          await pause(ASKED_MS, signal);
          // from the beginning: what was missed is not known
          if (live && !signal.aborted) setTail({ lines: [], state: 'reading' });
        }
        if (!live) return;
      }
    };
    void run();
    return () => {
      gone.abort();
      canvas.end();
    };
  }, [arn, group, stream, minutes, live]);
  return tail;
}

function sourceOf({ arn, group, stream }: LogPlace, minutes: number, signal: AbortSignal): Source {
  const logs = client(CloudWatchLogsClient);
  const startTime = Date.now() - minutes * 60_000;
  return {
    page: async (nextToken) => {
      await inSight(signal);
      const input = { logGroupName: group, logStreamName: stream, startTime, limit: PAGE, nextToken };
      const answer = await logs.send(new GetLogEventsCommand(input), { abortSignal: signal });
      // what comes of it is a task of its own: keys and clicks come between
      await pause(0, signal);
      return { events: answer.events ?? [], newer: answer.nextForwardToken, older: answer.nextBackwardToken };
    },
    async *bell() {
      try {
        const input = { logGroupIdentifiers: [arn], logStreamNames: [stream] };
        const { responseStream } = await logs.send(new StartLiveTailCommand(input), { abortSignal: signal });
        for await (const event of responseStream ?? []) {
          // what came between the last reading and the beginning of the session is looked for, too
          if (event.sessionStart || (event.sessionUpdate?.sessionResults?.length ?? 0) > 0) yield;
        }
      } catch {
        if (signal.aborted) return;
        await pause(ASKED_MS, signal);
        yield;
      }
    },
  };
}

/** Gathers lines and draws them a few times a second; who brings more meanwhile waits for it. */
function drawing(draw: (older: readonly LogLine[], newer: readonly LogLine[]) => void) {
  let older: LogLine[] = [];
  let newer: LogLine[] = [];
  let drawn: Promise<void> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let last = 0;
  return {
    draw: (told: { readonly older: readonly LogLine[]; readonly newer: readonly LogLine[] }): Promise<void> => {
      older = [...told.older, ...older];
      newer = [...newer, ...told.newer];
      drawn ??= new Promise((resolve) => {
        timer = setTimeout(
          () => {
            draw(older, newer);
            [older, newer, drawn, last] = [[], [], undefined, Date.now()];
            resolve();
          },
          Math.max(0, last + DRAWN_MS - Date.now()),
        );
      });
      // what was written long ago may pile up for a moment: it ends
      return told.newer.length > 0 ? drawn : Promise.resolve();
    },
    end: () => clearTimeout(timer),
  };
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });

/** Resolves when the page is looked at, or closed. */
const inSight = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (!document.hidden || signal.aborted) return resolve();
    const look = () => {
      if (document.hidden && !signal.aborted) return;
      document.removeEventListener('visibilitychange', look);
      resolve();
    };
    document.addEventListener('visibilitychange', look);
    signal.addEventListener('abort', look);
  });
