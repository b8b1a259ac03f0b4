import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { CreateRoleCommand, IAMClient } from '@aws-sdk/client-iam';
import { CreateApplicationCommand, KinesisAnalyticsV2Client } from '@aws-sdk/client-kinesis-analytics-v2';
import { readConfig, startMillrace } from '#app';
import { DataDirectory, type RootKey } from '#storage';

const ROOT = resolve(import.meta.dirname, '../..');

export interface Running {
  readonly url: string;
  readonly rootKey: RootKey;
  /** An address that signs in once. */
  link(): Promise<string>;
  /** For clients of AWS's SDK. */
  asRoot(): Settings;
  stop(): Promise<void>;
}

interface Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: RootKey;
}

/** An application that was made and never run; its role has the same name. */
export async function makeApplication(as: Settings, name: string): Promise<void> {
  const Principal = { Service: 'kinesisanalytics.amazonaws.com' };
  const trust = { Version: '2012-10-17', Statement: [{ Effect: 'Allow', Principal, Action: 'sts:AssumeRole' }] };
  const role = new CreateRoleCommand({ RoleName: name, AssumeRolePolicyDocument: JSON.stringify(trust) });
  const { Role } = await new IAMClient(as).send(role);
  const made = { ApplicationName: name, RuntimeEnvironment: 'FLINK-1_20', ServiceExecutionRole: Role?.Arn } as const;
  await new KinesisAnalyticsV2Client(as).send(new CreateApplicationCommand(made));
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
    asRoot: () => ({ endpoint: millrace.url, region: 'us-east-1', credentials: { ...secrets.rootKey } }),
    async stop() {
      await millrace.stop('stop');
      rmSync(data, { recursive: true, force: true });
    },
  };
}
