import type { PolicyRow } from './store.ts';

/** AWS's managed policies that Millrace knows. */
export const AWS_POLICIES: readonly PolicyRow[] = [];
