import { useQuery } from '@tanstack/react-query';
import type { Rights } from '#shapes/console';
import { own, session } from '../../aws/index.ts';

/** Why a button does nothing for this reader. */
const NOT_ALLOWED = 'Your policies do not allow this.';

/** Whether the reader may call an operation on an application: what his policies refuse is shown, but not offered. */
export type May = (operation: string) => boolean;

export function useRights(name: string | undefined): May {
  // root may do everything in its account
  const enabled = name !== undefined && !session().arn.endsWith(':root');
  const { data } = useQuery({
    queryKey: ['rights', name],
    enabled,
    queryFn: () => own<Rights>(`applications/${encodeURIComponent(name ?? '')}/rights`),
  });
  // until it is known, the server is the one to refuse
  return (operation) => !enabled || data === undefined || data.may.includes(operation);
}

/** For a button or an item of a menu: that it is not allowed outweighs any other reason, which `why` tells. */
export const unless = (allowed: boolean, possible: boolean, why?: string) => {
  const reason = allowed ? why : NOT_ALLOWED;
  return allowed && possible ? { disabled: false } : { disabled: true, ...(reason !== undefined && { disabledReason: reason }) };
};
