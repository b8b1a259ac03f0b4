import type { Clock, Ids } from '#core';
import type { Route } from '#gateway';
import { consoleFiles } from './files.ts';
import { guarded } from './guard.ts';
import { signInLinks } from './links.ts';
import { type SignInNeeds, signInRoutes } from './sign-in.ts';

export type { ConsoleSession } from './sign-in.ts';
export { LINKS_PATH } from './sign-in.ts';

export interface ConsoleOptions extends Omit<SignInNeeds, 'links'> {
  /** What the console's build made. */
  readonly directory: string;
  /** Names by which the console may be reached, beside addresses and `localhost`; `*` stands for labels. */
  readonly hosts: readonly string[];
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The server's side of the web console: everything it needs that AWS's API does not have. */
export function openConsole({ directory, hosts, clock, ids, ...needs }: ConsoleOptions): { readonly routes: Route[] } {
  const links = signInLinks(clock, ids);
  return { routes: guarded({ hosts }, [...consoleFiles(directory), ...signInRoutes({ ...needs, links })]) };
}
