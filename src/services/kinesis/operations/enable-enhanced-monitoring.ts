import type { EnableEnhancedMonitoringInput, EnhancedMonitoringOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { onStream } from '../address.ts';
import type { KinesisDeps } from '../deps.ts';
import { changeMetrics, spelledOut } from '../monitoring.ts';

export const enableEnhancedMonitoring: Operation<EnableEnhancedMonitoringInput, EnhancedMonitoringOutput, KinesisDeps> = {
  access: onStream,
  run: (input, call, deps) => changeMetrics(input, call, deps, (current) => spelledOut([...current, ...input.ShardLevelMetrics])),
};
