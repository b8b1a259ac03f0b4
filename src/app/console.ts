import { type Changes, openConsole } from '#console';
import type { Audit, Clock, Ids } from '#core';
import { type ApplicationStore, jobLooks, type Supervisor } from '#engine';
import type { Route } from '#gateway';
import type { Iam } from '#services/iam';
import type { Sts } from '#services/sts';
import type { Config } from './config.ts';
import { SERVED_NAMES } from './served-names.ts';

interface Needs {
  readonly config: Config;
  readonly changes: Changes;
  readonly store: ApplicationStore;
  readonly supervisor: () => Supervisor | undefined;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly iam: Iam;
  readonly sts: Sts;
  readonly forOperator: (handle: Route['handle']) => Route['handle'];
}

/** The web console's server side, introduced to the services. */
export function webConsole({ config, changes, store, supervisor, clock, ids, iam, sts, forOperator }: Needs) {
  const looks = jobLooks({ jobAt: (ref) => supervisor()?.jobAt(ref), clock });
  const { account, region, partition } = config;
  return openConsole({
    directory: config.consoleDir,
    hosts: [config.host, ...config.consoleHosts, ...SERVED_NAMES],
    changes,
    applications: {
      statusOf: (scope, name) => store.load({ scope, name })?.status,
      job: (scope, name) => looks.graph({ scope, name }),
      checkpoints: (scope, name) => looks.checkpoints({ scope, name }),
      checkpoint: (scope, name, id) => looks.checkpoint({ scope, name }, id),
      exceptions: (scope, name) => looks.failures({ scope, name }),
      start: (scope, name) => supervisor()?.progress({ scope, name }),
    },
    clock,
    ids,
    account,
    accountExists: (number) => iam.accounts.rootKey(number) !== undefined,
    forOperator,
    signIn: (number) => {
      const key = iam.accounts.rootKey(number);
      const holder = iam.identities.findAccessKey(key?.accessKeyId ?? '');
      if (typeof holder === 'string') throw new Error(`the root user of ${number} is ${holder}`);
      const { caller } = holder;
      const made = sts.consoleSession(caller);
      return {
        accessKeyId: made.AccessKeyId,
        secretAccessKey: made.SecretAccessKey,
        sessionToken: made.SessionToken,
        expiration: made.Expiration,
        account: number,
        region,
        partition,
        arn: caller.arn,
      };
    },
  });
}

/** Each call is told to whom of them wants it. */
export const audits = (all: readonly Audit[]): Audit => ({
  wants: (service, operation) => all.some((each) => each.wants(service, operation)),
  record: (call) => {
    for (const each of all) if (each.wants(call.service.name, call.operation)) each.record(call);
  },
});
