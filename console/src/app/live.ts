import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Overview } from '#shapes/console';
import { faultOf, hasEnded, ownResponse, type Session } from '../aws/index.ts';
import { askAgain } from './ask-again.ts';
import { type Change, shows, told } from './told.ts';

/** Between two countings of everything: an overview costs more than a list. */
const OVERVIEW_MS = 1000;

type State = 'connecting' | 'live' | 'broken' | 'expired';
let state: State = 'connecting';
const listeners = new Set<() => void>();
const become = (next: State): void => {
  state = next;
  for (const listener of listeners) listener();
};

/** Whether changes reach this page as they happen. */
export const useLiveState = (): State =>
  useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => state,
  );

/** How long a page waits for the stream of changes before it asks anyhow. */
const PATIENCE_MS = 1000;

/**
 * Whether a page may ask: what it is told before the stream is open may have changed by then, and would be asked a second time. Once open
 * it stays so; a server that lets it wait, or does not answer, is asked all the same, and the page says what is wrong.
 */
export function useHeard(): boolean {
  const live = useLiveState();
  const [late, setLate] = useState(false);
  useEffect(() => {
    const waited = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(waited);
  }, []);
  return late || live !== 'connecting';
}

/** Follows the server's stream of changes while somebody is signed in; each one makes the queries of its kind ask again. */
export function useChanges(session: Session): void {
  const queries = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session has changes of its own
  useEffect(() => {
    const gone = new AbortController();
    let counting: ReturnType<typeof setTimeout> | undefined;
    const countSoon = (): void => {
      counting ??= setTimeout(() => {
        counting = undefined;
        askAgain(queries, ({ queryKey }) => queryKey[0] === 'overview');
      }, OVERVIEW_MS);
    };
    const follow = async (): Promise<void> => {
      for (let waitMs = 500; !gone.signal.aborted; waitMs = Math.min(waitMs * 2, 15_000)) {
        try {
          for await (const said of changes(gone.signal)) {
            waitMs = 500;
            if (said === 'open') {
              become('live');
              // what changed before, since the page was asked for or while the stream was broken, is not known
              askAgain(queries);
              continue;
            }
            const some = said.filter((each) => each !== 'expired');
            // asked again once, however many of them it shows; the server kept no more than it could: anything may have changed
            const all = some.some(({ kind }) => kind === 'everything');
            askAgain(queries, ({ queryKey }) => all || some.some((each) => shows(queryKey, each)));
            const counted = queries.getQueryData<Overview>(['overview'])?.counts;
            if (some.some(({ kind }) => counted === undefined || Object.hasOwn(counted, kind))) countSoon();
            if (said.includes('expired')) return become('expired');
          }
        } catch (thrown) {
          // a laptop that slept until its credentials were over, or a key that was deleted before the server could tell this page
          if (hasEnded(faultOf(thrown).code)) return become('expired');
          // a server that restarts, or a laptop that slept: tried again
        }
        if (gone.signal.aborted) return;
        become('broken');
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    };
    void follow();
    return () => {
      gone.abort();
      clearTimeout(counting);
    };
  }, [session, queries]);
}

async function* changes(signal: AbortSignal): AsyncGenerator<readonly (Change | 'expired')[] | 'open'> {
  const answer = await ownResponse('changes', signal);
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let open = false;
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    // the head of an answer may come before the server listens; what it says first comes after
    if (!open) yield 'open';
    open = true;
    const events = (rest + read.value).split('\n\n');
    rest = events.pop() ?? '';
    const said = events.flatMap((event) => told(event) ?? []);
    if (said.length > 0) yield said;
  }
}
