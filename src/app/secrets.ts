import { newAccessKeyId } from '#auth';
import { ALPHANUMERIC, type Ids } from '#core';
import type { DataDirectory, Secrets } from '#storage';

/** The secrets a data directory is born with. */
export function newSecrets(account: string, ids: Ids): Secrets {
  return {
    rootKey: {
      accessKeyId: newAccessKeyId('AKIA', account, ids),
      secretAccessKey: ids.text(40, `${ALPHANUMERIC}+/`),
    },
    sessionKey: Buffer.from(ids.bytes(32)).toString('base64'),
    controlToken: ids.text(43, ALPHANUMERIC),
  };
}

/** What wraps all key material lies beside the database, not in it: a copy of the one is of no use without the other. */
export function kmsRootKey(directory: DataDirectory, ids: Ids): Uint8Array {
  const known = directory.readFile('kms.key');
  if (known) return Buffer.from(known, 'base64');
  const made = Buffer.from(ids.bytes(32));
  directory.writeFile('kms.key', made.toString('base64'));
  return made;
}
