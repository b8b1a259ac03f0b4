import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { readConfig, startMillrace } from '#app';
import { DataDirectory, type RootKey } from '#storage';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Running {
  readonly url: string;
  readonly rootKey: RootKey;
  /** An address that signs in once. */
  link(): Promise<string>;
  stop(): Promise<void>;
}

/** Millrace with the console as it is built, on an empty data directory. */
export async function openMillrace(): Promise<Running> {
  const data = mkdtempSync(join(tmpdir(), 'millrace-browser-'));
  const config = readConfig({ data, port: '0', logLevel: 'error' }, { ...process.env, MILLRACE_HOME: ROOT });
  const millrace = await startMillrace(config);
  const secrets = new DataDirectory(data).knownSecrets();
  if (!secrets) throw new Error('a data directory in use has secrets');
  return {
    url: millrace.url,
    rootKey: secrets.rootKey,
    link: async () => {
      const answer = await fetch(`${millrace.url}/_millrace/console/links`, {
        method: 'POST',
        headers: { authorization: `Bearer ${secrets.controlToken}` },
      });
      return `${millrace.url}${((await answer.json()) as { path: string }).path}`;
    },
    async stop() {
      await millrace.stop('stop');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
