import { mkdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import type { RuntimeName } from '../drivers/contract.ts';
import { RUNTIMES, type Runtime } from '../runtimes.ts';
import { checkOwnHome, isIntact, type Manifest, selfCheck, sha256Of } from './check.ts';
import { downloadDistribution } from './distribution.ts';
import { fetchExtras } from './extras.ts';
import { exclusively } from './lock.ts';
import type { InstallerOptions, Report } from './ports.ts';
import { pythonEnvironmentOf } from './python.ts';
import { untar } from './untar.ts';

/** Part of the folder's name: counts up when an installed runtime is to consist of something else. */
const LAYOUT = 1;

/** Of the distribution only `lib` and `opt`: its plugins are metrics reporters, which cost start-up time and are never used. */
export const placeOf = (path: string): string | undefined => /^[^/]+\/deps\/((?:lib|opt|bin)\/[^/]+\.jar)$/.exec(path)?.[1];

export interface RuntimeInstaller {
  /** The runtime's home (lib, opt, plugins), installed on first use. */
  home(runtime: RuntimeName, report: Report, signal?: AbortSignal): Promise<string>;
  /** The interpreter of an environment with the runtime's PyFlink, installed on first use. */
  python(runtime: RuntimeName, report: Report, signal?: AbortSignal): Promise<string>;
}

export function runtimeInstaller(options: InstallerOptions): RuntimeInstaller {
  const find = async (runtime: Runtime, report: Report, signal: AbortSignal | undefined): Promise<string> => {
    const own = options.homes[runtime.name];
    if (own) return checkOwnHome(own, runtime);
    const home = `${options.cache}/runtimes/flink-${runtime.flink}-${LAYOUT}`;
    if (await isIntact(home)) return home;
    const staging = `${options.cache}/staging/flink-${runtime.flink}`;
    await mkdir(staging, { recursive: true });
    const waiting = () => report({ runtime: runtime.name, phase: 'waiting', message: 'another process is installing it' });
    return exclusively(
      `${staging}.lock`,
      waiting,
      async () => {
        if (!(await isIntact(home))) await install(runtime, home, staging, options, report, signal);
        return home;
      },
      signal,
    );
  };

  const home = shared((name, report, signal) => find(RUNTIMES[name], report, signal));
  const python = shared(async (name, report, signal) =>
    pythonEnvironmentOf(RUNTIMES[name], await home(name, report, signal), options, report, signal),
  );
  return { home, python };
}

type Find = (name: RuntimeName, report: Report, signal?: AbortSignal) => Promise<string>;

/** Looks once per runtime; who asks meanwhile hears of the progress too. A failure is forgotten. */
function shared(find: Find): Find {
  const ready = new Map<RuntimeName, Promise<string>>();
  const listeners = new Map<RuntimeName, Set<Report>>();
  return (name, report, signal) => {
    const following = listeners.get(name) ?? new Set();
    following.add(report);
    listeners.set(name, following);
    const known = ready.get(name);
    if (known) return known;
    const tell: Report = (progress) => {
      for (const each of following) each(progress);
    };
    const found = find(name, tell, signal)
      .then((place) => {
        tell({ runtime: name, phase: 'ready', message: place });
        return place;
      })
      .finally(() => following.clear());
    ready.set(name, found);
    found.catch(() => ready.delete(name));
    return found;
  };
}

async function install(
  runtime: Runtime,
  home: string,
  staging: string,
  options: InstallerOptions,
  report: Report,
  signal?: AbortSignal,
): Promise<void> {
  const archive = await downloadDistribution(runtime, staging, options, report, signal);
  const unpacking = `${staging}/unpacking-${process.pid}`;
  await rm(unpacking, { recursive: true, force: true });
  try {
    const { size } = await stat(archive);
    let percent = -1;
    const files = await untar(archive, unpacking, placeOf, (bytes) => {
      const now = Math.floor((100 * bytes) / size);
      if (now === percent) return;
      percent = now;
      report({ runtime: runtime.name, phase: 'unpacking', message: `Flink ${runtime.flink}`, bytes, percent });
    }).catch(async (thrown) => {
      // What cannot be unpacked is not worth keeping for the next try.
      await rm(archive, { force: true });
      throw thrown;
    });
    report({ runtime: runtime.name, phase: 'plugins', message: 'S3 file system and application properties library' });
    for (const path of await fetchExtras(runtime, unpacking, staging, options, signal)) {
      files.push({ path, size: (await stat(`${unpacking}/${path}`)).size, sha256: await sha256Of(`${unpacking}/${path}`) });
    }
    report({ runtime: runtime.name, phase: 'checking', message: `${files.length} files` });
    await selfCheck(unpacking, runtime, files);
    const manifest: Manifest = { flink: runtime.flink, distributionSha256: await sha256Of(archive), files };
    await writeFile(`${unpacking}/manifest.json`, `${JSON.stringify(manifest, undefined, 1)}\n`);
    await mkdir(`${options.cache}/runtimes`, { recursive: true });
    // A broken earlier one is moved aside first; renaming onto a directory that holds files fails.
    await rename(home, `${unpacking}.broken`).catch(() => undefined);
    await rename(unpacking, home).catch(async (thrown) => {
      if (!(await isIntact(home))) throw thrown;
    });
  } finally {
    await rm(unpacking, { recursive: true, force: true });
    await rm(`${unpacking}.broken`, { recursive: true, force: true });
  }
  await rm(staging, { recursive: true, force: true });
}
