import type { CloudTrailOperation } from '../deps.ts';
import { findHome, onTrail } from '../trails/find.ts';
import { logsOf } from '../trails/store.ts';

export const deleteTrail: CloudTrailOperation<'DeleteTrail'> = {
  access: onTrail('Name'),
  run: ({ Name }, { scope }, { trails, history, ledger }) => {
    const trail = findHome(trails, Name, scope);
    trails.delete(trail);
    history.forget(trail.arn);
    history.forget(logsOf(trail.arn));
    ledger.forget(trail.arn);
    return {};
  },
};
