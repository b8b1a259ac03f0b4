import { createWriteStream } from 'node:fs';
import { mkdir, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { AwsError, messageOf, OperatorError } from '#core';
import { CodeError } from '../drivers/code-error.ts';
import type { ClusterDriver, InstallProgress } from '../drivers/contract.ts';
import type { Application, ApplicationStore, CodeStore, RoleSessions, Wanted } from '../ports.ts';
import { jobOf, type SpecNeeds, specOf } from '../spec.ts';
import { type ClusterNotes, type Failure, notesOf } from '../status.ts';

/** aws: code up to 512 MiB; a larger object fails at the start, not before — developer guide, quotas */
export const MAX_CODE_BYTES = 512 * 1024 * 1024;

export interface LaunchNeeds extends SpecNeeds {
  readonly driver: ClusterDriver;
  readonly store: ApplicationStore;
  readonly roles: RoleSessions;
  readonly code: CodeStore;
  /** Where clusters live: `<data directory>/flink`. */
  readonly flinkRoot: string;
}

/** Something a caller must be told in these words. */
export class LaunchFailure extends Error {
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(failure.message);
    this.name = 'LaunchFailure';
    this.failure = failure;
  }
}

/** Who waits is told what is being done, and what is over. */
export interface Told {
  readonly report: (phase: string) => void;
  readonly reached: (step: 'runtime' | 'code' | 'processes') => void;
}

/** Brings one attempt to life: runtime, role and code at the same time, then the processes. */
export async function launch(
  application: Application,
  cluster: ClusterNotes,
  wanted: Wanted,
  needs: LaunchNeeds,
  { report, reached }: Told,
  signal: AbortSignal,
): Promise<void> {
  const { kind } = jobOf(wanted, '');
  const runtime = needs.driver
    .prepare(wanted.runtime, (progress) => report(installing(progress)), signal, kind)
    .then(() => reached('runtime'));
  const code = codeFile(application, cluster, wanted, needs, report, signal).then((file) => {
    reached('code');
    return file;
  });
  const [prepared, fetched] = await Promise.allSettled([runtime, code]);
  signal.throwIfAborted();
  // What the user can mend is told before what the operator can.
  if (fetched.status === 'rejected') throw fetched.reason;
  if (prepared.status === 'rejected') throw prepared.reason;
  report('starting the JobManager');
  await needs.driver.start(specOf(application, cluster, wanted, fetched.value, needs));
  reached('processes');
  report('waiting for main() to submit the job');
  const kept = [cluster.codeOf, ...(notesOf(application).codes ?? []).map((code) => code.codeOf)];
  await forgetOlderCode(needs.flinkRoot, application.clusterId, kept);
}

const PHASES: Record<InstallProgress['phase'], string> = {
  waiting: 'waiting for the installation:',
  downloading: 'downloading',
  unpacking: 'unpacking',
  plugins: 'downloading',
  checking: 'checking',
  ready: 'ready:',
};

const installing = ({ phase, message, percent }: InstallProgress): string =>
  `${PHASES[phase]} ${message}${percent === undefined ? '' : `, ${percent} %`}`;

/** The code of the attempt on this machine, fetched as the application's role unless an earlier attempt of the same start has it. */
async function codeFile(
  { ref, arn, clusterId }: Application,
  cluster: ClusterNotes,
  wanted: Wanted,
  { store, roles, code, flinkRoot }: LaunchNeeds,
  report: (phase: string) => void,
  signal: AbortSignal,
): Promise<string> {
  const as = { scope: ref.scope, roleArn: wanted.roleArn, applicationArn: arn };
  await roles.assume(as, 'millrace-start', 900).catch((thrown: unknown) => {
    throw new LaunchFailure({ message: `The execution role ${wanted.roleArn} cannot be assumed: ${messageOf(thrown)}` });
  });
  const directory = codeDirectory(flinkRoot, clusterId);
  const file = join(directory, `${cluster.codeOf}.jar`);
  if (cluster.codeOf !== cluster.attempt && (await isThere(file))) return file;
  await mkdir(directory, { recursive: true });
  const { s3, inline } = wanted.code ?? {};
  if (inline !== undefined) {
    const bytes = store.inlineCode(ref, inline);
    if (!bytes) throw new LaunchFailure({ message: 'The application code is not there any more.' });
    await writeFile(file, bytes);
    return file;
  }
  if (!s3) throw new LaunchFailure({ message: 'The application has no code.' });
  report('fetching the code');
  try {
    const { bytes, body } = await code.open(as, s3, signal);
    if (bytes > MAX_CODE_BYTES) {
      throw new LaunchFailure({ message: tooLargeText(s3.key, bytes), errorCode: 'CodeError.InvalidApplicationCode' });
    }
    await pipeline(body, createWriteStream(file), { signal });
  } catch (thrown) {
    if (!(thrown instanceof AwsError)) throw thrown;
    const bucket = s3.bucketArn.slice(s3.bucketArn.lastIndexOf(':') + 1);
    // aws: the first sentence is what Create and Update say; that a start says it too is unverified
    const told = `Please check the role provided or validity of S3 location you provided. We are unable to get the specified fileKey: ${s3.key} in the specified bucket: ${bucket}`;
    throw new LaunchFailure({ message: `${told} (${thrown.code}: ${thrown.message})` });
  }
  return file;
}

/** aws: text unverified */
const tooLargeText = (key: string, bytes: number): string =>
  `The application code ${key} has ${bytes} bytes, more than the limit of ${MAX_CODE_BYTES} bytes (512 MiB).`;

export const codeDirectory = (flinkRoot: string, clusterId: string): string => join(flinkRoot, clusterId, 'code');

const isThere = (file: string): Promise<boolean> =>
  stat(file).then(
    (found) => found.isFile(),
    () => false,
  );

async function forgetOlderCode(flinkRoot: string, clusterId: string, kept: readonly number[]): Promise<void> {
  const directory = codeDirectory(flinkRoot, clusterId);
  for (const name of await readdir(directory).catch(() => [] as string[])) {
    if (!kept.includes(Number.parseInt(name, 10))) await rm(join(directory, name), { force: true });
  }
}

/** What went wrong, in the words for the operation and the log stream. */
export function failureOf(thrown: unknown): Failure {
  if (thrown instanceof LaunchFailure) return thrown.failure;
  if (thrown instanceof CodeError) return { message: thrown.message, errorCode: 'CodeError.InvalidApplicationCode' };
  if (thrown instanceof OperatorError) return { message: `${thrown.message} ${thrown.remedy}` };
  const trace = thrown instanceof Error ? thrown.stack : undefined;
  return { message: messageOf(thrown), ...(trace && { trace }) };
}
