import { openCloudWatch } from '#services/cloudwatch';
import { type Served, serveWith } from '../../harness/served.ts';

export { ACCOUNT, ROOT, type Served, type Statement, USER } from '../../harness/served.ts';

export const serve = (): Promise<Served> =>
  serveWith(({ database, clock, logger }) => openCloudWatch({ database, clock, logger }));
