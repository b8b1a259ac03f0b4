import { array, type Json, number, object, present, string } from '../flink-rest/json.ts';
import type { CheckpointDetails, CheckpointEntry, Checkpoints, Summary } from '../shapes.ts';

const STATES = ['IN_PROGRESS', 'COMPLETED', 'FAILED'] as const;

/** Flink says -1 where it does not know. */
const known = (value: unknown): number | undefined => {
  const found = number(value);
  return found === undefined || found < 0 ? undefined : found;
};

export const entryOf = (entry: Json): CheckpointEntry => ({
  id: number(entry['id']) ?? 0,
  status: STATES.find((state) => state === entry['status']) ?? 'UNKNOWN',
  savepoint: entry['is_savepoint'] === true,
  ...present({
    triggeredAt: known(entry['trigger_timestamp']),
    ackedAt: known(entry['latest_ack_timestamp']),
    durationMs: known(entry['end_to_end_duration']),
    bytes: known(entry['state_size']),
    checkpointedBytes: known(entry['checkpointed_size']),
    subtasks: known(entry['num_subtasks']),
    ackedSubtasks: known(entry['num_acknowledged_subtasks']),
    path: string(entry['external_path']),
    failedAt: known(entry['failure_timestamp']),
    failure: string(entry['failure_message']),
    discarded: entry['discarded'] === true ? true : undefined,
  }),
});

const summaryOf = (value: unknown): Summary | undefined => {
  const summary = object(value);
  const [min, max, mean] = [known(summary['min']), known(summary['max']), known(summary['avg'])];
  return min === undefined || max === undefined || mean === undefined ? undefined : { min, max, mean };
};

export function checkpointsOf(body: unknown): Checkpoints {
  const counts = object(object(body)['counts']);
  const latest = object(object(body)['latest']);
  const summary = object(object(body)['summary']);
  const entry = (name: string) => (latest[name] ? entryOf(object(latest[name])) : undefined);
  const restored = latest['restored'] ? object(latest['restored']) : undefined;
  return {
    counts: {
      completed: number(counts['completed']) ?? 0,
      failed: number(counts['failed']) ?? 0,
      inProgress: number(counts['in_progress']) ?? 0,
      restored: number(counts['restored']) ?? 0,
    },
    ...present({
      durationMs: summaryOf(summary['end_to_end_duration']),
      bytes: summaryOf(summary['state_size']),
      latestCompleted: entry('completed'),
      latestFailed: entry('failed'),
      latestSavepoint: entry('savepoint'),
      restored: restored && {
        id: number(restored['id']) ?? 0,
        savepoint: restored['is_savepoint'] === true,
        ...present({ at: known(restored['restore_timestamp']), path: string(restored['external_path']) }),
      },
    }),
    history: array(object(body)['history']).map((each) => entryOf(object(each))),
  };
}

export function checkpointDetailsOf(body: unknown): CheckpointDetails {
  const details = object(body);
  const vertices = Object.entries(object(details['tasks'])).map(([id, value]) => {
    const task = object(value);
    const figures = present({
      ackedAt: known(task['latest_ack_timestamp']),
      durationMs: known(task['end_to_end_duration']),
      bytes: known(task['state_size']),
      checkpointedBytes: known(task['checkpointed_size']),
      processedBytes: known(task['processed_data']),
      persistedBytes: known(task['persisted_data']),
    });
    return {
      id,
      status: string(task['status']) ?? '',
      subtasks: number(task['num_subtasks']) ?? 0,
      ackedSubtasks: number(task['num_acknowledged_subtasks']) ?? 0,
      ...figures,
    };
  });
  return { ...entryOf(details), vertices };
}
