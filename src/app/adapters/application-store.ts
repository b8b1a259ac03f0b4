import type { Application, ApplicationRecord, ApplicationRef, ApplicationStore } from '#engine';
import type { EngineView } from '#services/kinesisanalyticsv2';

/** What a record changes that a caller can see. */
export type Seen = 'application' | 'snapshot' | 'operation';

/** Told of what the engine has counted, within its transaction. */
export type Metered = (before: Application, after: NonNullable<ApplicationRecord['meter']>) => void;

/** Control plane and engine meet in one table: what one calls its view is what the other calls its store. */
export const applicationStore = (
  view: EngineView,
  told: (ref: ApplicationRef, what: Seen) => void,
  metered: { readonly tell: Metered; readonly transaction: <T>(work: () => T) => T },
): ApplicationStore => ({
  ...view,
  record(ref, record) {
    const write = () => view.record(ref, record);
    const { meter } = record;
    const written =
      meter === undefined
        ? write()
        : metered.transaction(() => {
            const before = view.load(ref);
            const done = write();
            if (done && before) metered.tell(before, meter);
            return done;
          });
    if (written) for (const what of seenIn(record)) told(ref, what);
    return written;
  },
});

/** Notes and meters are the engine's own business, and written often. */
function seenIn({
  status,
  health,
  currentParallelism,
  begin,
  snapshot,
  forgotten,
  finish,
  revert,
  gone,
}: ApplicationRecord): Seen[] {
  const application = [status, health, currentParallelism, begin, revert, gone].some((each) => each !== undefined);
  return [
    ...(application ? (['application'] as const) : []),
    ...(snapshot !== undefined || forgotten !== undefined ? (['snapshot'] as const) : []),
    ...(finish !== undefined || begin !== undefined ? (['operation'] as const) : []),
  ];
}
