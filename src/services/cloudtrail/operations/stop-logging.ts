import type { CloudTrailOperation } from '../deps.ts';
import { findHome, onTrail } from '../trails/find.ts';

export const stopLogging: CloudTrailOperation<'StopLogging'> = {
  access: onTrail('Name'),
  run: async ({ Name }, { scope }, { trails, recorder, clock }) => {
    // what was answered before is still the trail's
    await recorder.flush();
    const { row } = findHome(trails, Name, scope);
    if (row.logging) trails.put(scope, { ...row, logging: false, stoppedAt: clock.millis() });
    return {};
  },
};
