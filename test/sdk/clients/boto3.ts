import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { awsCli } from '../../clients/aws-cli.ts';
import type { Facts, Report, Run } from '../scenario.ts';

const run = promisify(execFile);

/** The five scenes. */
export const boto3Client = async (run: Run): Promise<Report> => JSON.parse(await python('boto3-client.py', run, 60_000));

/** From create to delete on real Flink. */
export const boto3Life = async (run: Run): Promise<Facts> => JSON.parse(await python('boto3-life.py', run, 900_000));

/** A secret's life, and its reading by a role. */
export const boto3Secrets = async (run: Run): Promise<Facts> => JSON.parse(await python('boto3-secrets.py', run, 60_000));

async function python(script: string, { name, directory, environment }: Run, timeout: number): Promise<string> {
  const env = { PATH: process.env['PATH'], ...environment, RUN: name, PYTHONDONTWRITEBYTECODE: '1' };
  const interpreter = join(await awsCli(), 'python');
  return (await run(interpreter, [join(import.meta.dirname, script)], { cwd: directory, env, timeout })).stdout;
}
