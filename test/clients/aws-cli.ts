import { execFile } from 'node:child_process';
import { existsSync, mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const venv = resolve(import.meta.dirname, '../../.millrace/test/venv');

/** Python with boto3 and the AWS CLI, in a virtual environment of the tests. Returns the folder that holds `python` and `aws`. */
export async function awsCli(): Promise<string> {
  const bin = join(venv, 'bin');
  if (!existsSync(join(bin, 'aws'))) {
    mkdirSync(resolve(venv, '..'), { recursive: true });
    await run('python3', ['-m', 'venv', venv]);
    await run(join(bin, 'python'), ['-m', 'pip', 'install', '--quiet', '--disable-pip-version-check', 'awscli', 'boto3'], {
      timeout: 300_000,
    });
  }
  return bin;
}
