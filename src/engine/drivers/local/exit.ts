import { open } from 'node:fs/promises';
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

/** Wrappers that say that something went wrong, not what. */
const WRAPPERS =
  /^(java\.util\.concurrent\.(Completion|Execution)Exception|org\.apache\.flink\.client\.deployment\.application\.ApplicationExecutionException|org\.apache\.flink\.util\.FlinkException|java\.lang\.RuntimeException: java\.)/;

/** The first cause of a stack trace that says something, as `class: message` with all lines of the message. */
export function causeOf(trace: string): string | undefined {
  const causes: string[] = [];
  let inMessage = false;
  for (const line of trace.split('\n')) {
    if (/^\s+(at |\.\.\. \d+ more|Suppressed: )/.test(line)) {
      inMessage = false;
    } else if (inMessage && !line.startsWith('Caused by: ')) {
      causes.push(`${causes.pop()}\n${line}`);
    } else if (line.trim() !== '') {
      causes.push(line.replace(/^Caused by: /, '').trim());
      inMessage = true;
    }
  }
  return (causes.find((cause) => !WRAPPERS.test(cause)) ?? causes[0])?.trimEnd();
}

/** Why a JobManager ended, from its log: the last error that carries a stack trace. Pure. */
export function reasonOf(log: string): { reason: string | undefined; trace: string | undefined } {
  const troubles = parsed(log).filter((line) => line.messageType === 'ERROR' || line.messageType === 'FATAL');
  const withTrace = troubles.filter((line) => line.throwableInformation);
  // main()'s failure is logged first and the shutdown it causes after it, so the first of the last burst speaks.
  const main = withTrace.find((line) =>
    /ProgramInvocationException|ApplicationExecutionException/.test(line.throwableInformation ?? ''),
  );
  const chosen = main ?? withTrace.at(-1);
  if (chosen?.throwableInformation) return { reason: causeOf(chosen.throwableInformation), trace: chosen.throwableInformation };
  return { reason: troubles.at(-1)?.message, trace: undefined };
}

export async function exitOf(
  files: { readonly log: string; readonly stdout: string; readonly stderr: string },
  ended: { readonly code: number | null; readonly signal: NodeJS.Signals | null } | undefined,
): Promise<ClusterExit> {
  const [log, stderr] = await Promise.all([tail(files.log), tail(files.stderr, 16 * 1024)]);
  const java = reasonOf(log);
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
  const killed = ended?.signal ? `The JobManager was ended by ${ended.signal}.` : undefined;
  return {
    code: ended?.code ?? undefined,
    signal: ended?.signal ?? undefined,
    reason:
      reason ??
      killed ??
      lastErrors.find((line) => line.startsWith('millrace-agent: ')) ??
      lastErrors.find((line) => /error|exception/i.test(line)),
    trace,
    lastLines: [...lastLog, ...lastErrors],
  };
}
