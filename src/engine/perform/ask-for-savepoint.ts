import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { HEX, messageOf } from '#core';
import type { Action } from '../decide.ts';
import type { Situation } from '../observe/situation.ts';
import type { ActNeeds, Memory } from './needs.ts';

/** Writes the savepoint down with its trigger and directory, and asks Flink for it; its fate is for the next looks to see. */
export async function askForSavepoint(
  request: Extract<Action, { do: 'savepoint' }>['request'],
  s: Situation,
  memory: Memory,
  needs: ActNeeds,
): Promise<void> {
  const { application, notes, cluster: look } = s;
  const { store, clock, ids, step, flink, snapshotRoot } = needs;
  const running = notes.cluster;
  if (!running || !look?.restUrl) return;
  const triggerId = notes.savepoint?.triggerId ?? ids.text(32, HEX);
  const asked = notes.savepoint ?? {
    ...request,
    triggerId,
    directory: join(request.enhanced ? snapshotRoot : look.savepointDirectory, triggerId),
    since: clock.millis(),
  };
  const { generation, ref } = application;
  const about = request.automatic
    ? { versionId: running.versionId, automatic: true, createdAt: asked.since, runtime: look.runtime }
    : {};
  const where = request.enhanced ? { enhanced: true, directory: triggerId } : {};
  const snapshot = { name: request.name, status: 'CREATING', ...about, ...where } as const;
  if (!store.record(ref, { generation, notes: { ...notes, savepoint: asked }, snapshot })) return;
  step('intended');
  memory.phase = request.stop ? 'stopping the job with a savepoint' : 'taking a savepoint';
  const directory = pathToFileURL(asked.directory).href;
  const begun = await flink
    .savepoint(look.restUrl, running.jobId, { triggerId, directory, stop: request.stop })
    .catch((thrown: unknown) => ({ refused: messageOf(thrown) }));
  step('performed');
  if ('refused' in begun || begun.triggerId !== triggerId) {
    store.record(ref, { generation, notes: { ...notes, savepoint: { ...asked, ...begun } } });
  }
}
