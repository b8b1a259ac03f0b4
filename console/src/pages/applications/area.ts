import type { Area } from '../../app/areas.ts';

export const area: Area = {
  title: 'Apache Flink',
  order: 10,
  links: [{ text: 'Applications', path: '/applications' }],
  pages: [
    { path: '/applications', load: () => import('./list.tsx'), name: 'Applications' },
    { path: '/applications/create', load: () => import('./create.tsx'), name: 'CreateApplication' },
    { path: '/applications/:name', load: () => import('./application.tsx'), name: 'Application' },
    { path: '/applications/:name/configure', load: () => import('./configure.tsx'), name: 'Configure' },
  ],
  resources: async () => {
    const { allApplications } = await import('./queries.ts');
    return (await allApplications()).map(({ ApplicationName: name = '' }) => ({
      title: name,
      kind: 'Application',
      path: `/applications/${encodeURIComponent(name)}`,
    }));
  },
};
