import type { Clock, Ids } from '#core';
import type { Route } from '#gateway';
import { told } from './answers.ts';
import { type Applications, applicationRoute } from './applications.ts';
import type { Changes } from './changes/hub.ts';
import { changesRoute } from './changes/route.ts';
import { consoleFiles } from './files.ts';
import { guarded } from './guard.ts';
import { signInLinks } from './links.ts';
import { type OverviewNeeds, overviewRoute } from './overview.ts';
import { rightsRoute } from './rights.ts';
import { type SignInNeeds, signInRoutes } from './sign-in.ts';

export type { Applications } from './applications.ts';
export { Changes } from './changes/hub.ts';
export type { OverviewNeeds } from './overview.ts';
export type { ConsoleSession } from './sign-in.ts';

export interface ConsoleOptions extends Omit<SignInNeeds, 'links'> {
  /** What the console's build made. */
  readonly directory: string;
  /** Names by which the console may be reached, beside addresses and `localhost`; `*` stands for labels. */
  readonly hosts: readonly string[];
  readonly changes: Changes;
  readonly applications: Applications;
  readonly overview: OverviewNeeds;
  /** Further reads under `/_millrace/console/`. */
  readonly reads: readonly Route[];
  readonly clock: Clock;
  readonly ids: Ids;
}

/** The server's side of the web console: everything it needs that AWS's API does not have. */
export function openConsole({ directory, hosts, clock, ids, changes, applications, overview, reads, ...needs }: ConsoleOptions): {
  readonly routes: Route[];
} {
  const links = signInLinks(clock, ids);
  const own = [
    ...signInRoutes({ ...needs, links }),
    changesRoute(changes),
    applicationRoute(applications),
    overviewRoute(overview),
    rightsRoute,
    ...reads,
  ];
  return { routes: guarded({ hosts }, [...consoleFiles(directory), ...own.map(told)]) };
}
