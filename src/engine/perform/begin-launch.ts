import { HEX } from '#core';
import type { Situation } from '../observe/situation.ts';
import { type ClusterNotes, type Notes, notesOf, type PlannedAttempt } from '../status.ts';
import { failureOf, launch, type Told } from './launch.ts';
import type { ActNeeds, Memory } from './needs.ts';

/** Writes the attempt down, and begins to bring it to life while ticks go on. */
export async function beginLaunch(
  planned: PlannedAttempt,
  s: Situation,
  memory: Memory,
  needs: ActNeeds,
  wake: () => void,
): Promise<void> {
  const { application, notes } = s;
  const { ref, generation } = application;
  const { store, clock, ids, step } = needs;
  const jobId = planned.jobId ?? ids.text(32, HEX);
  const lineage = planned.lineage ?? [];
  const { build: __, ...asPlanned } = planned;
  const built = needs.build === undefined ? {} : { build: needs.build };
  const cluster: ClusterNotes = {
    ...asPlanned,
    ...built,
    jobId,
    lineage: lineage.includes(jobId) ? lineage : [...lineage, jobId],
  };
  const { savepoint: _, ...rest } = notes;
  const restarted = application.status === 'RUNNING' ? {} : { health: null };
  if (!store.record(ref, { generation, notes: { ...rest, attempt: cluster.attempt, cluster } satisfies Notes, ...restarted }))
    return;
  step('intended');
  const wanted = store.configurationOf(ref, cluster.versionId) ?? application.configuration;
  const abort = new AbortController();
  const amend = (change: (known: Notes) => Notes) => {
    const fresh = store.load(ref);
    const known = fresh && notesOf(fresh);
    if (known?.cluster?.attempt === cluster.attempt) store.record(ref, { generation, notes: change(known) });
  };
  const told: Told = {
    report: (phase) => {
      memory.phase = phase;
    },
    reached: (step) => memory.progress.reached(step, clock.millis()),
  };
  const errand = async () => {
    const failure = await launch(application, cluster, wanted, needs, told, abort.signal).then(() => undefined, failureOf);
    if (abort.signal.aborted) return;
    step('performed');
    if (!failure) {
      amend((known) => ({ ...known, cluster: { ...cluster, phase: 'submitted', since: clock.millis() } }));
      return;
    }
    needs.logger.warn({ application: application.arn, reason: failure.message }, 'launch failed');
    amend((known) => ({
      ...known,
      cluster: { ...cluster, failure },
      relaunches: known.relaunches + 1,
      lastFailure: { at: clock.millis(), message: failure.message },
    }));
  };
  const done = errand()
    .catch((thrown: unknown) => needs.logger.error({ application: application.arn, thrown }, 'launch could not be recorded'))
    .finally(() => {
      memory.errand = undefined;
      wake();
    });
  memory.errand = { abort, done };
}
