import { readConfig } from '#app';
import { OperatorError } from '#core';
import { DataDirectory, isAlive, type RootKey } from '#storage';

/** A Millrace that answers, and the key to talk to it. */
export interface RunningServer {
  readonly url: string;
  readonly pid: number;
  readonly birth: string | undefined;
  readonly rootKey: RootKey;
  readonly controlToken: string;
}

/** The server of a data directory, or undefined where none runs. */
export function findServer(dataDir: string): RunningServer | undefined {
  const directory = new DataDirectory(dataDir);
  const record = directory.server();
  const secrets = directory.knownSecrets();
  if (!record || !secrets || !isAlive(record.pid, record.birth)) return undefined;
  const { url, pid, birth } = record;
  return { url, pid, birth, rootKey: secrets.rootKey, controlToken: secrets.controlToken };
}

/** What a command needs beside its name to mean that data directory. */
export const where = (dataDir: string): string => (dataDir === readConfig({}).dataDir ? '' : ` --data ${dataDir}`);

export function requireServer(dataDir: string): RunningServer {
  const server = findServer(dataDir);
  if (!server) {
    throw new OperatorError(
      'NotRunning',
      `No Millrace runs on ${dataDir}.`,
      `Start one with \`./millrace up --detach${where(dataDir)}\`.`,
    );
  }
  return server;
}
