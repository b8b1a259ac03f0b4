import { newAccessKeyId } from '#auth';
import { ALPHANUMERIC, type Ids } from '#core';
import type { Secrets } from '#storage';

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
