import type { Area } from '../../app/areas.ts';

export const area: Area = {
  title: '',
  order: 0,
  links: [{ text: 'Home', path: '/' }],
  pages: [{ path: '/', load: () => import('./home.tsx'), name: 'Home' }],
};
