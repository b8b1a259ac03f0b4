import type { CloudTrailOperation } from '../deps.ts';
import { described, find, onTrail } from '../trails/find.ts';

export const getTrail: CloudTrailOperation<'GetTrail'> = {
  access: onTrail('Name'),
  run: ({ Name }, { scope }, { trails }) => ({ Trail: described(find(trails, Name, scope)) }),
};
