import type { CloudTrailOperation } from '../deps.ts';
import { findHome, onTrail } from '../trails/find.ts';

export const deleteTrail: CloudTrailOperation<'DeleteTrail'> = {
  access: onTrail('Name'),
  run: ({ Name }, { scope }, { trails, history, ledger }) => {
    const trail = findHome(trails, Name, scope);
    trails.delete(trail);
    history.forget(trail.arn);
    ledger.forget(trail.arn);
    return {};
  },
};
