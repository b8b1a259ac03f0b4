import { join } from 'node:path';
import { openLogs } from '#services/logs';
import { nowhere } from '../../harness/nowhere.ts';
import { type Served, serveWith } from '../../harness/served.ts';

export { ACCOUNT, ROOT, type Served, type Statement, USER } from '../../harness/served.ts';

export const serve = (directory?: string): Promise<Served> =>
  serveWith(
    ({ folder, ...surroundings }) => openLogs({ ...surroundings, directory: join(folder, 'logs'), ...nowhere }),
    directory,
  );
