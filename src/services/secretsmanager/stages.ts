import { currentStays, movesNothing, needsRemoveFrom, notAttached, notAVersion, tooManyLabels } from './errors.ts';
import type { SecretRow } from './store.ts';

type Stages = SecretRow['stages'];

export const CURRENT = 'AWSCURRENT';
export const PREVIOUS = 'AWSPREVIOUS';
export const PENDING = 'AWSPENDING';

/** aws: staging labels of a secret — user guide, "AWS Secrets Manager quotas" */
const MOST = 20;

/** The staging labels of a version, as AWS orders them: recorded, test_put_secret_value_with_version_stages. */
export const labelsOf = ({ stages }: Pick<SecretRow, 'stages'>, id: string): string[] =>
  stages.flatMap(([label, holder]) => (holder === id ? [label] : [])).sort();

export const holderOf = ({ stages }: Pick<SecretRow, 'stages'>, label: string): string | undefined =>
  stages.find(([each]) => each === label)?.[1];

/** The versions that have labels, with them. */
export const versionsToStages = (row: Pick<SecretRow, 'versions' | 'stages'>): Record<string, string[]> | undefined => {
  const labelled = row.versions.flatMap(({ id }) => {
    const labels = labelsOf(row, id);
    return labels.length > 0 ? [[id, labels] as const] : [];
  });
  return labelled.length > 0 ? Object.fromEntries(labelled) : undefined;
};

/** The labels after some were given to a version: whichever had them loses them. */
export function withLabels(stages: Stages, labels: readonly string[], id: string): Stages {
  const moved = new Map<string, string>(stages);
  for (const label of labels) {
    const former = moved.get(label);
    moved.set(label, id);
    if (label !== CURRENT || former === undefined || former === id) continue;
    moved.set(PREVIOUS, former);
    // aws: a version that is current no more is not pending either — recorded, test_update_secret_version_stages_current_pending
    if (moved.get(PENDING) === former && !labels.includes(PENDING)) moved.delete(PENDING);
  }
  if (moved.size > MOST) throw tooManyLabels();
  return [...moved];
}

interface Move {
  readonly VersionStage: string;
  readonly RemoveFromVersionId?: string | undefined;
  readonly MoveToVersionId?: string | undefined;
}

/** The labels after UpdateSecretVersionStage. — API reference: the version that has the label must be named to take it away */
export function movedStage(
  row: SecretRow,
  { VersionStage: label, RemoveFromVersionId: from, MoveToVersionId: to }: Move,
): Stages {
  if (from === undefined && to === undefined) throw movesNothing();
  for (const id of [from, to]) if (id !== undefined && !row.versions.some((version) => version.id === id)) throw notAVersion(id);
  const holder = holderOf(row, label);
  if (from === undefined && holder !== undefined && holder !== to) throw needsRemoveFrom(label, holder);
  if (from !== undefined && holder !== from) throw notAttached(label, from);
  if (to !== undefined) return withLabels(row.stages, [label], to);
  if (label === CURRENT) throw currentStays();
  return row.stages.filter(([each]) => each !== label);
}
