import { createHmac, timingSafeEqual } from 'node:crypto';
import { AwsError, type Clock, messageOf } from '#core';
import type { ApplicationStore, RoleSessions, SessionCredentials } from './ports.ts';
import { notesOf } from './status.ts';

const SESSION_SECONDS = 3600;
/** A session is replaced when less than this is left: SDKs ask again some minutes before the expiration they were told. */
const FRESH_MS = 15 * 60_000;

export interface CredentialAnswer {
  readonly status: 200 | 401 | 403 | 404 | 503;
  readonly body: Readonly<Record<string, string>>;
}

export interface JobCredentials {
  /** The secret of one attempt's processes: derived, so that it is stored nowhere and still known after a restart of Millrace. */
  tokenOf(clusterId: string, attempt: number): string;
  /** The container credentials protocol's answer for a job that asks at our door. */
  credentialsFor(clusterId: string, token: string | undefined): Promise<CredentialAnswer>;
  forget(clusterId: string): void;
}

/** The application's role, and nothing else, for its processes: rotating temporary credentials by the SDKs' default chain. */
export function jobCredentials(needs: {
  readonly store: ApplicationStore;
  readonly roles: RoleSessions;
  readonly secret: Uint8Array;
  readonly clock: Clock;
}): JobCredentials {
  const { store, roles, secret, clock } = needs;
  const sessions = new Map<string, { readonly roleArn: string; readonly session: Promise<SessionCredentials> }>();
  const tokenOf = (clusterId: string, attempt: number): string =>
    createHmac('sha256', secret).update(`millrace job token\n${clusterId}\n${attempt}`).digest('base64url');

  const sessionOf = async (clusterId: string, as: Parameters<RoleSessions['assume']>[0]): Promise<SessionCredentials> => {
    const known = sessions.get(clusterId);
    const held = known?.roleArn === as.roleArn ? await known.session.catch(() => undefined) : undefined;
    if (held && held.expiration.getTime() - clock.millis() > FRESH_MS) return held;
    const session = roles.assume(as, 'FlinkApplication', SESSION_SECONDS);
    sessions.set(clusterId, { roleArn: as.roleArn, session });
    try {
      return await session;
    } catch (thrown) {
      sessions.delete(clusterId);
      // A role that was deleted a moment ago ends the session at its time, as it does at AWS.
      if (held && held.expiration.getTime() > clock.millis()) return held;
      throw thrown;
    }
  };

  return {
    tokenOf,
    forget: (clusterId) => void sessions.delete(clusterId),
    async credentialsFor(clusterId, token) {
      const ref = store.byCluster(clusterId);
      const application = ref && store.load(ref);
      const cluster = application && notesOf(application).cluster;
      if (!ref || !application || !cluster) return refused(404, 'NotFound', 'There is no such running application.');
      if (token === undefined || !same(token, tokenOf(clusterId, cluster.attempt))) {
        return refused(401, 'Unauthorized', 'The authorization token is not the one of this application.');
      }
      const wanted = store.configurationOf(ref, cluster.versionId) ?? application.configuration;
      try {
        const session = await sessionOf(clusterId, {
          scope: ref.scope,
          roleArn: wanted.roleArn,
          applicationArn: application.arn,
        });
        return {
          status: 200,
          body: {
            AccessKeyId: session.accessKeyId,
            SecretAccessKey: session.secretAccessKey,
            Token: session.sessionToken,
            Expiration: session.expiration.toISOString().replace(/\.\d{3}Z$/, 'Z'),
            RoleArn: wanted.roleArn,
          },
        };
      } catch (thrown) {
        const code = thrown instanceof AwsError ? thrown.code : 'InternalFailure';
        return refused(thrown instanceof AwsError ? 403 : 503, code, messageOf(thrown));
      }
    },
  };
}

const refused = (status: CredentialAnswer['status'], code: string, message: string): CredentialAnswer => ({
  status,
  body: { code, message },
});

function same(given: string, expected: string): boolean {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.byteLength === b.byteLength && timingSafeEqual(a, b);
}
