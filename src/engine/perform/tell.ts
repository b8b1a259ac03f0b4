import { messageOf } from '#core';
import type { Situation } from '../observe/situation.ts';
import type { Failure } from '../status.ts';
import type { ActNeeds, Memory } from './needs.ts';
import { serviceRecord } from './service-record.ts';

/** The reason goes where the user reads: the application's log stream, put there as its role. */
export async function tell(s: Situation, failure: Failure, memory: Memory, { logs, clock }: ActNeeds): Promise<void> {
  const { application } = s;
  const { loggingOption, roleArn } = application.configuration;
  if (!loggingOption) return;
  const as = { scope: application.ref.scope, roleArn, applicationArn: application.arn };
  try {
    await logs.put(as, loggingOption.logStreamArn, [serviceRecord(application, failure, clock.millis())]);
  } catch (thrown) {
    // aws: without the right or the stream, logs are dropped and nobody is told — AT logging-configuration. Our own status tells.
    memory.droppedRecords = { events: (memory.droppedRecords?.events ?? 0) + 1, reason: messageOf(thrown) };
  }
}
