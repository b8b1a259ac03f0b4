import { checkIdentityPolicy } from '#auth';
import type { Call } from '#core';
import type { IamDeps } from './deps.ts';
import { amendRights, type EntityKind, find } from './entities.ts';
import { checked, inlinePoliciesTooLarge, noSuchInlinePolicy } from './errors.ts';
import { LIMITS, policySize } from './limits.ts';
import { byKey, type PageInput, page } from './pages.ts';
import { encoded } from './shapes.ts';

/* Inline policies are the same for users, roles and groups. */

interface Named {
  readonly PolicyName: string;
}

export function putInlinePolicy(
  kind: EntityKind,
  name: string,
  input: Named & { readonly PolicyDocument: string },
  call: Call,
  deps: IamDeps,
): void {
  amendRights(kind, name, call, deps, (row) => {
    checked(() => checkIdentityPolicy(input.PolicyDocument));
    const inline = { ...row.inline, [input.PolicyName]: input.PolicyDocument };
    const size = Object.values(inline).reduce((sum, document) => sum + policySize(document), 0);
    const most = LIMITS.inlinePolicies[kind];
    if (size > most) throw inlinePoliciesTooLarge(kind, row.name, most);
    return { inline };
  });
}

export function getInlinePolicy(kind: EntityKind, name: string, { PolicyName }: Named, call: Call, deps: IamDeps) {
  const { inline } = find(kind, name, call, deps);
  const document = Object.hasOwn(inline, PolicyName) ? inline[PolicyName] : undefined;
  if (document === undefined) throw noSuchInlinePolicy(kind, PolicyName);
  return { PolicyName, PolicyDocument: encoded(document) };
}

export function deleteInlinePolicy(kind: EntityKind, name: string, { PolicyName }: Named, call: Call, deps: IamDeps): void {
  amendRights(kind, name, call, deps, (row) => {
    if (!Object.hasOwn(row.inline, PolicyName)) throw noSuchInlinePolicy(kind, PolicyName);
    const { [PolicyName]: _, ...inline } = row.inline;
    return { inline };
  });
}

const itself = (name: string) => name;

export function listInlinePolicies(kind: EntityKind, name: string, input: PageInput, call: Call, deps: IamDeps) {
  const names = Object.keys(find(kind, name, call, deps).inline).sort(byKey(itself));
  const { items, more } = page(names, itself, input);
  return { PolicyNames: items, ...more };
}
