import { onAllGroups } from '../address.ts';
import type { LogsOperation } from '../deps.ts';
import { compilePattern } from '../filter-pattern.ts';

export const testMetricFilter: LogsOperation<'TestMetricFilter'> = {
  access: (_input, scope) => onAllGroups(scope),
  run: ({ filterPattern, logEventMessages }) => {
    const { matches, extract } = compilePattern(filterPattern);
    return {
      matches: logEventMessages.flatMap((eventMessage, i) =>
        matches(eventMessage) ? [{ eventNumber: i + 1, eventMessage, extractedValues: extract(eventMessage) }] : [],
      ),
    };
  },
};
