import type { AccountRows, GroupRow, UserRow } from './store.ts';

/** The users of a group. A membership is written down with the user: a user is in ten groups at most. */
export const membersOf = (group: GroupRow, rows: AccountRows): UserRow[] =>
  rows.users.list().filter((user) => user.groups.includes(group.name));
