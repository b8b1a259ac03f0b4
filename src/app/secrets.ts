import { newAccessKeyId } from '#auth';
import { ALPHANUMERIC, type Ids } from '#core';
import { type DataDirectory, fileDamaged, type Secrets } from '#storage';

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

const KEY_BYTES = 32;

/** What wraps all key material lies beside the database, not in it: a copy of the one is of no use without the other. */
export function kmsRootKey(directory: DataDirectory, ids: Ids): Uint8Array {
  const known = directory.readFile('kms.key');
  if (known !== undefined) {
    const key = Buffer.from(known, 'base64');
    // another one in its place would make every key, and what is encrypted with it, unreadable for good
    if (key.length !== KEY_BYTES) throw fileDamaged(directory.in('kms.key'));
    return key;
  }
  const made = Buffer.from(ids.bytes(KEY_BYTES));
  directory.writeFile('kms.key', made.toString('base64'));
  return made;
}
