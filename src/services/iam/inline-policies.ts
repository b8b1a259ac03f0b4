import { checkIdentityPolicy } from '#auth';
import type { Call } from '#core';
import type { IamDeps } from './deps.ts';
import { amendRights, type EntityKind, find } from './entities.ts';
import { checked, inlinePoliciesTooLarge, noSuchInlinePolicy } from './errors.ts';
import { LIMITS, policySize } from './limits.ts';
import { byKey, type PageInput, page } from './pages.ts';
import { encoded } from './shapes.ts';

/*
 * Inline policies are the same for users, roles and groups. Their names do not differ by case: a policy keeps the first spelling in lists, and is
 * answered under the one asked for. — aws: recorded, radkawar/stackd iam/policy_management.json
 */

interface Named {
  readonly PolicyName: string;
}

/** The name as it was first written. */
function written(inline: Readonly<Record<string, string>>, name: string): string | undefined {
  if (Object.hasOwn(inline, name)) return name;
  return Object.keys(inline).find((each) => each.toLowerCase() === name.toLowerCase());
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
    const inline = { ...row.inline, [written(row.inline, input.PolicyName) ?? input.PolicyName]: input.PolicyDocument };
    const size = Object.values(inline).reduce((sum, document) => sum + policySize(document), 0);
    const most = LIMITS.inlinePolicies[kind];
    if (size > most) throw inlinePoliciesTooLarge(kind, row.name, most);
    return { inline };
  });
}

export function getInlinePolicy(kind: EntityKind, name: string, { PolicyName }: Named, call: Call, deps: IamDeps) {
  const { inline } = find(kind, name, call, deps);
  const document = inline[written(inline, PolicyName) ?? ''];
  if (document === undefined) throw noSuchInlinePolicy(kind, PolicyName);
  return { PolicyName, PolicyDocument: encoded(document) };
}

export function deleteInlinePolicy(kind: EntityKind, name: string, { PolicyName }: Named, call: Call, deps: IamDeps): void {
  amendRights(kind, name, call, deps, (row) => {
    const kept = written(row.inline, PolicyName);
    if (kept === undefined) throw noSuchInlinePolicy(kind, PolicyName);
    const { [kept]: _, ...inline } = row.inline;
    return { inline };
  });
}

const itself = (name: string) => name;

export function listInlinePolicies(kind: EntityKind, name: string, input: PageInput, call: Call, deps: IamDeps) {
  const names = Object.keys(find(kind, name, call, deps).inline).sort(byKey(itself));
  const { items, more } = page(names, itself, input);
  return { PolicyNames: items, ...more };
}
