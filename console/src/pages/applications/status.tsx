import StatusIndicator, { type StatusIndicatorProps } from '@cloudscape-design/components/status-indicator';

const LOOKS: Readonly<Record<string, readonly [StatusIndicatorProps.Type, string]>> = {
  RUNNING: ['success', 'Running'],
  READY: ['stopped', 'Ready'],
  STARTING: ['in-progress', 'Starting'],
  STOPPING: ['in-progress', 'Stopping'],
  FORCE_STOPPING: ['in-progress', 'Force stopping'],
  UPDATING: ['in-progress', 'Updating'],
  AUTOSCALING: ['in-progress', 'Autoscaling'],
  MAINTENANCE: ['in-progress', 'Maintenance'],
  ROLLING_BACK: ['in-progress', 'Rolling back'],
  ROLLED_BACK: ['warning', 'Rolled back'],
  DELETING: ['in-progress', 'Deleting'],
  // of operations and snapshots
  IN_PROGRESS: ['in-progress', 'In progress'],
  SUCCESSFUL: ['success', 'Successful'],
  FAILED: ['error', 'Failed'],
  CANCELLED: ['stopped', 'Cancelled'],
  CREATING: ['in-progress', 'Creating'],
};

/** Statuses of applications, operations and snapshots as the AWS console shows them: a sign, and words. */
export function Status({ of, ready = false }: { readonly of: string | undefined; readonly ready?: boolean }) {
  const [type, words] = LOOKS[of ?? ''] ?? (['info', of ?? 'Unknown'] as const);
  // READY of a snapshot is good news; of an application, that it does not run
  return <StatusIndicator type={ready && of === 'READY' ? 'success' : type}>{words}</StatusIndicator>;
}

/** Whether nothing moves: orders are taken only then. */
export const isSettled = (status: string | undefined): boolean =>
  status === 'READY' || status === 'RUNNING' || status === 'ROLLED_BACK';

/** `FLINK-1_20` as people say it. */
export const runtimeName = (runtime: string | undefined): string =>
  runtime === undefined ? '–' : `Apache Flink ${runtime.replace(/^FLINK-/, '').replaceAll('_', '.')}`;

/** KPUs that a configuration asks for. aws: one per ParallelismPerKPU, rounded up — developer guide, how-scaling */
export const kpus = (parallelism = 1, perKpu = 1): number => Math.ceil(parallelism / Math.max(1, perKpu));
