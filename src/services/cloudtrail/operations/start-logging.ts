import type { CloudTrailOperation } from '../deps.ts';
import { findHome, onTrail } from '../trails/find.ts';

export const startLogging: CloudTrailOperation<'StartLogging'> = {
  access: onTrail('Name'),
  run: async ({ Name }, { scope }, { trails, recorder, clock }) => {
    // what was answered before is not the trail's
    await recorder.flush();
    const { row } = findHome(trails, Name, scope);
    if (!row.logging) trails.put(scope, { ...row, logging: true, startedAt: clock.millis() });
    return {};
  },
};
