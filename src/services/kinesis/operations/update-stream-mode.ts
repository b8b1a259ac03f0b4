import type { Empty, UpdateStreamModeInput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import { change } from '../change.ts';
import type { KinesisDeps } from '../deps.ts';
import { badCombination, callsRateExceeded, cannotResize } from '../errors.ts';
import { checkWarm, warmed } from '../on-demand.ts';
import { HOUR } from '../stream.ts';

/** — aws: developer guide, "Switch between capacity modes": twice within 24 hours */
const TIMES_A_DAY = 2;

export const updateStreamMode: Operation<UpdateStreamModeInput, Empty, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const mode = input.StreamModeDetails.StreamMode;
    const warm = input.WarmThroughputMiBps;
    if (mode === 'PROVISIONED' && warm !== undefined) {
      throw badCombination('WarmThroughputMiBps is for streams with StreamMode ON_DEMAND only.');
    }
    checkWarm(warm);
    change(input, call, deps, ({ row, scope }, now) => {
      // aws: the stream stays ACTIVE — recorded in radkawar/stackd, controls.json
      if (mode === row.mode && warm === undefined) return row;
      const { warmMiBps: _, ...rest } = row;
      const recent = (row.switched ?? []).filter((at) => at > now - 24 * HOUR);
      if (mode !== row.mode) {
        if (deps.limits.throttle && recent.length >= TIMES_A_DAY) {
          // aws: recorded in radkawar/stackd, controls.json
          throw callsRateExceeded(row.name, scope.account);
        }
        recent.push(now);
      }
      const kept = { ...rest, switched: recent };
      if (mode === 'PROVISIONED') return { ...kept, mode };
      const others = deps.streams
        .in(scope)
        .all()
        .filter((each) => each.row.mode === mode && each.row.id !== row.id);
      if (others.length >= deps.limits.onDemandStreams) {
        throw cannotResize(`The account can have at most ${deps.limits.onDemandStreams} streams with StreamMode ON_DEMAND.`);
      }
      if (warm === undefined) return { ...kept, mode };
      return { ...warmed(kept, warm, now), mode, warmMiBps: warm };
    });
    return {};
  },
};
