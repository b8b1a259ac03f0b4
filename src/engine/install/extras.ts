import { copyFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { OperatorError } from '#core';
import { KINESIS_ANALYTICS_RUNTIME, type Runtime } from '../runtimes.ts';
import type { InstallerOptions } from './ports.ts';

interface Artifact {
  readonly group: string;
  readonly name: string;
  readonly version: string;
  /** Folder below the runtime's home. */
  readonly folder: string;
}

const coordinates = (text: string): Omit<Artifact, 'folder'> => {
  const [group = '', name = '', version = ''] = text.split(':');
  return { group, name, version };
};

/** What a managed cluster has beyond Flink's own distribution. */
export const extrasOf = (runtime: Runtime): readonly Artifact[] => [
  { ...coordinates(KINESIS_ANALYTICS_RUNTIME), folder: 'lib' },
  { ...coordinates(`org.apache.flink:flink-s3-fs-hadoop:${runtime.s3Plugin}`), folder: 'plugins/s3-fs-hadoop' },
];

const dependency = ({ group, name, version }: Artifact): string =>
  `<dependency><groupId>${group}</groupId><artifactId>${name}</artifactId><version>${version}</version>` +
  '<exclusions><exclusion><groupId>*</groupId><artifactId>*</artifactId></exclusion></exclusions></dependency>';

/** One project for all, so Maven starts once. */
export const projectOf = (artifacts: readonly Artifact[]): string =>
  '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>' +
  '<groupId>millrace</groupId><artifactId>runtime-extras</artifactId><version>1</version><packaging>pom</packaging>' +
  `<dependencies>${artifacts.map(dependency).join('')}</dependencies></project>\n`;

/** Fetched by Maven with the operator's own settings; `--strict-checksums` refuses what does not fit its checksum. */
export async function fetchExtras(
  runtime: Runtime,
  home: string,
  staging: string,
  options: InstallerOptions,
  signal?: AbortSignal,
): Promise<string[]> {
  const artifacts = extrasOf(runtime);
  const scratch = `${staging}/mvn-${process.pid}`;
  await mkdir(scratch, { recursive: true });
  try {
    await writeFile(`${scratch}/pom.xml`, projectOf(artifacts));
    const goals = ['-B', '-q', '--strict-checksums', 'dependency:copy-dependencies', `-DoutputDirectory=${scratch}/out`];
    const answer = await options.run('mvn', goals, { env: options.environment, cwd: scratch, ...(signal ? { signal } : {}) });
    signal?.throwIfAborted();
    if (answer.missing) {
      throw new OperatorError(
        'MavenMissing',
        'Maven (mvn) was not found; the S3 file system plugin and the application properties library come from a Maven repository.',
        'Install Maven (Debian: apt install maven; macOS: brew install maven), or point the runtime at a Flink distribution you have.',
      );
    }
    if (answer.code !== 0) {
      const said = answer.stdout.split('\n').find((line) => line.includes('ERROR')) ?? answer.stderr;
      throw new OperatorError(
        'RuntimeDownloadFailed',
        `Maven could not fetch the libraries of ${runtime.name}: ${said.trim().slice(0, 600)}`,
        'Check the mirrors and proxies in your Maven settings, then try again; what was downloaded is kept.',
      );
    }
    const placed = artifacts.map(({ folder, name, version }) => ({
      file: `${name}-${version}.jar`,
      place: `${folder}/${name}-${version}.jar`,
      folder,
    }));
    for (const { file, place, folder } of placed) {
      await mkdir(`${home}/${folder}`, { recursive: true });
      await copyFile(`${scratch}/out/${file}`, `${home}/${place}`);
    }
    return placed.map(({ place }) => place);
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
}
