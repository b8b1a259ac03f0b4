import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Action } from '../decide.ts';
import type { Situation } from '../observe/situation.ts';
import type { ApplicationRecord, Order } from '../ports.ts';
import { specOf } from '../spec.ts';
import { type ClusterNotes, errorString, type Failure, type Notes, type SavepointNotes } from '../status.ts';
import { bytesIn } from '../vault/files.ts';
import { askForSavepoint } from './ask-for-savepoint.ts';
import { beginLaunch } from './begin-launch.ts';
import { codeDirectory } from './launch.ts';
import type { ActNeeds, Memory } from './needs.ts';
import { tell } from './tell.ts';

/** Writes down what is about to be done, does it, writes down what became of it. */
export async function act(action: Action, s: Situation, memory: Memory, needs: ActNeeds, wake: () => void): Promise<void> {
  const { application, notes } = s;
  const { ref, clusterId, generation } = application;
  const { driver, store, clock, step } = needs;
  const record = (change: Omit<ApplicationRecord, 'generation'>): boolean => store.record(ref, { generation, ...change });
  const finishing = (failure?: Failure): Pick<ApplicationRecord, 'finish'> => {
    if (!application.order) return {};
    return { finish: failure ? { status: 'FAILED', error: errorString(failure) } : { status: 'SUCCESSFUL' } };
  };
  const { cluster: _, savepoint: __, ...bare } = notes;

  switch (action.do) {
    case 'nothing':
      if (action.health && JSON.stringify(action.health) !== JSON.stringify(application.health))
        record({ health: action.health });
      return;
    case 'abandon':
      memory.errand?.abort.abort(new Error('the order has changed'));
      await memory.errand?.done;
      return;
    case 'launch':
      return beginLaunch(action.cluster, s, memory, needs, wake);
    case 'adopt':
      record({ notes: { ...notes, cluster: { ...notes.cluster, phase: 'submitted', since: clock.millis() } } });
      memory.phase = 'waiting for main() to submit the job';
      return;
    case 'scale':
      record({ begin: 'scale', currentParallelism: action.parallelism });
      return;
    case 'maintain':
      record({ begin: 'maintenance', notes: { ...notes, maintained: action.build } });
      return;
    case 'ensure': {
      const wanted = s.running ?? application.configuration;
      if (!notes.cluster) return;
      const jar = join(codeDirectory(needs.flinkRoot, clusterId), `${notes.cluster.codeOf}.jar`);
      await driver.ensure(specOf(application, notes.cluster, wanted, jar, needs));
      return;
    }
    case 'arrive': {
      if (action.live) await driver.setLogLevel(clusterId, application.configuration.monitoring.logLevel);
      step('performed');
      const { failure: _, ...arrived } = notes.cluster as ClusterNotes;
      const { lastFailure: ___, ...settled } = notes;
      const versions = action.finish ? { versionId: application.versionId, generation } : {};
      const cluster: ClusterNotes = { ...arrived, ...versions, phase: 'running', since: clock.millis() };
      record({
        status: action.status,
        notes: (action.finish
          ? { ...settled, cluster, relaunches: 0, codes: codesOf(notes, cluster) }
          : { ...notes, cluster }) satisfies Notes,
        health: action.health,
        ...(action.finish && finishing()),
      });
      memory.phase = undefined;
      return;
    }
    case 'stumble': {
      const at = clock.millis();
      needs.logger.warn({ application: application.arn, reason: action.failure.message }, 'cluster died, it will be replaced');
      record({
        notes: {
          ...notes,
          ...(notes.cluster && { cluster: { ...notes.cluster, failure: action.failure } }),
          relaunches: action.relaunches,
          lastFailure: { at, message: action.failure.message },
        },
        health: { jobState: 'DOWN', healthy: false, restarts: action.relaunches, message: action.failure.message.slice(0, 500) },
      });
      return;
    }
    case 'clear':
      memory.phase = 'stopping the cluster';
      await driver.stop(clusterId);
      step('performed');
      record({ notes: application.status === 'RUNNING' ? notes : bare });
      memory.phase = undefined;
      return;
    case 'rest':
    case 'undo': {
      const failure = action.failure;
      memory.phase = 'stopping the cluster';
      if (failure) await tell(s, failure, memory, needs);
      await driver.stop(clusterId);
      step('performed');
      const undone = action.do === 'undo';
      for (const { name, arn } of undone ? [] : action.lostSnapshots) {
        const error = 'The application was stopped before the snapshot was complete.';
        record({ snapshot: { name, status: 'FAILED', error, enhanced: arn !== undefined } });
      }
      record({
        ...(undone ? { revert: 'order' } : { status: 'READY' }),
        notes: { ...bare, ...(failure && { lastFailure: { at: clock.millis(), message: failure.message } }), relaunches: 0 },
        health: null,
        ...(!undone && { currentParallelism: null }),
        ...finishing(failure),
      });
      memory.phase = undefined;
      return;
    }
    case 'keep': {
      const { savepoint, ...kept } = notes;
      record({
        status: 'RUNNING',
        notes: { ...kept, lastFailure: { at: clock.millis(), message: action.failure.message } },
        ...(savepoint && { snapshot: lostSnapshot(savepoint, action.failure.message) }),
        ...(CHANGES.has(application.order?.kind) && { revert: 'silent' }),
        ...finishing(action.failure),
      });
      memory.phase = undefined;
      return;
    }
    case 'savepoint':
      return askForSavepoint(action.request, s, memory, needs);
    case 'savepoint-done': {
      const { savepoint, ...done } = notes;
      if (!savepoint) return;
      const cluster = notes.cluster && (action.thenStopped ? { ...notes.cluster, phase: 'stopped' as const } : notes.cluster);
      record({
        notes: { ...done, ...(cluster && { cluster }) } satisfies Notes,
        snapshot: {
          name: savepoint.name,
          status: 'READY',
          path: action.path,
          ...(savepoint.enhanced && { enhanced: true, bytes: await bytesIn(savepoint.directory) }),
        },
      });
      memory.phase = undefined;
      return;
    }
    case 'savepoint-lost': {
      const { savepoint, ...lost } = notes;
      if (savepoint) record({ notes: lost, snapshot: lostSnapshot(savepoint, action.reason) });
      return;
    }
    case 'delete-snapshot':
      if (action.snapshot.path !== undefined) await rm(holderOf(action.snapshot.path), { recursive: true, force: true });
      step('performed');
      record({ forgotten: action.snapshot.name });
      return;
    case 'wipe':
      await driver.remove(clusterId);
      step('performed');
      record({ gone: true });
      return;
  }
}

/** Orders that have changed what is wanted before anything was done about it. */
const CHANGES: ReadonlySet<Order['kind'] | undefined> = new Set(['update', 'scale']);

const lostSnapshot = (savepoint: SavepointNotes, error: string): NonNullable<ApplicationRecord['snapshot']> => ({
  name: savepoint.name,
  status: 'FAILED',
  error,
  enhanced: savepoint.enhanced ?? false,
});

/** The code of this version and of the one that ran before it. */
const codesOf = ({ codes = [] }: Notes, { versionId, codeOf }: ClusterNotes): NonNullable<Notes['codes']> =>
  [...codes.filter((code) => code.versionId !== versionId), { versionId, codeOf }].slice(-2);

/** A savepoint lies alone in a directory of its own, which goes with it. */
const holderOf = (path: string): string => dirname(path.startsWith('file:') ? fileURLToPath(path) : path);
