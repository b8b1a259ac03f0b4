import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RUNTIMES } from '../runtimes.ts';
import { announcedBytes, complaint } from './distribution.ts';
import { extrasOf, projectOf } from './extras.ts';
import { placeOf, runtimeInstaller } from './installer.ts';
import type { InstallerOptions, RunClient } from './ports.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-install-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const fresh = () => join(root, `cache-${count++}`);

/** The smallest thing that ends as a zip does. */
const ZIP = Buffer.concat([Buffer.from('PK'), Buffer.from([0x50, 0x4b, 0x05, 0x06]), Buffer.alloc(18)]);

function sdist(): string {
  const from = join(root, 'sdist');
  const top = join(from, 'apache-flink-libraries-1.20.0/deps');
  for (const jar of [
    'lib/flink-dist-1.20.0.jar',
    'lib/log4j-core-2.17.1.jar',
    'lib/log4j-slf4j-impl-2.17.1.jar',
    'opt/flink-python-1.20.0.jar',
    'plugins/metrics-jmx/x.jar',
  ]) {
    mkdirSync(join(top, jar, '..'), { recursive: true });
    writeFileSync(join(top, jar), ZIP);
  }
  const archive = join(root, 'apache-flink-libraries-1.20.0.tar.gz');
  execFileSync('tar', ['-czf', archive, '-C', from, 'apache-flink-libraries-1.20.0']);
  return archive;
}
const archive = sdist();

const done = { code: 0, stdout: '', stderr: '', missing: false };
const missing = { code: null, stdout: '', stderr: '', missing: true };

/** pip and Maven that serve our small distribution and write down how they were called. */
function clients(
  calls: string[],
  over: Partial<Record<'pip' | 'mvn' | 'python', () => typeof done | typeof missing>> = {},
): RunClient {
  return async (command, args, { cwd = '' }) => {
    if (command === 'mvn') {
      calls.push('mvn');
      if (over.mvn) return over.mvn();
      const out = args.find((arg) => arg.startsWith('-DoutputDirectory='))?.split('=')[1] ?? cwd;
      await mkdir(out, { recursive: true });
      for (const { name, version } of extrasOf(RUNTIMES['FLINK-1_20'])) await writeFile(join(out, `${name}-${version}.jar`), ZIP);
      return done;
    }
    if (args.includes('--version')) return over.python ? over.python() : done;
    calls.push(`pip ${args.at(-1)}`);
    if (over.pip) return over.pip();
    const out = args[args.indexOf('-d') + 1] ?? '';
    await mkdir(out, { recursive: true });
    await copyFile(archive, join(out, 'apache-flink-libraries-1.20.0.tar.gz'));
    return done;
  };
}

const options = (cache: string, run: RunClient, homes: InstallerOptions['homes'] = {}): InstallerOptions => ({
  cache,
  homes,
  environment: {},
  run,
});
const install = (cache: string, run: RunClient, homes: InstallerOptions['homes'] = {}) =>
  runtimeInstaller(options(cache, run, homes)).home('FLINK-1_20', () => {});

