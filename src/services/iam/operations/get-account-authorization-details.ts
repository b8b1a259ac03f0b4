import { onEverything } from '../access.ts';
import { type Detail, detailsOf } from '../authorization-details.ts';
import type { IamOperation } from '../deps.ts';
import { badMarker, markerOfOtherFilter } from '../errors.ts';
import { page } from '../pages.ts';

export const getAccountAuthorizationDetails: IamOperation<'GetAccountAuthorizationDetails'> = {
  access: onEverything,
  run: (input, call, { store }) => {
    const filter = nameOf(input.Filter);
    if (input.Marker !== undefined) checkMarker(input.Marker, filter);
    const { items, more } = page(detailsOf(input.Filter, call.scope, store), (detail) => `${filter} ${detail.key}`, input);
    const of = <K extends Detail['kind']>(kind: K) =>
      items.flatMap((detail) => (detail.kind === kind ? [(detail as Extract<Detail, { kind: K }>).detail] : []));
    return {
      UserDetailList: of('User'),
      GroupDetailList: of('Group'),
      RoleDetailList: of('Role'),
      Policies: of('Policy'),
      ...more,
    };
  },
};

const EVERYTHING = '*';
const KINDS = 5;

/** The kinds asked for, in whatever order; all five are as good as none. */
function nameOf(filter: readonly string[] = []): string {
  const kinds = new Set(filter);
  return kinds.size === 0 || kinds.size === KINDS ? EVERYTHING : [...kinds].sort().join(',');
}

/** aws: a marker is good for the filter it was made with — recorded, radkawar/stackd iam/account_reporting.json, pagination_…, invalid_marker */
function checkMarker(marker: string, filter: string): void {
  const [made] = Buffer.from(marker, 'base64').toString().split(' ');
  if (made === filter) return;
  throw made === EVERYTHING || filter === EVERYTHING ? badMarker() : markerOfOtherFilter();
}
