import { signingKeys } from '#auth';
import { serverCertificatesOf } from './certificates-on-demand.ts';
import type { Parts } from './context.ts';
import { invoker } from './invoker.ts';
import type { Gateway, GatewayOptions, Limits } from './ports.ts';
import { directoryOf } from './served.ts';
import { Server } from './server.ts';
import { s3Ids } from './steps/assign-request-id.ts';
import { UnverifiedBytes } from './unverified-bytes.ts';

export const LIMITS: Limits = {
  bufferedBody: 32 * 1024 * 1024,
  unverifiedBytes: 256 * 1024 * 1024,
  headers: 64 * 1024,
  headersTimeout: 30_000,
  // longer than any SDK keeps an idle connection, so that none is closed under a request being sent
  keepAliveTimeout: 120_000,
};

/** The front door of all services: one port, and the same calls from within the process. */
export function createGateway(options: GatewayOptions): Gateway {
  const { services, limits, ...rest } = options;
  const all = { ...LIMITS, ...limits };
  const parts: Parts = {
    ...rest,
    directory: directoryOf(services),
    signingKeys: signingKeys(),
    limits: all,
    unverified: new UnverifiedBytes(all.unverifiedBytes),
    s3Ids: s3Ids(options.ids),
  };
  const server = new Server(parts);
  return {
    listen: ({ host, port }) => {
      const { authority, clock } = options;
      return server.listen(host, port, authority && (async () => serverCertificatesOf(await authority(), clock)));
    },
    close: (graceMs = 5000) => server.close(graceMs),
    invoke: invoker(parts),
  };
}
