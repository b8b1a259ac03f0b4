import type { DisableEnhancedMonitoringInput, EnhancedMonitoringOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { changeMetrics, spelledOut } from '../monitoring.ts';

export const disableEnhancedMonitoring: Operation<DisableEnhancedMonitoringInput, EnhancedMonitoringOutput, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => {
    const unwanted = new Set(spelledOut(input.ShardLevelMetrics));
    return changeMetrics(input, call, deps, (current) => current.filter((name) => !unwanted.has(name)));
  },
};
