import type { Route, RouteRequest } from '#gateway';
import { json } from './answers.ts';
import { CONSOLE_PATH } from './files.ts';
import type { Links } from './links.ts';

const SIGN_IN_PATH = '/_millrace/console/sign-in';
const LINKS_PATH = '/_millrace/console/links';

/** What a signed-in reader signs the console's calls with. */
export interface ConsoleSession {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: Date;
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly arn: string;
}

export interface SignInNeeds {
  readonly links: Links;
  /** Temporary credentials of an account's root user, and the record that he signed in. */
  readonly signIn: (
    account: string,
    from: { readonly sourceIp: string; readonly userAgent: string; readonly host: string },
  ) => ConsoleSession;
  readonly account: string;
  readonly accountExists: (account: string) => boolean;
  /** Wraps what only our own commands may ask. */
  readonly forOperator: (handle: Route['handle']) => Route['handle'];
}

/** A one-time token becomes a session: for whom the operator gave the link to, without a key being typed anywhere. */
export function signInRoutes({ links, signIn, account, accountExists, forOperator }: SignInNeeds): Route[] {
  return [
    {
      method: 'POST',
      path: SIGN_IN_PATH,
      handle: async (request) => {
        const { token } = await bodyOf(request);
        const whose = typeof token === 'string' ? links.redeem(token) : undefined;
        if (whose === undefined) {
          const message = 'This link was used already, or is older than ten minutes. `./millrace console` prints a new one.';
          return json(403, { code: 'LinkExpired', message });
        }
        const { headers, sourceIp } = request;
        return json(200, signIn(whose, { sourceIp, userAgent: headers['user-agent'] ?? '', host: headers['host'] ?? '' }));
      },
    },
    {
      method: 'POST',
      path: LINKS_PATH,
      handle: forOperator(async (request) => {
        const { account: wanted = account } = await bodyOf(request);
        if (typeof wanted !== 'string' || !accountExists(wanted)) {
          return json(404, { code: 'NoSuchAccount', message: 'There is no account of that number.' });
        }
        const { token, expiresAt } = links.issue(wanted);
        return json(201, { path: `${CONSOLE_PATH}#token=${token}`, expiresAt });
      }),
    },
  ];
}

async function bodyOf(request: RouteRequest): Promise<Record<string, unknown>> {
  try {
    const said: unknown = JSON.parse(Buffer.from(await request.body()).toString('utf8'));
    return typeof said === 'object' && said !== null ? (said as Record<string, unknown>) : {};
  } catch {
    return {};
  }
}
