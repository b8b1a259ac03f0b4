import { useQuery } from '@tanstack/react-query';
import type { Rights } from '#shapes/console';
import { own, session } from '../aws/index.ts';

/** Why a button does nothing for this reader. */
const NOT_ALLOWED = 'Your policies do not allow this.';

/** Whether the reader may call an operation: what his policies refuse is shown, but not offered. */
export type May = (operation: string) => boolean;

/**
 * What the reader may do to the resources of a kind that are named: to each of them. Where none is named, what he may do to some, as for the
 * one that he is about to make. The kinds and their operations are those of `src/console/rights.ts`.
 */
export function useRights(kind: string, ...names: readonly string[]): May {
  // root may do everything in its account
  const enabled = !session().arn.endsWith(':root');
  const { data } = useQuery({
    queryKey: ['rights', kind, ...names],
    enabled,
    queryFn: () => own<Rights>(`rights/${kind}?${new URLSearchParams(names.map((name) => ['name', name]))}`),
  });
  // until it is known, the server is the one to refuse
  return (operation) => !enabled || data === undefined || data.may.includes(operation);
}

/** For a button or an item of a menu: that it is not allowed outweighs any other reason, which `why` tells. */
export const unless = (allowed: boolean, possible = true, why?: string) => {
  const reason = allowed ? why : NOT_ALLOWED;
  return allowed && possible ? { disabled: false } : { disabled: true, ...(reason !== undefined && { disabledReason: reason }) };
};
