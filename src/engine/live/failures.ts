import { array, number, object, present, string } from '../flink-rest/json.ts';
import type { JobFailure, JobFailures } from '../shapes.ts';

/** Flink's history of exceptions; 1.15 to 2.3 differ in what they call the place. */
export function failuresOf(body: unknown): JobFailures {
  const history = object(object(body)['exceptionHistory']);
  const failures = array(history['entries']).map((value): JobFailure => {
    const entry = object(value);
    const trace = string(entry['stacktrace']) ?? '';
    const together = array(entry['concurrentExceptions']).length;
    return {
      name: string(entry['exceptionName']) ?? trace.split('\n')[0] ?? '',
      trace,
      ...present({
        at: number(entry['timestamp']),
        task: string(entry['taskName']),
        place: string(entry['endpoint']) ?? string(entry['location']),
        together: together > 0 ? together : undefined,
      }),
    };
  });
  return { failures, truncated: history['truncated'] === true };
}
