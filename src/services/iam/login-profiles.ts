import type { LoginProfile } from '#api/iam';
import type { LoginProfileRow, UserRow } from './store.ts';

export const profileShape = (user: UserRow, row: LoginProfileRow): LoginProfile => ({
  UserName: user.name,
  CreateDate: new Date(row.createdAt),
  PasswordResetRequired: row.resetRequired,
});
