import { onEverything } from '../access.ts';
import { entityInfo, keptReport } from '../access-report.ts';
import type { IamOperation } from '../deps.ts';
import { serviceNotInReport } from '../errors.ts';
import { byKey, page } from '../pages.ts';

export const getServiceLastAccessedDetailsWithEntities: IamOperation<'GetServiceLastAccessedDetailsWithEntities'> = {
  access: onEverything,
  run: (input, call, deps) => {
    const report = keptReport(input.JobId, call, deps);
    const service = report.services.find(({ namespace }) => namespace === input.ServiceNamespace);
    if (!service) throw serviceNotInReport(input.ServiceNamespace);
    const { items, more } = page([...report.subjects].sort(byKey(({ id }) => id)), ({ id }) => id, input);
    return {
      JobStatus: 'COMPLETED',
      JobCreationDate: new Date(report.at),
      JobCompletionDate: new Date(report.at),
      EntityDetailsList: items.map((subject) => {
        const use = service.uses[subject.id];
        return { EntityInfo: entityInfo(call.scope, subject), ...(use && { LastAuthenticated: new Date(use.at) }) };
      }),
      ...more,
    };
  },
};