describe('the runtime installer', () => {
  it('installs once, says how far it is, and leaves nothing behind', async () => {
    const cache = fresh();
    const calls: string[] = [];
    const installer = runtimeInstaller(options(cache, clients(calls)));
    const phases = new Set<string>();
    const home = await installer.home('FLINK-1_20', ({ phase }) => phases.add(phase));
    expect([...phases]).toEqual(['downloading', 'unpacking', 'plugins', 'checking', 'ready']);
    expect(readdirSync(join(home, 'lib')).sort()).toEqual(
      [
        'aws-kinesisanalytics-runtime-1.2.0.jar',
        'flink-dist-1.20.0.jar',
        'log4j-core-2.17.1.jar',
        'log4j-slf4j-impl-2.17.1.jar',
      ].sort(),
    );
    expect(readdirSync(join(home, 'plugins'))).toEqual(['s3-fs-hadoop']);
    expect(readdirSync(join(cache, 'staging'))).toEqual([]);
    const manifest = JSON.parse(readFileSync(join(home, 'manifest.json'), 'utf8'));
    expect(manifest.files).toHaveLength(6);
    expect(manifest.distributionSha256).toMatch(/^[0-9a-f]{64}$/);
    expect(await installer.home('FLINK-1_20', () => {})).toBe(home);
    expect(await install(cache, clients(calls))).toBe(home);
    expect(calls).toEqual(['pip apache-flink-libraries==1.20.0', 'mvn']);
  });

  it('two at once do the work once', async () => {
    const cache = fresh();
    const calls: string[] = [];
    const homes = await Promise.all([install(cache, clients(calls)), install(cache, clients(calls))]);
    expect(new Set(homes).size).toBe(1);
    expect(calls).toHaveLength(2);
  });

  it('goes on where it was interrupted', async () => {
    const cache = fresh();
    const calls: string[] = [];
    const mvn = () => ({ ...done, code: 1, stdout: '[ERROR] Could not transfer artifact: timed out' });
    await expect(install(cache, clients(calls, { mvn }))).rejects.toMatchObject({
      code: 'RuntimeDownloadFailed',
      message: expect.stringContaining('timed out'),
    });
    await install(cache, clients(calls));
    expect(calls).toEqual(['pip apache-flink-libraries==1.20.0', 'mvn', 'mvn']);
  });

  it('replaces what was broken since', async () => {
    const cache = fresh();
    const calls: string[] = [];
    const home = await install(cache, clients(calls));
    truncateSync(join(home, 'lib/flink-dist-1.20.0.jar'), 3);
    expect(await install(cache, clients(calls))).toBe(home);
    expect(readFileSync(join(home, 'lib/flink-dist-1.20.0.jar'))).toEqual(ZIP);
  });

  it('names what is missing and what to do', async () => {
    await expect(install(fresh(), clients([], { python: () => missing }))).rejects.toMatchObject({ code: 'PythonMissing' });
    await expect(install(fresh(), clients([], { python: () => ({ ...done, code: 1 }) }))).rejects.toMatchObject({
      code: 'PipMissing',
    });
    await expect(install(fresh(), clients([], { mvn: () => missing }))).rejects.toMatchObject({ code: 'MavenMissing' });
    const pip = () => ({ ...done, code: 1, stderr: 'ERROR: No matching distribution found\n\n[notice] upgrade' });
    await expect(install(fresh(), clients([], { pip }))).rejects.toMatchObject({
      code: 'RuntimeDownloadFailed',
      message: expect.stringContaining('ERROR: No matching distribution found'),
    });
  });

  it('takes a distribution somebody has, if it is one of that version', async () => {
    const own = join(root, 'own');
    mkdirSync(join(own, 'lib'), { recursive: true });
    await expect(install(fresh(), clients([]), { 'FLINK-1_20': own })).rejects.toMatchObject({ code: 'RuntimeHomeInvalid' });
    writeFileSync(join(own, 'lib/flink-dist-1.20.3.jar'), ZIP);
    const cache = fresh();
    expect(await install(cache, clients([]), { 'FLINK-1_20': own })).toBe(own);
    expect(existsSync(cache)).toBe(false);
    await expect(
      runtimeInstaller(options(fresh(), clients([]), { 'FLINK-1_19': own })).home('FLINK-1_19', () => {}),
    ).rejects.toMatchObject({
      code: 'RuntimeHomeInvalid',
    });
  });
});

describe('what the clients say', () => {
  it('pip: how much there is to download, and its complaint', () => {
    expect(announcedBytes('  Downloading apache-flink-libraries-1.20.0.tar.gz (231.5 MB)')).toBe(231_500_000);
    expect(announcedBytes('  Downloading apache_flink_libraries-2.3.0.tar.gz (1.2 GB)')).toBe(1_200_000_000);
    expect(announcedBytes('Collecting apache-flink-libraries==1.20.0')).toBeUndefined();
    expect(complaint('')).toBe('it said nothing');
  });

  it('places: libraries and options, no metrics reporters', () => {
    expect(placeOf('apache-flink-libraries-1.20.0/deps/lib/x.jar')).toBe('lib/x.jar');
    expect(placeOf('apache-flink-libraries-1.20.0/deps/plugins/metrics-jmx/x.jar')).toBeUndefined();
    expect(placeOf('apache-flink-libraries-1.20.0/setup.py')).toBeUndefined();
    expect(projectOf(extrasOf(RUNTIMES['FLINK-1_19']))).toContain(
      '<artifactId>flink-s3-fs-hadoop</artifactId><version>1.19.0</version>',
    );
  });
});
