import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { causeOf } from '../../cause.ts';
import { exitOf, reasonOf } from './exit.ts';

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

  it('is the deepest of causes that all say nothing, and what made Flink give up', () => {
    const empty = [
      'java.util.concurrent.CompletionException: x.ApplicationExecutionException: The application contains no execute() calls.',
      '\tat java.base/java.util.concurrent.CompletableFuture.encodeThrowable(CompletableFuture.java:332)',
      'Caused by: org.apache.flink.client.deployment.application.ApplicationExecutionException: The application contains no execute() calls.',
      '\t... 1 more',
    ].join('\n');
    expect(causeOf(empty)).toMatch(/^org\.apache\.flink\.client.*ApplicationExecutionException: The application contains no/);
    const given = [
      'org.apache.flink.runtime.JobException: The failure is not recoverable',
      '\tat a.b(C.java:1)',
      'Caused by: org.apache.flink.runtime.execution.SuppressRestartsException: Unrecoverable failure. This suppresses job restarts. Please check the stack trace for the root cause.',
      '\tat Trouble.map(Trouble.java:1)',
      'Caused by: java.lang.IllegalStateException: this will never work',
    ].join('\n');
    expect(causeOf(given)).toBe('java.lang.IllegalStateException: this will never work');
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

  const GONE = 'java.lang.NoClassDefFoundError: org/apache/pekko/actor/CoordinatedShutdown$$anonfun$1\n\tat org.apache.pekko';
  const SIGNAL = line('INFO', 'RECEIVED SIGNAL 15: SIGTERM. Shutting down as requested.');

  it('is not what fails while a JVM that was told to end takes itself apart', () => {
    const fatal = line('ERROR', 'Fatal error occurred in the cluster entrypoint.', 'java.lang.OutOfMemoryError: Java heap space');
    const hook = line('ERROR', 'Thread CoordinatedShutdown-1 died', GONE);
    expect(reasonOf([SIGNAL, hook].join('\n'), true)).toEqual({ reason: undefined, trace: undefined });
    expect(reasonOf([SIGNAL, hook].join('\n'))).toEqual({ reason: undefined, trace: undefined });
    expect(reasonOf([fatal, SIGNAL, hook].join('\n'), true).reason).toBe('java.lang.OutOfMemoryError: Java heap space');
    // with the log level WARN, no line says when the signal came
    expect(reasonOf(hook, true).reason).toBeUndefined();
    expect(reasonOf([line('ERROR', 'Fatal', TRACE), hook].join('\n'), true).reason).toContain('ProgramInvocationException');
  });

  it('is not what the hook of the RPC says of classes that are gone, whatever has ended the JVM', () => {
    const trace = [
      'java.lang.NoClassDefFoundError: scala/collection/convert/Wrappers$MutableSetWrapper',
      '\tat org.apache.pekko.actor.CoordinatedShutdown.totalTimeout(CoordinatedShutdown.scala:821)',
      '\tat org.apache.pekko.actor.CoordinatedShutdown$$anon$3.run(CoordinatedShutdown.scala:851)',
    ].join('\n');
    const fatal = line('ERROR', 'Fatal error occurred in the cluster entrypoint.', 'java.lang.IllegalStateException: too late');
    const hook = (said: string) => line('ERROR', "Thread 'JVM shutdown' produced an uncaught exception.", said);
    expect(reasonOf([fatal, hook(trace)].join('\n')).reason).toBe('java.lang.IllegalStateException: too late');
    expect(reasonOf([fatal, hook(trace.replaceAll('org.apache.pekko', 'akka'))].join('\n')).reason).toMatch(/too late/);
    expect(reasonOf(hook(trace))).toEqual({ reason: undefined, trace: undefined });
    // a program may lack the same classes for a reason of its own
    expect(reasonOf(hook(trace.replaceAll('org.apache.pekko', 'com.example'))).reason).toMatch(/NoClassDefFoundError/);
  });

  it('is the signal, also where the JVM has turned it into an exit code', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'millrace-exit-'));
    const files = { log: join(folder, 'log'), stdout: join(folder, 'out'), stderr: join(folder, 'err') };
    writeFileSync(files.log, [SIGNAL, line('ERROR', 'died', GONE)].join('\n'));
    writeFileSync(files.stderr, `Exception in thread "main" ${GONE}\n`);
    const reason = 'The JobManager was ended by SIGTERM.';
    expect(await exitOf(files, { code: 143, signal: null })).toMatchObject({ code: 143, signal: 'SIGTERM', reason });
    expect(await exitOf(files, { code: null, signal: 'SIGTERM' })).toMatchObject({ signal: 'SIGTERM', reason });
    expect(await exitOf(files, undefined)).toMatchObject({ signal: 'SIGTERM', reason });
    rmSync(folder, { recursive: true });
  });

  it('is the last error where nothing has a stack trace, and unknown where there is none', () => {
    expect(reasonOf(line('ERROR', 'no space left'))).toEqual({ reason: 'no space left', trace: undefined });
    expect(reasonOf(line('INFO', 'fine'))).toEqual({ reason: undefined, trace: undefined });
  });

  it('is looked for in any text without failing', () => {
    fc.assert(fc.property(fc.string(), (text) => void [causeOf(text), reasonOf(text)]));
  });
});
