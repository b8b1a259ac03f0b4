import { onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { languageNotBuilt, limitExceeded, parametersNotBuilt, queryDefinitionNotFound } from '../errors.ts';

/** aws: 1,000 saved queries — CloudWatch Logs quotas */
const MOST = 1000;

export const putQueryDefinition: LogsOperation<'PutQueryDefinition'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: (input, { scope }, { store, clock, ids }) => {
    const { name, queryString, queryDefinitionId: given, logGroupNames = [], queryLanguage = 'CWLI' } = input;
    if (queryLanguage !== 'CWLI') throw languageNotBuilt(queryLanguage);
    if (input.parameters?.length) throw parametersNotBuilt();
    const definitions = store.queryDefinitions(scope);
    if (given !== undefined && !definitions.get(given)) throw queryDefinitionNotFound(given);
    if (given === undefined && definitions.count() >= MOST) throw limitExceeded();
    const queryDefinitionId = given ?? ids.uuid();
    definitions.put([queryDefinitionId], { queryDefinitionId, name, queryString, logGroupNames, lastModified: clock.millis() });
    return { queryDefinitionId };
  },
};
