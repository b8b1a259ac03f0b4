import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { Facts, Report, Run } from '../scenario.ts';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, '../java');
const classPath = join(project, 'target/class-path');
const sources = join(project, 'src/main/java/millrace/sdk');

let built: Promise<void> | undefined;

/** `sdk`: 2, 2 on Netty, or 1. */
export const javaClient =
  (sdk: '2' | 'netty' | '1') =>
  async (run: Run): Promise<Report> =>
    JSON.parse(await java(['millrace.sdk.Client', sdk], run, 120_000));

/** From create to delete on real Flink, through the SDK for Java 2. */
export const javaLife = async (run: Run): Promise<Facts> => JSON.parse(await java(['millrace.sdk.Life'], run, 900_000));

async function java(main: readonly string[], { name, directory, environment }: Run, timeout: number): Promise<string> {
  built ??= build();
  await built;
  const path = `${join(project, 'target/classes')}:${readFileSync(classPath, 'utf8').trim()}`;
  const env = {
    PATH: process.env['PATH'],
    JAVA_HOME: process.env['JAVA_HOME'],
    AWS_JAVA_V1_DISABLE_DEPRECATION_ANNOUNCEMENT: 'true',
    ...environment,
    RUN: name,
  };
  const options = ['-XX:TieredStopAtLevel=1', '-Xshare:auto', '-cp', path];
  return (await run('java', [...options, ...main], { cwd: directory, env, timeout })).stdout;
}

async function build(): Promise<void> {
  if (isStale()) await run('mvn', ['-B', '-q', 'process-classes'], { cwd: project, timeout: 240_000 });
}

/** Maven is only asked when there is something new, and its repository still has what the class path names. */
function isStale(): boolean {
  if (!existsSync(classPath)) return true;
  const built = statSync(classPath).mtimeMs;
  const changed = [join(project, 'pom.xml'), ...readdirSync(sources).map((file) => join(sources, file))];
  if (changed.some((file) => statSync(file).mtimeMs > built)) return true;
  return readFileSync(classPath, 'utf8')
    .trim()
    .split(':')
    .some((jar) => !existsSync(jar));
}
