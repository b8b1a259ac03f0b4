import type * as api from '#api/kinesisanalyticsv2';
import { type Operation, parseArn, type Scope } from '#core';
import type { ControlDeps } from '../deps.ts';
import { resourceNotFound } from '../errors.ts';
import type { ApplicationRow } from '../rows.ts';
import type { ControlStore } from '../store.ts';
import { tagged } from '../tags.ts';

/** The application an ARN names, if it is of this account and Region. */
export function byArn(store: ControlStore, scope: Scope, arn: string): ApplicationRow {
  const parsed = parseArn(arn);
  const [kind, name] = parsed?.resource.split('/') ?? [];
  const here = parsed?.service === 'kinesisanalytics' && parsed.region === scope.region && parsed.account === scope.account;
  const row = here && kind === 'application' && name ? store.applications.get(name) : undefined;
  if (!row) throw resourceNotFound(arn);
  return row;
}

export const tagResource: Operation<api.TagResourceRequest, api.TagResourceResponse, ControlDeps> = {
  access: (input) => ({ resource: input.ResourceARN }),
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    store.transaction(() => {
      const row = byArn(store, scope, input.ResourceARN);
      store.putApplication({ ...row, tags: tagged(row.tags, input.Tags, deps.limits) });
    });
    return {};
  },
};
