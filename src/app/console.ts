import { type Changes, type OverviewNeeds, openConsole } from '#console';
import { type Audit, type Call, type Clock, type Ids, type Service, silentLogger } from '#core';
import { type ApplicationStore, jobLooks, type Supervisor } from '#engine';
import type { Route } from '#gateway';
import type { CloudTrail } from '#services/cloudtrail';
import type { Iam } from '#services/iam';
import type { Sts } from '#services/sts';
import type { Config } from './config.ts';
import { SERVED_NAMES } from './served-names.ts';

interface Needs {
  readonly config: Config;
  readonly changes: Changes;
  readonly store: ApplicationStore;
  readonly supervisor: () => Supervisor | undefined;
  readonly reads: readonly Route[];
  readonly clock: Clock;
  readonly ids: Ids;
  readonly iam: Iam;
  readonly sts: Sts;
  readonly trail: CloudTrail;
  readonly services: readonly Service[];
  readonly facts: OverviewNeeds['facts'];
  readonly forOperator: (handle: Route['handle']) => Route['handle'];
}

/** The web console's server side, introduced to the services. */
export function webConsole({
  config,
  changes,
  reads,
  store,
  supervisor,
  clock,
  ids,
  iam,
  sts,
  trail,
  services,
  facts,
  forOperator,
}: Needs) {
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
    overview: { facts, read: reading(services, clock, ids) },
    reads,
    clock,
    ids,
    account,
    accountExists: (number) => iam.accounts.rootKey(number) !== undefined,
    forOperator,
    signIn: (number, { sourceIp, userAgent, host }) => {
      const key = iam.accounts.rootKey(number);
      const holder = iam.identities.findAccessKey(key?.accessKeyId ?? '');
      if (typeof holder === 'string') throw new Error(`the root user of ${number} is ${holder}`);
      const { caller } = holder;
      const made = sts.consoleSession(caller);
      const to = `http://${host}/console/`;
      trail.signedIn({ caller, region, at: clock.now(), sourceIp, userAgent, to });
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

/** What an operation answers to a reader who may call it. Reads that only count are no events of his. */
const reading =
  (services: readonly Service[], clock: Clock, ids: Ids): OverviewNeeds['read'] =>
  async ({ caller, scope }, name, operation, input) => {
    const entry = services.find((service) => service.name === name)?.operations[operation];
    if (!entry || 'unsupported' in entry) return {};
    const refuse = (): never => {
      throw new Error(`${operation} asks for more than it declares`);
    };
    const call: Call = {
      scope,
      caller,
      requestId: ids.uuid(),
      receivedAt: clock.now(),
      sourceIp: '',
      userAgent: '',
      endpoint: '',
      logger: silentLogger,
      signal: new AbortController().signal,
      authorize: refuse,
      may: refuse,
    };
    return (await entry.run(input as never, call)) as Readonly<Record<string, unknown>>;
  };

/** Each call is told to whom of them wants it. */
export const audits = (all: readonly Audit[]): Audit => ({
  wants: (service, operation) => all.some((each) => each.wants(service, operation)),
  record: (call) => {
    for (const each of all) if (each.wants(call.service.name, call.operation)) each.record(call);
  },
});
