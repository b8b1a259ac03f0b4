import { onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { keyIn, tokenAfter } from '../page-token.ts';
import type { ExportRow } from '../rows.ts';

const DEFAULT_LIMIT = 50;

export const isActive = ({ code }: ExportRow): boolean => code === 'PENDING' || code === 'RUNNING' || code === 'PENDING_CANCEL';

export const describeExportTasks: LogsOperation<'DescribeExportTasks'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: ({ taskId, statusCode, nextToken, limit = DEFAULT_LIMIT }, { scope }, { store }) => {
    const [after] = nextToken === undefined ? [] : keyIn(nextToken, [''] as const);
    const rows = store
      .exports(scope)
      .list(after === undefined ? {} : { after })
      .filter((row) => (taskId === undefined || row.taskId === taskId) && (statusCode === undefined || row.code === statusCode));
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      exportTasks: page.map(({ code, message, createdAt, completedAt, scope: _, logStreamNamePrefix: __, ...shown }) => ({
        ...shown,
        status: { code, message },
        executionInfo: { creationTime: createdAt, completionTime: completedAt },
      })),
      nextToken: rows.length > limit && last ? tokenAfter([last.taskId]) : undefined,
    };
  },
};
