import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { faultOf, ownResponse, type Session } from '../aws/index.ts';
import { type Change, shows, told } from './told.ts';

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

/** Follows the server's stream of changes while somebody is signed in; each one makes the queries of its kind ask again. */
export function useChanges(session: Session): void {
  const queries = useQueryClient();
  // biome-ignore lint/correctness/useExhaustiveDependencies: another session has changes of its own
  useEffect(() => {
    const gone = new AbortController();
    const follow = async (): Promise<void> => {
      let lost = false;
      for (let waitMs = 500; !gone.signal.aborted; waitMs = Math.min(waitMs * 2, 15_000)) {
        try {
          for await (const change of changes(gone.signal)) {
            waitMs = 500;
            if (change === 'open') {
              become('live');
              // what changed meanwhile is not known
              if (lost) void queries.invalidateQueries();
              continue;
            }
            if (change === 'expired') return become('expired');
            // the server kept no more than it could: anything may have changed
            void queries.invalidateQueries(
              change.kind === 'everything' ? {} : { predicate: ({ queryKey }) => shows(queryKey, change) },
            );
          }
        } catch (thrown) {
          // a laptop that slept until its credentials were over
          if (faultOf(thrown).code.startsWith('ExpiredToken')) return become('expired');
          // a server that restarts, or a laptop that slept: tried again
        }
        if (gone.signal.aborted) return;
        become('broken');
        lost = true;
        await new Promise((resolve) => setTimeout(resolve, waitMs));
      }
    };
    void follow();
    return () => gone.abort();
  }, [session, queries]);
}

async function* changes(signal: AbortSignal): AsyncGenerator<Change | 'open' | 'expired'> {
  const answer = await ownResponse('changes', signal);
  yield 'open';
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const events = (rest + read.value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const change = told(event);
      if (change) yield change;
    }
  }
}
