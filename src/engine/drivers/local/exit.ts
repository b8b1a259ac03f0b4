import { open } from 'node:fs/promises';
import { causeOf } from '../../cause.ts';
import type { ClusterExit } from '../contract.ts';
import { pythonFailureOf } from './traceback.ts';

const TAIL = 512 * 1024;

export async function tail(path: string, bytes = TAIL): Promise<string> {
  try {
    const file = await open(path, 'r');
    try {
      const { size } = await file.stat();
      const length = Math.min(size, bytes);
      const { buffer } = await file.read(Buffer.alloc(length), 0, length, size - length);
      return buffer.toString('utf8');
    } finally {
      await file.close();
    }
  } catch {
    return '';
  }
}

interface Line {
  readonly message?: string;
  readonly messageType?: string;
  readonly throwableInformation?: string;
}

const parsed = (text: string): Line[] =>
  text.split('\n').flatMap((line) => {
    try {
      return [JSON.parse(line) as Line];
    } catch {
      return [];
    }
  });

interface Reason {
  readonly reason: string | undefined;
  readonly trace: string | undefined;
}

const MAIN = /ProgramInvocationException|ApplicationExecutionException/;

/**
 * Why a JobManager ended, from its log: the last error that carries a stack trace. `told`: it is known to have been told to end from
 * outside. Pure.
 */
export function reasonOf(log: string, told = false): Reason {
  const lines = parsed(log);
  // What fails while a JVM that was told to end takes itself apart (classes that can no longer be loaded, services that are gone) is not why.
  const end = lines.findLastIndex(({ message }) => message !== undefined && TOLD.test(message));
  const troubles = lines
    .slice(0, end < 0 ? lines.length : end)
    .filter((line) => line.messageType === 'ERROR' || line.messageType === 'FATAL')
    .filter((line) => !TAKING_APART.test(line.throwableInformation ?? ''));
  const withTrace = troubles.filter((line) => line.throwableInformation);
  // main()'s failure is logged first and the shutdown it causes after it, so the first of the last burst speaks.
  const main = withTrace.find((line) => MAIN.test(line.throwableInformation ?? ''));
  // A log of warnings alone does not say when the signal came.
  const other = told && end < 0 ? undefined : withTrace.at(-1);
  const trace = (main ?? other)?.throwableInformation;
  if (trace) return { reason: causeOf(trace), trace };
  return { reason: told ? undefined : troubles.at(-1)?.message, trace: undefined };
}

/** The hook by which Pekko, and Akka before it, end with their JVM, whatever ended that: Flink's class loader for them may be closed by then. */
const TAKING_APART = /^\s*at (?:org\.apache\.pekko|akka)\.actor\.CoordinatedShutdown\b/m;

/** What Flink says of a signal — org.apache.flink.runtime.util.SignalHandler */
const TOLD = /^RECEIVED SIGNAL \d+: (SIG[A-Z]+)\. Shutting down as requested\.$/;

/** Of a JobManager that was nobody's child here, its log alone tells. */
const toldBy = (log: string): NodeJS.Signals | undefined =>
  parsed(log)
    .map(({ message }) => TOLD.exec(message ?? '')?.[1] as NodeJS.Signals | undefined)
    .findLast((signal) => signal !== undefined);

/** How a JVM ends that closes itself when it is told to: no signal has ended it, its exit code tells which came. */
const BY_CODE: Readonly<Record<number, NodeJS.Signals>> = { 129: 'SIGHUP', 130: 'SIGINT', 143: 'SIGTERM' };

export async function exitOf(
  files: { readonly log: string; readonly stdout: string; readonly stderr: string },
  ended: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined,
): Promise<ClusterExit> {
  const [log, stderr] = await Promise.all([tail(files.log), tail(files.stderr, 16 * 1024)]);
  const signal = ended ? (ended.signal ?? BY_CODE[ended.code ?? 0]) : toldBy(log);
  const java = reasonOf(log, signal !== undefined);
  // Of a Python program's end Java knows the exit code only; what Python said is on standard output.
  const exitCode = /Python process exits with code: -?\d+/.test(java.trace ?? '');
  const { reason, trace } = (exitCode ? pythonFailureOf(await tail(files.stdout, 64 * 1024)) : undefined) ?? java;
  const lastErrors = stderr
    .split('\n')
    .filter((line) => line.trim() !== '')
    .slice(-20);
  const lastLog = parsed(log)
    .slice(-20)
    .map((line) => `${line.messageType ?? ''} ${line.message ?? ''}`.trim());
  const killed = signal && `The JobManager was ended by ${signal}.`;
  return {
    code: ended?.code ?? undefined,
    signal,
    reason:
      reason ??
      killed ??
      lastErrors.find((line) => line.startsWith('millrace-agent: ')) ??
      lastErrors.find((line) => /error|exception/i.test(line)),
    trace,
    lastLines: [...lastLog, ...lastErrors],
  };
}
