import { ALPHANUMERIC } from '#core';
import { findSecret, onSecret } from '../address.ts';
import type { SecretsOperation } from '../deps.ts';
import { alreadyDying, badWindow, secretNotFound, windowAndForce } from '../errors.ts';
import { changeSecret, described, erase } from '../secret.ts';
import { secretArn } from '../store.ts';

/** — API reference, DeleteSecret, RecoveryWindowInDays */
const USUAL_DAYS = 30;
const DAY = 86_400_000;

export const deleteSecret: SecretsOperation<'DeleteSecret'> = {
  access: onSecret,
  run: ({ SecretId, RecoveryWindowInDays: days, ForceDeleteWithoutRecovery: force }, { scope }, deps) => {
    if (days !== undefined && (days < 7 || days > 30)) throw badWindow();
    if (days !== undefined && force) throw windowAndForce();
    const now = deps.clock.millis();
    return deps.store.transaction(() => {
      const secret = findSecret(SecretId, scope, deps);
      if (force) {
        if (secret) erase(secret.scope, secret.row, deps);
        // aws: what is not there is answered as if it had been — recorded, test_delete_non_existent_secret_returns_as_if_secret_exists
        const gone = secret
          ? described(secret)
          : ghost(SecretId, secretArn(scope, { name: SecretId, suffix: deps.ids.text(6, ALPHANUMERIC) }));
        return { ...gone, DeletionDate: new Date(now) };
      }
      if (!secret) throw secretNotFound();
      if (secret.row.deletionAt !== undefined) throw alreadyDying();
      const deletionAt = now + (days ?? USUAL_DAYS) * DAY;
      changeSecret(secret, { deletionAt, deletedAt: now }, deps);
      return { ...described(secret), DeletionDate: new Date(deletionAt) };
    });
  },
};

const ghost = (id: string, arn: string) =>
  id.startsWith('arn:') ? { ARN: id, Name: id.split(':').slice(6).join(':') } : { ARN: arn, Name: id };
