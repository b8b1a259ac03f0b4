import { onEverything } from '../access.ts';
import { entityInfo, keptReport } from '../access-report.ts';
import type { IamOperation } from '../deps.ts';
import { page } from '../pages.ts';
import { SERVICE_NAMES } from '../service-names.ts';

export const getServiceLastAccessedDetails: IamOperation<'GetServiceLastAccessedDetails'> = {
  access: onEverything,
  run: (input, call, deps) => {
    const report = keptReport(input.JobId, call, deps);
    const { items, more } = page(report.services, ({ namespace }) => namespace, input);
    return {
      JobStatus: 'COMPLETED',
      JobType: 'SERVICE_LEVEL',
      JobCreationDate: new Date(report.at),
      JobCompletionDate: new Date(report.at),
      ServicesLastAccessed: items.map(({ namespace, uses }) => {
        const [last] = Object.entries(uses).sort(([, a], [, b]) => b.at - a.at);
        const entity = report.subjects.find(({ id }) => id === last?.[0]);
        return {
          ServiceName: SERVICE_NAMES[namespace] ?? namespace,
          ServiceNamespace: namespace,
          TotalAuthenticatedEntities: Object.keys(uses).length,
          ...(last &&
            entity && {
              LastAuthenticated: new Date(last[1].at),
              LastAuthenticatedEntity: entityInfo(call.scope, entity).Arn,
              LastAuthenticatedRegion: last[1].region,
            }),
        };
      }),
      ...more,
    };
  },
};
