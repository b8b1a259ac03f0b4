import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const millrace = resolve(import.meta.dirname, '../../millrace');

export interface Target {
  /** AWS's variables: endpoint, key, region. */
  readonly environment: Readonly<Record<string, string>>;
  stop(): Promise<void>;
}

/** `TARGET=url` is asked with the key of the environment; without it, a Millrace of our own, on a free port and an empty data directory. */
export async function openTarget(): Promise<Target> {
  const { TARGET, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION = 'us-east-1' } = process.env;
  if (TARGET) {
    if (!AWS_ACCESS_KEY_ID || !AWS_SECRET_ACCESS_KEY) throw new Error('TARGET needs AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY');
    return { environment: variables(TARGET, AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_REGION), stop: async () => {} };
  }
  const data = mkdtempSync(join(tmpdir(), 'millrace-sdk-'));
  await run(millrace, ['up', '--detach', '--port', '0', '--data', data], { timeout: 280_000 });
  const { stdout } = await run(millrace, ['env', '--json', '--data', data]);
  const said = JSON.parse(stdout) as Record<
    'AWS_ENDPOINT_URL' | 'AWS_ACCESS_KEY_ID' | 'AWS_SECRET_ACCESS_KEY' | 'AWS_REGION',
    string
  >;
  return {
    environment: variables(said.AWS_ENDPOINT_URL, said.AWS_ACCESS_KEY_ID, said.AWS_SECRET_ACCESS_KEY, said.AWS_REGION),
    async stop() {
      await run(millrace, ['down', '--data', data]);
      rmSync(data, { recursive: true, force: true });
    },
  };
}

const variables = (url: string, id: string, secret: string, region: string): Record<string, string> => ({
  AWS_ENDPOINT_URL: url,
  AWS_ACCESS_KEY_ID: id,
  AWS_SECRET_ACCESS_KEY: secret,
  AWS_REGION: region,
  AWS_DEFAULT_REGION: region,
  // nothing of the person who runs the tests
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_PAGER: '',
});
