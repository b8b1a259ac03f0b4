import type { Operation } from '#core';
import type { ControlDeps } from '../deps.ts';
import { sqlRetired } from '../errors.ts';

/**
 * The operations of SQL applications. AWS has retired those; UnsupportedOperationException with that reason is our answer, since no
 * application here can be one (that AWS answers the same on each of them is unverified).
 */
export const retiredSql: Operation<unknown, never, ControlDeps> = {
  access: (input, scope) => {
    const name = (input as { readonly ApplicationName?: string }).ApplicationName;
    return {
      resource:
        name === undefined ? '*' : `arn:${scope.partition}:kinesisanalytics:${scope.region}:${scope.account}:application/${name}`,
    };
  },
  run() {
    throw sqlRetired();
  },
};
