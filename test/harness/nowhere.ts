import type { LogsOptions } from '#services/logs';

/** For a CloudWatch Logs out of which nothing goes. */
export const nowhere: Pick<LogsOptions, 'metrics' | 'records' | 'files'> = {
  metrics: { put() {} },
  records: { put: async () => {} },
  files: { exists: async () => false, mayReadAcl: async () => false, put: async () => {} },
};
