import type { LogsOptions } from '#services/logs';
import { fakeKeys } from './stream-keys.ts';

/** For a CloudWatch Logs out of which nothing goes. */
export const nowhere: Pick<LogsOptions, 'metrics' | 'records' | 'files' | 'keys'> = {
  metrics: { put() {} },
  records: { put: async () => {} },
  keys: fakeKeys(),
  files: { exists: async () => false, mayReadAcl: async () => false, put: async () => {} },
};
