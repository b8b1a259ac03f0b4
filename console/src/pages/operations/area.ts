import type { Area } from '../../app/areas.ts';

export const area: Area = {
  title: 'Account',
  order: 60,
  links: [
    { text: 'Audit trail', path: '/trail' },
    { text: 'Cost', path: '/cost' },
    { text: 'Settings', path: '/settings' },
  ],
  pages: [
    { path: '/trail', load: () => import('./trail.tsx'), name: 'Trail' },
    { path: '/cost', load: () => import('./cost.tsx'), name: 'CostPage' },
    { path: '/settings', load: () => import('./settings.tsx'), name: 'Settings' },
  ],
};
