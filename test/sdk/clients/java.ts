import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { compiled } from '../../harness/maven.ts';
import type { Facts, Report, Run } from '../scenario.ts';

const run = promisify(execFile);
const project = resolve(import.meta.dirname, '../java');

/** `sdk`: 2, 2 on Netty, or 1. */
export const javaClient =
  (sdk: '2' | 'netty' | '1') =>
  async (run: Run): Promise<Report> =>
    JSON.parse(await java(['millrace.sdk.Client', sdk], run, 120_000));

/** From create to delete on real Flink, through the SDK for Java 2. */
export const javaLife = async (run: Run): Promise<Facts> => JSON.parse(await java(['millrace.sdk.Life'], run, 900_000));

async function java(main: readonly string[], { name, directory, environment }: Run, timeout: number): Promise<string> {
  const path = await compiled(project);
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
