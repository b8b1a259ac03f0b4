import type { ComponentType } from 'react';

/** What a tab of the application page is given. */
export interface TabProps {
  readonly name: string;
}

export interface Tab {
  readonly id: string;
  readonly label: string;
  readonly load: () => Promise<ComponentType<TabProps>>;
}

/** The tabs of the application page, in order; each is loaded when it is opened. A new one is a file in `tabs/` and a line here. */
export const TABS: readonly Tab[] = [
  { id: 'overview', label: 'Overview', load: async () => (await import('./tabs/overview.tsx')).Overview },
  { id: 'job', label: 'Job graph', load: async () => (await import('./tabs/job.tsx')).JobTab },
  { id: 'checkpoints', label: 'Checkpoints', load: async () => (await import('./tabs/checkpoints.tsx')).CheckpointsTab },
  { id: 'monitoring', label: 'Monitoring', load: async () => (await import('./tabs/monitoring.tsx')).Monitoring },
  { id: 'logs', label: 'Logs', load: async () => (await import('./tabs/logs.tsx')).Logs },
  { id: 'configuration', label: 'Configuration', load: async () => (await import('./tabs/configuration.tsx')).Configuration },
  { id: 'versions', label: 'Versions', load: async () => (await import('./tabs/versions.tsx')).Versions },
  { id: 'snapshots', label: 'Snapshots', load: async () => (await import('./tabs/snapshots.tsx')).Snapshots },
  { id: 'operations', label: 'Operations', load: async () => (await import('./tabs/operations.tsx')).Operations },
  { id: 'tags', label: 'Tags', load: async () => (await import('./tabs/tags.tsx')).Tags },
  { id: 'audit', label: 'Audit trail', load: async () => (await import('./tabs/audit.tsx')).Audit },
];
