import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { OperatorError } from '#core';
import type { Runtime } from '../runtimes.ts';
import { complaint } from './distribution.ts';
import { exclusively } from './lock.ts';
import type { InstallerOptions, Report } from './ports.ts';

/** Part of the folder's name: counts up when an environment is to consist of something else. */
const LAYOUT = 1;

/** `3.11` as `python -c` says it, or undefined where there is no such interpreter. */
async function versionOf(executable: string, { run, environment }: InstallerOptions): Promise<string | undefined> {
  const answer = await run(executable, ['-I', '-c', 'import sys; print("%d.%d" % sys.version_info[:2])'], { env: environment });
  return answer.code === 0 ? answer.stdout.trim() : undefined;
}

async function pyenvPythons(environment: InstallerOptions['environment']): Promise<string[]> {
  const root = environment['PYENV_ROOT'] ?? `${environment['HOME'] ?? ''}/.pyenv`;
  const names = await readdir(`${root}/versions`).catch(() => []);
  return names.sort().map((name) => `${root}/versions/${name}/bin/python`);
}

/** The first interpreter of a version the runtime can have, in its order of preference: from the PATH, then pyenv's. */
export async function findPython(runtime: Runtime, options: InstallerOptions): Promise<{ executable: string; version: string }> {
  const candidates = [...runtime.python.map((version) => `python${version}`), 'python3', 'python'];
  const all = [...candidates, ...(await pyenvPythons(options.environment))];
  const seen = await Promise.all(all.map(async (executable) => ({ executable, version: await versionOf(executable, options) })));
  for (const version of runtime.python) {
    const fit = seen.find((each) => each.version === version);
    if (fit) return { executable: fit.executable, version };
  }
  const found = [...new Set(seen.flatMap((each) => each.version ?? []))];
  throw new OperatorError(
    'PythonMissing',
    `PyFlink ${runtime.flink} needs Python ${runtime.python.join(' or ')}; ${found.length > 0 ? `found: ${found.join(', ')}` : 'no Python was found'}.`,
    `Install Python ${runtime.python[0]} with venv (Debian: apt install python3-venv; or pyenv install ${runtime.python[0]}; macOS: brew install python@${runtime.python[0]}).`,
  );
}

/** The environment's interpreter, installed on first use. PyFlink's own copy of the Flink distribution is left out: the runtime's serves both. */
export async function pythonEnvironmentOf(
  runtime: Runtime,
  flinkHome: string,
  options: InstallerOptions,
  report: Report,
  signal?: AbortSignal,
): Promise<string> {
  const python = await findPython(runtime, options);
  const home = `${options.cache}/pyflink/flink-${runtime.flink}-python${python.version}-${LAYOUT}`;
  const interpreter = `${home}/bin/python`;
  if (await isInstalled(home)) return interpreter;
  await mkdir(`${options.cache}/pyflink`, { recursive: true });
  const waiting = () => report({ runtime: runtime.name, phase: 'waiting', message: 'another process is installing PyFlink' });
  const work = async () => {
    if (!(await isInstalled(home))) await install(runtime, python.executable, home, flinkHome, options, report, signal);
    return interpreter;
  };
  return exclusively(`${home}.lock`, waiting, work, signal);
}

/** An environment cannot be moved, so it is made where it stays, and this file is written last. */
const mark = (home: string): string => `${home}/millrace.json`;
const isInstalled = (home: string): Promise<boolean> =>
  readFile(mark(home)).then(
    () => true,
    () => false,
  );

/** What PyFlink needs without the distribution, as its own metadata says. */
const REQUIREMENTS = `import importlib.metadata
for each in importlib.metadata.requires("apache-flink"):
    if not each.replace("_", "-").startswith("apache-flink-libraries"):
        print(each)`;

/** What a start imports first: an environment where that fails is none. */
const CHECK = 'import pyflink.datastream, pyflink.table, pyflink.fn_execution.beam.beam_boot';

async function install(
  runtime: Runtime,
  executable: string,
  home: string,
  flinkHome: string,
  { run, environment }: InstallerOptions,
  report: Report,
  signal?: AbortSignal,
): Promise<void> {
  const say = (phase: 'downloading' | 'unpacking' | 'checking', message: string) =>
    report({ runtime: runtime.name, phase, message: `PyFlink ${runtime.flink}: ${message}` });
  const python = async (command: string, args: readonly string[], what: string, remedy: string) => {
    const env = { ...environment, FLINK_HOME: flinkHome, PYTHONNOUSERSITE: '1' };
    const onLine = (line: string) => {
      const seen = /^\s*(?:Collecting|Downloading) (\S+)/.exec(line)?.[1];
      if (seen) say('downloading', seen.split('/').at(-1) ?? seen);
      if (line.startsWith('Installing collected packages')) say('unpacking', 'installing the packages');
    };
    const answer = await run(command, args, { env, onLine, ...(signal ? { signal } : {}) });
    signal?.throwIfAborted();
    if (answer.code === 0) return answer.stdout;
    const said = complaint(`${answer.stdout}\n${answer.stderr}`);
    throw new OperatorError('PythonInstallFailed', `PyFlink ${runtime.flink}: ${what}: ${said}`, remedy);
  };
  const mirror = 'Check the package index in your pip.conf, then try again; pip keeps what it has downloaded.';
  const pip = ['-m', 'pip', 'install', '--disable-pip-version-check', '--no-input'];
  await rm(home, { recursive: true, force: true });
  say('unpacking', 'making a virtual environment');
  await python(
    executable,
    ['-m', 'venv', home],
    'no virtual environment could be made',
    'Install the venv module of this Python (Debian: apt install python3-venv).',
  );
  const own = `${home}/bin/python`;
  await python(own, [...pip, '--no-deps', `apache-flink==${runtime.flink}`], 'pip could not install it', mirror);
  const requirements = `${home}/requirements.txt`;
  await writeFile(requirements, await python(own, ['-c', REQUIREMENTS], 'its requirements cannot be read', mirror));
  await python(own, [...pip, '-r', requirements], 'pip could not install what it needs', mirror);
  say('checking', 'importing it');
  await python(own, ['-c', CHECK], 'it cannot be imported', `Remove ${home} and try again.`);
  await writeFile(mark(home), `${JSON.stringify({ flink: runtime.flink, requirements: 'requirements.txt' })}\n`);
}
