import type { AssumeRoleResponse } from '#api/sts';
import { AwsError, type Caller, type Clock } from '#core';
import type { RoleSessions } from '#engine';
import type { Invoke } from '#gateway';
import type { AsRole, RoleTrust } from '#services/kinesisanalyticsv2';
import type { Sts } from '#services/sts';

/** In whose name Millrace acts for applications. */
export const SERVICE = 'kinesisanalytics.amazonaws.com';
/** In-process work under a role is short; its session is used again for five minutes. */
const KEPT_MS = 300_000;

export interface ActingRoles {
  readonly sessions: RoleSessions;
  readonly trust: RoleTrust;
  /** The role's session as a caller of other services. */
  callerFor(as: AsRole): Promise<Caller>;
}

/** Execution roles are assumed as AWS's service does it: with `aws:SourceArn` and `aws:SourceAccount` against the confused deputy. */
export function roleSessions(invoke: Invoke, sts: Sts, clock: Clock, service = SERVICE): ActingRoles {
  const kept = new Map<string, { readonly until: number; readonly caller: Promise<Caller> }>();
  const assume: RoleSessions['assume'] = async ({ scope, roleArn, applicationArn }, sessionName, seconds) => {
    const caller: Caller = { kind: 'service', partition: scope.partition, account: '', arn: service, userId: service };
    const context = { 'aws:SourceArn': applicationArn, 'aws:SourceAccount': scope.account };
    const input = { RoleArn: roleArn, RoleSessionName: sessionName, DurationSeconds: Math.max(900, seconds) };
    const { Credentials: made } = (await invoke('sts', 'AssumeRole', input, { caller, scope, context })) as AssumeRoleResponse;
    if (!made) throw new Error('AssumeRole answered no credentials');
    return {
      accessKeyId: made.AccessKeyId,
      secretAccessKey: made.SecretAccessKey,
      sessionToken: made.SessionToken,
      expiration: made.Expiration,
    };
  };
  const asCaller = async (as: AsRole): Promise<Caller> => {
    const session = await assume(as, 'millrace', 900);
    const found = sts.findCredential(session.accessKeyId, session.sessionToken);
    if (typeof found === 'string') throw new Error(`a session made a moment ago is ${found}`);
    return found.caller;
  };
  return {
    sessions: { assume },
    trust: {
      trusts: (as) =>
        assume(as, 'millrace-check', 900).then(
          () => true,
          (thrown: unknown) => {
            if (thrown instanceof AwsError) return false;
            throw thrown;
          },
        ),
    },
    callerFor(as) {
      const key = `${as.roleArn}\n${as.applicationArn}`;
      const known = kept.get(key);
      if (known && known.until > clock.millis()) return known.caller;
      const caller = asCaller(as);
      kept.set(key, { until: clock.millis() + KEPT_MS, caller });
      caller.catch(() => kept.delete(key));
      return caller;
    },
  };
}
