import type * as api from '#api/kinesisanalyticsv2';
import { type Operation, parseArn, type Scope } from '#core';
import type { ControlDeps } from '../deps.ts';
import { resourceNotFound } from '../errors.ts';
import type { ControlStore } from '../store.ts';
import { tagged } from '../tags.ts';

interface Tagged {
  readonly tags: Readonly<Record<string, string>>;
  put(tags: Readonly<Record<string, string>>): void;
}

/** The tags of the application or snapshot an ARN names, if it is of this account and Region. */
export function taggedAt(store: ControlStore, scope: Scope, arn: string): Tagged {
  const parsed = parseArn(arn);
  const [kind, name] = parsed?.resource.split('/') ?? [];
  const here = parsed?.service === 'kinesisanalytics' && parsed.region === scope.region && parsed.account === scope.account;
  const row = here && kind === 'application' && name ? store.applications.get(name) : undefined;
  if (row) return { tags: row.tags, put: (tags) => store.putApplication({ ...row, tags }) };
  const snapshot = here && kind === 'snapshot' && name ? store.enhanced.get(name) : undefined;
  if (snapshot) return { tags: snapshot.tags, put: (tags) => store.enhanced.put([snapshot.name], { ...snapshot, tags }) };
  throw resourceNotFound(arn);
}

export const tagResource: Operation<api.TagResourceRequest, api.TagResourceResponse, ControlDeps> = {
  access: (input) => ({ resource: input.ResourceARN }),
  run(input, { scope }, deps) {
    const store = deps.tables.in(scope);
    store.transaction(() => {
      const { tags, put } = taggedAt(store, scope, input.ResourceARN);
      put(tagged(tags, input.Tags, deps.limits));
    });
    return {};
  },
};
