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
