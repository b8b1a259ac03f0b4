import { mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { OperatorError } from '#core';
import type { Runtime } from '../runtimes.ts';
import type { InstallerOptions, Report } from './ports.ts';

const WATCH_MS = 500;
/** The largest sdist is 330 MB; another third is for the build's own. */
const MB = 1_000_000;

/** `Downloading apache-flink-libraries-1.20.0.tar.gz (231.5 MB)` */
export function announcedBytes(line: string): number | undefined {
  const match = /Downloading .*flink.*\(([\d.]+) (kB|MB|GB)\)/.exec(line);
  return match ? Number(match[1]) * { kB: 1000, MB, GB: 1000 * MB }[match[2] as 'kB' | 'MB' | 'GB'] : undefined;
}

async function largestDownload(directory: string): Promise<number> {
  const names = await readdir(directory, { recursive: true }).catch(() => []);
  const sizes = names
    .filter((name) => /flink.*\.tar\.gz$/.test(name))
    .map((name) => stat(`${directory}/${name}`).catch(() => undefined));
  return Math.max(0, ...(await Promise.all(sizes)).map((each) => each?.size ?? 0));
}

async function pythonOf({ run, environment }: InstallerOptions): Promise<string> {
  for (const python of ['python3', 'python']) {
    const answer = await run(python, ['-m', 'pip', '--version'], { env: environment });
    if (answer.code === 0) return python;
    if (!answer.missing && python === 'python3') {
      throw new OperatorError(
        'PipMissing',
        'Python 3 is there but has no pip; the Flink distribution comes as a Python package.',
        'Install pip (Debian: apt install python3-pip), or point the runtime at a Flink distribution you have.',
      );
    }
  }
  throw new OperatorError(
    'PythonMissing',
    'Neither python3 nor python was found; the Flink distribution comes as a Python package.',
    'Install Python 3 with pip (Debian: apt install python3-pip; macOS: brew install python), or point the runtime at a Flink distribution you have.',
  );
}

/** The last line of pip's complaint that says ERROR, or its last line. */
export const complaint = (stderr: string): string => {
  const lines = stderr.split('\n').map((line) => line.trim());
  return lines.filter((line) => line.startsWith('ERROR')).at(-1) ?? lines.filter(Boolean).at(-1) ?? 'it said nothing';
};

/**
 * The sdist `apache-flink-libraries` holds a complete Flink distribution. pip checks it against the index's sha256.
 * Kept in the staging folder until the runtime is installed, so an interrupted install does not download again.
 */
export async function downloadDistribution(
  runtime: Runtime,
  staging: string,
  options: InstallerOptions,
  report: Report,
  signal?: AbortSignal,
): Promise<string> {
  const kept = `${staging}/distribution.tar.gz`;
  if (await stat(kept).catch(() => undefined)) return kept;
  const python = await pythonOf(options);
  const scratch = `${staging}/pip-${process.pid}`;
  await rm(scratch, { recursive: true, force: true });
  await mkdir(`${scratch}/tmp`, { recursive: true });
  let total: number | undefined;
  const say = (bytes: number) =>
    report({
      runtime: runtime.name,
      phase: 'downloading',
      message: `Flink ${runtime.flink}`,
      bytes,
      ...(total ? { percent: Math.min(99, Math.round((100 * bytes) / total)) } : {}),
    });
  say(0);
  const watch = setInterval(() => void largestDownload(scratch).then(say), WATCH_MS);
  try {
    const args = ['-m', 'pip', 'download', '--disable-pip-version-check', '--no-input', '--no-deps', '--no-binary', ':all:'];
    const answer = await options.run(python, [...args, '-d', `${scratch}/out`, `apache-flink-libraries==${runtime.flink}`], {
      env: { ...options.environment, TMPDIR: `${scratch}/tmp` },
      onLine: (line) => {
        total ??= announcedBytes(line);
      },
      ...(signal ? { signal } : {}),
    });
    signal?.throwIfAborted();
    const files = (await readdir(`${scratch}/out`).catch(() => [])).filter((name) => name.endsWith('.tar.gz'));
    if (answer.code !== 0 || files.length !== 1) {
      throw new OperatorError(
        'RuntimeDownloadFailed',
        `pip could not download apache-flink-libraries ${runtime.flink}: ${complaint(answer.stderr)}`,
        `Try by hand: ${python} -m pip download --no-deps --no-binary :all: apache-flink-libraries==${runtime.flink}; a mirror is configured in pip.conf. Or point the runtime at a Flink distribution you have.`,
      );
    }
    await rename(`${scratch}/out/${files[0]}`, kept);
    return kept;
  } finally {
    clearInterval(watch);
    await rm(scratch, { recursive: true, force: true });
  }
}
