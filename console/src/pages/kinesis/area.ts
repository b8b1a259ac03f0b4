import type { Area } from '../../app/areas.ts';

export const area: Area = {
  title: 'Kinesis',
  order: 20,
  links: [{ text: 'Data streams', path: '/kinesis' }],
  pages: [
    { path: '/kinesis', load: () => import('./streams.tsx'), name: 'Streams' },
    { path: '/kinesis/:stream', load: () => import('./stream.tsx'), name: 'Stream' },
    { path: '/kinesis/:stream/:tab', load: () => import('./stream.tsx'), name: 'Stream' },
  ],
  resources: async () => {
    const { allStreams } = await import('./queries.ts');
    return (await allStreams()).map(({ StreamName = '' }) => ({
      title: StreamName,
      kind: 'Stream',
      path: `/kinesis/${encodeURIComponent(StreamName)}`,
    }));
  },
};
