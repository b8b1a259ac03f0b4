import { onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { queryDefinitionNotFound } from '../errors.ts';

export const deleteQueryDefinition: LogsOperation<'DeleteQueryDefinition'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: ({ queryDefinitionId }, { scope }, { store }) => {
    if (!store.queryDefinitions(scope).delete(queryDefinitionId)) throw queryDefinitionNotFound(queryDefinitionId);
    return { success: true };
  },
};
