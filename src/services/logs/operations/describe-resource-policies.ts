import type { LogsOperation } from '../deps.ts';
import { keyIn, tokenAfter } from '../page-token.ts';

const DEFAULT_LIMIT = 50;

export const describeResourcePolicies: LogsOperation<'DescribeResourcePolicies'> = {
  access: () => ({ resource: '*' }),
  run: ({ limit = DEFAULT_LIMIT, nextToken, policyScope = 'ACCOUNT', resourceArn }, { scope }, { store }) => {
    const [after] = nextToken === undefined ? [] : keyIn(nextToken, [''] as const);
    // single resources have none here
    const asked = policyScope === 'ACCOUNT' && resourceArn === undefined;
    const rows = asked ? store.policies.in(scope).list(after === undefined ? {} : { after }) : [];
    const page = rows.slice(0, limit);
    const last = page.at(-1);
    return {
      resourcePolicies: page.map((row) => ({ ...row, policyScope: 'ACCOUNT' as const })),
      nextToken: rows.length > limit && last ? tokenAfter([last.policyName]) : undefined,
    };
  },
};
