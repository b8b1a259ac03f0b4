import { authorizer } from '../authorizer.ts';
import { callOf } from '../call.ts';
import { globalConditions } from '../condition-context.ts';
import type { Authenticated, Authorized, Decoded, Identified, Named, Numbered, Received, Scoped } from '../context.ts';

/** Asks IAM before anything runs: every access the operation declares must be allowed. */
export function authorize(
  request: Received & Numbered & Identified & Named & Authenticated & Scoped & Decoded,
): Authorized & Scoped {
  const { parts, served, operation, entry, caller, input } = request;
  const scope = served.service.scopeOf?.(operation, input, request.scope) ?? request.scope;
  const conditions = globalConditions(request, caller, request.scope.region);
  const judge = authorizer(parts.policies, served.service, operation, caller, scope, conditions);
  judge.require(entry.access(input as never, scope, caller));
  return { scope, call: callOf(request, caller, scope, judge) };
}
