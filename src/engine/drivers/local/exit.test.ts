import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeOf, reasonOf } from './exit.ts';

const TRACE = `java.util.concurrent.CompletionException: org.apache.flink.client.deployment.application.ApplicationExecutionException: Could not execute application.
\tat java.base/java.util.concurrent.CompletableFuture.encodeThrowable(CompletableFuture.java:332)
Caused by: org.apache.flink.client.deployment.application.ApplicationExecutionException: Could not execute application.
\t... 14 more
Caused by: org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Not allowed configuration change(s) were detected:
 - Configuration a was changed from 1 to 2.
 - Setter X has been used
\tat org.apache.flink.client.program.PackagedProgram.callMainMethod(PackagedProgram.java:373)
Caused by: java.lang.IllegalStateException: deep
\tat Main.main(Main.java:1)
`;

const line = (type: string, message: string, throwable?: string) =>
  JSON.stringify({ timestamp: 1, message, messageType: type, ...(throwable && { throwableInformation: throwable }) });

describe('why a JobManager ended', () => {
  it('is the first cause that says something, with all its lines', () => {
    expect(causeOf(TRACE)).toBe(
      'org.apache.flink.client.program.ProgramInvocationException: The main method caused an error: Not allowed configuration change(s) were detected:\n - Configuration a was changed from 1 to 2.\n - Setter X has been used',
    );
  });

  it('is main()’s failure, not what the shutdown says after it', () => {
    const log = [
      line('INFO', 'Starting'),
      line('ERROR', 'Fatal error occurred in the cluster entrypoint.', TRACE),
      'half a line {',
      line('ERROR', 'Later', 'java.lang.NullPointerException\n\tat x'),
    ].join('\n');
    expect(reasonOf(log).reason).toContain('ProgramInvocationException');
    expect(reasonOf(log).trace).toBe(TRACE);
  });

  it('is the last error where nothing has a stack trace, and unknown where there is none', () => {
    expect(reasonOf(line('ERROR', 'no space left'))).toEqual({ reason: 'no space left', trace: undefined });
    expect(reasonOf(line('INFO', 'fine'))).toEqual({ reason: undefined, trace: undefined });
  });

  it('is looked for in any text without failing', () => {
    fc.assert(fc.property(fc.string(), (text) => void [causeOf(text), reasonOf(text)]));
  });
});
