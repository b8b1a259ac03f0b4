import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { awsCli } from '../../clients/aws-cli.ts';
import type { Report, Run } from '../scenario.ts';

const run = promisify(execFile);

export async function boto3Client({ name, directory, environment }: Run): Promise<Report> {
  const script = join(import.meta.dirname, 'boto3-client.py');
  const env = { PATH: process.env['PATH'], ...environment, RUN: name, PYTHONDONTWRITEBYTECODE: '1' };
  const { stdout } = await run(join(await awsCli(), 'python'), [script], { cwd: directory, env, timeout: 60_000 });
  return JSON.parse(stdout) as Report;
}
