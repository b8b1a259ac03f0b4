import { CloudWatchLogsClient, FilterLogEventsCommand, type FilterLogEventsCommandOutput } from '@aws-sdk/client-cloudwatch-logs';
import { useEffect, useState } from 'react';
import { client } from '../../../aws/index.ts';
import { type LogLine, lineOf } from './line.ts';

/** As many lines as are kept in the page; older ones make room. */
const KEPT = 100_000;
const PAUSE_MS = 1500;

interface Tail {
  readonly lines: readonly LogLine[];
  readonly state: 'reading' | 'live' | 'paused';
  readonly problem?: unknown;
}

/** Follows a log group from some time ago on. Asks only while somebody looks: a hidden page asks nothing. */
export function useTail(logGroupName: string | undefined, minutes: number, live: boolean): Tail {
  const [tail, setTail] = useState<Tail>({ lines: [], state: 'reading' });
  useEffect(() => {
    if (logGroupName === undefined) return;
    const gone = new AbortController();
    const seen = new Set<string>();
    let from = Date.now() - minutes * 60_000;
    setTail({ lines: [], state: 'reading' });
    const look = async (): Promise<void> => {
      let nextToken: string | undefined;
      do {
        const answer: FilterLogEventsCommandOutput = await client(CloudWatchLogsClient).send(
          new FilterLogEventsCommand({ logGroupName, startTime: from, limit: 10_000, nextToken }),
          { abortSignal: gone.signal },
        );
        const fresh = (answer.events ?? []).filter(({ eventId = '' }) => !seen.has(eventId));
        for (const { eventId = '' } of fresh) seen.add(eventId);
        if (fresh.length > 0) {
          const lines = fresh.map(lineOf);
          setTail((before) => ({ ...before, lines: [...before.lines, ...lines].slice(-KEPT) }));
          // events of the last moments may still arrive out of order: those are looked at again
          from = Math.max(from, (fresh.at(-1)?.timestamp ?? from) - 5000);
        }
        nextToken = answer.nextToken;
      } while (nextToken !== undefined && !gone.signal.aborted);
    };
    const follow = async (): Promise<void> => {
      while (!gone.signal.aborted) {
        try {
          if (!document.hidden) await look();
          setTail(({ lines }) => ({ lines, state: live ? 'live' : 'paused' }));
        } catch (problem) {
          if (gone.signal.aborted) return;
          setTail(({ lines }) => ({ lines, state: 'reading', problem }));
        }
        if (!live) return;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
      }
    };
    void follow();
    return () => gone.abort();
  }, [logGroupName, minutes, live]);
  return tail;
}
