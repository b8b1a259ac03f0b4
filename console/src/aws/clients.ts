import { type Session, session } from './session.ts';

interface Settings {
  readonly endpoint: string;
  readonly region: string;
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken?: string };
  readonly maxAttempts: number;
  readonly requestHandler: typeof UNCACHED;
}

/** The browser's cache would show what an object was, and ask for a part of it by a Range other than the one that is signed. */
const UNCACHED = { requestInit: () => ({ cache: 'no-store' as const }) };

const made = new Map<unknown, { readonly of: Session; readonly client: unknown }>();

/**
 * A client of AWS's SDK for the port this page came from, with the credentials of whoever is signed in:
 * `client(KinesisClient).send(new ListStreamsCommand({}))`. Pages import the SDK; the shell does not.
 */
export function client<C>(Client: new (settings: Settings) => C, more: object = {}): C {
  const of = session();
  const known = made.get(Client);
  if (known?.of === of) return known.client as C;
  const { accessKeyId, secretAccessKey, sessionToken, region } = of;
  const credentials = { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  // the page may ask the port it came from and no other name: `stream-` of CloudWatch Logs, for one, is not put before it
  const settings = {
    endpoint: location.origin,
    region,
    credentials,
    maxAttempts: 2,
    disableHostPrefix: true,
    requestHandler: UNCACHED,
  };
  const fresh = new Client({ ...settings, ...more });
  made.set(Client, { of, client: fresh });
  return fresh;
}
