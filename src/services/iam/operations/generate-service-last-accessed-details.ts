import { accessReport, keepReport } from '../access-report.ts';
import type { IamOperation } from '../deps.ts';
import { noActionLevel } from '../errors.ts';

export const generateServiceLastAccessedDetails: IamOperation<'GenerateServiceLastAccessedDetails'> = {
  access: ({ Arn }) => ({ resource: Arn }),
  run: (input, call, deps) => {
    if (input.Granularity === 'ACTION_LEVEL') throw noActionLevel();
    return { JobId: keepReport(accessReport(input.Arn, call, deps), call, deps) };
  },
};
