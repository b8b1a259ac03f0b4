import type { Area } from '../../app/areas.ts';

export const area: Area = {
  title: 'S3',
  order: 30,
  links: [{ text: 'Buckets', path: '/s3' }],
  pages: [
    { path: '/s3', load: () => import('./buckets.tsx'), name: 'Buckets' },
    { path: '/s3/:bucket', load: () => import('./bucket.tsx'), name: 'BucketPage' },
    { path: '/s3/:bucket/:tab', load: () => import('./bucket.tsx'), name: 'BucketPage' },
  ],
  resources: async () => {
    const { allBuckets } = await import('./queries.ts');
    return (await allBuckets()).map(({ Name = '' }) => ({ title: Name, kind: 'Bucket', path: `/s3/${Name}` }));
  },
};
