import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { ownResponse, type Session } from '../aws/index.ts';

/** Something of the account has changed. Kinds are the first words of query keys. */
export interface Change {
  readonly kind: string;
  readonly name?: string;
}

type State = 'connecting' | 'live' | 'broken';
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
      for (let waitMs = 500; !gone.signal.aborted; waitMs = Math.min(waitMs * 2, 15_000)) {
        try {
          for await (const change of changes(gone.signal)) {
            waitMs = 500;
            if (change === 'open') {
              become('live');
              continue;
            }
            // the server kept no more than it could: anything may have changed
            void queries.invalidateQueries(change.kind === 'everything' ? {} : { queryKey: [change.kind] });
          }
        } catch {
          // a server that restarts, or a laptop that slept: tried again
        }
        if (gone.signal.aborted) return;
        become('broken');
        await new Promise((resolve) => setTimeout(resolve, waitMs));
        // what changed meanwhile is not known
        void queries.invalidateQueries();
      }
    };
    void follow();
    return () => gone.abort();
  }, [session, queries]);
}

async function* changes(signal: AbortSignal): AsyncGenerator<Change | 'open'> {
  const answer = await ownResponse('changes', signal);
  yield 'open';
  const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
    const events = (rest + read.value).split('\n\n');
    rest = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: ?(.*)$/m.exec(event)?.[1];
      if (data) yield JSON.parse(data) as Change;
    }
  }
}
