import type { UpdateAccountSettingsInput, UpdateAccountSettingsOutput } from '#api/kinesis';
import type { Operation } from '#core';
import { commitmentShape, isCommitted } from '../account-settings.ts';
import type { KinesisDeps } from '../deps.ts';

export const updateAccountSettings: Operation<UpdateAccountSettingsInput, UpdateAccountSettingsOutput, KinesisDeps> = {
  access: () => ({ resource: '*' }),
  run: (input, { scope }, { settings, database, clock }) =>
    database.transaction(() => {
      const now = clock.millis();
      const wanted = input.MinimumThroughputBillingCommitment.Status === 'ENABLED';
      const known = settings.get(scope);
      if (wanted && !isCommitted(known, now)) settings.put(scope, { startedAt: now });
      else if (wanted && known) settings.put(scope, { startedAt: known.startedAt });
      else if (known?.endedAt === undefined && known) settings.put(scope, { ...known, endedAt: now });
      return { MinimumThroughputBillingCommitment: commitmentShape(settings.get(scope), now) };
    }),
};
