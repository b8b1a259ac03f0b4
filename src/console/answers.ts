import { AwsError } from '#core';
import type { Route, RouteAnswer } from '#gateway';

export const json = (status: number, body: unknown): RouteAnswer => ({
  status,
  headers: { 'content-type': 'application/json', 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' },
  body: JSON.stringify(body),
});

/** A refusal by signature or policy, as the console's pages read it. */
export const told = (route: Route): Route => ({
  ...route,
  handle: async (request) => {
    try {
      return await route.handle(request);
    } catch (thrown) {
      if (thrown instanceof AwsError) return json(thrown.status, { code: thrown.code, message: thrown.message });
      throw thrown;
    }
  },
});
