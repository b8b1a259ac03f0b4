import type { Area } from '../../app/areas.ts';

export const area: Area = {
  title: 'IAM',
  order: 40,
  links: [
    { text: 'Roles', path: '/iam/roles' },
    { text: 'Policies', path: '/iam/policies' },
    { text: 'Users', path: '/iam/users' },
    { text: 'Policy simulator', path: '/iam/simulator' },
  ],
  pages: [
    { path: '/iam/roles', load: () => import('./roles.tsx'), name: 'Roles' },
    { path: '/iam/roles/:role', load: () => import('./role.tsx'), name: 'RolePage' },
    { path: '/iam/policies', load: () => import('./policies.tsx'), name: 'Policies' },
    { path: '/iam/policies/:arn', load: () => import('./policy.tsx'), name: 'PolicyPage' },
    { path: '/iam/users', load: () => import('./users.tsx'), name: 'Users' },
    { path: '/iam/users/:user', load: () => import('./user.tsx'), name: 'UserPage' },
    { path: '/iam/simulator', load: () => import('./simulator.tsx'), name: 'Simulator' },
  ],
  resources: async () => {
    const { allRoles, allUsers } = await import('./queries.ts');
    const [roles, users] = await Promise.all([allRoles(), allUsers()]);
    return [
      ...roles.map(({ RoleName = '' }) => ({
        title: RoleName,
        kind: 'Role',
        path: `/iam/roles/${encodeURIComponent(RoleName)}`,
      })),
      ...users.map(({ UserName = '' }) => ({
        title: UserName,
        kind: 'User',
        path: `/iam/users/${encodeURIComponent(UserName)}`,
      })),
    ];
  },
};
