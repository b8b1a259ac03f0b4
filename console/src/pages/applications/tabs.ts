import type { ComponentType } from 'react';
import type { TabProps } from './props.ts';

export interface Part {
  readonly id: string;
  readonly label: string;
  readonly load: () => Promise<ComponentType<TabProps>>;
}

/** A tab with one part is that part; of several, one is chosen within the tab. */
export interface Tab {
  readonly label: string;
  readonly parts: readonly [Part, ...Part[]];
}

const part = (id: string, label: string, load: Part['load']): Part => ({ id, label, load });

/**
 * The tabs of the application page, in order, each part loaded when it is opened; `?tab=` names the part. A new one is a file in `tabs/`
 * and a line here. Seven short labels: all of them are in sight at 1280 px, beside the navigation.
 */
export const TABS: readonly Tab[] = [
  { label: 'Overview', parts: [part('overview', 'Overview', async () => (await import('./tabs/overview.tsx')).Overview)] },
  { label: 'Job graph', parts: [part('job', 'Job graph', async () => (await import('./tabs/job.tsx')).JobTab)] },
  {
    label: 'Monitoring',
    parts: [part('monitoring', 'Monitoring', async () => (await import('./tabs/monitoring.tsx')).Monitoring)],
  },
  { label: 'Logs', parts: [part('logs', 'Logs', async () => (await import('./tabs/logs.tsx')).Logs)] },
  {
    label: 'State',
    parts: [
      part('checkpoints', 'Checkpoints', async () => (await import('./tabs/checkpoints.tsx')).CheckpointsTab),
      part('snapshots', 'Snapshots', async () => (await import('./tabs/snapshots.tsx')).Snapshots),
    ],
  },
  {
    label: 'Configuration',
    parts: [
      part('configuration', 'Settings', async () => (await import('./tabs/configuration.tsx')).Configuration),
      part('versions', 'Versions', async () => (await import('./tabs/versions.tsx')).Versions),
      part('tags', 'Tags', async () => (await import('./tabs/tags.tsx')).Tags),
    ],
  },
  {
    label: 'History',
    parts: [
      part('operations', 'Operations', async () => (await import('./tabs/operations.tsx')).Operations),
      part('audit', 'Audit trail', async () => (await import('./tabs/audit.tsx')).Audit),
    ],
  },
];

/** The tab that has a part, the first one where none has. */
export const tabOf = (part: string | null): Tab =>
  TABS.find(({ parts }) => parts.some(({ id }) => id === part)) ?? (TABS[0] as Tab);
