import { useQueryClient } from '@tanstack/react-query';
import { notice } from '../../../app/notices.tsx';

/** Does something to an application, says that it is under way, and lets the page look again without waiting for the stream. */
export function useAct(name: string) {
  const queries = useQueryClient();
  return async (said: string, order: () => Promise<unknown>): Promise<void> => {
    await order();
    notice('success', said);
    await Promise.all([
      queries.invalidateQueries({ queryKey: ['application'] }),
      queries.invalidateQueries({ queryKey: ['operation', name] }),
      queries.invalidateQueries({ queryKey: ['snapshot', name] }),
    ]);
  };
}
