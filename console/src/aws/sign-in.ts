import { AwsFault } from './fault.ts';
import { signedIn } from './session.ts';

interface LinkAnswer {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
  readonly expiration: string;
  readonly account: string;
  readonly region: string;
  readonly arn: string;
}

/** Takes the token of a link out of the address, where neither history nor a screenshot keeps it. */
export function tokenOfLink(): string | undefined {
  const token = /^#token=([\w-]+)$/.exec(location.hash)?.[1];
  if (token !== undefined) history.replaceState(undefined, '', location.pathname + location.search);
  return token;
}

/** By the link that `./millrace up` and `./millrace console` print; it is good once. */
export async function signInByLink(token: string): Promise<void> {
  const answer = await fetch('/_millrace/console/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  });
  if (!answer.ok) throw await AwsFault.of(answer);
  const { expiration, ...session } = (await answer.json()) as LinkAnswer;
  signedIn({ ...session, expiration: new Date(expiration) });
}

/** By an access key: the server is asked whose it is. */
export async function signInByKey(key: {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
  readonly region: string;
}): Promise<void> {
  const { GetCallerIdentityCommand, STSClient } = await import('@aws-sdk/client-sts');
  const { region, ...credentials } = key;
  const sts = new STSClient({ endpoint: location.origin, region, credentials, maxAttempts: 1 });
  const { Account = '', Arn = '' } = await sts.send(new GetCallerIdentityCommand({}));
  signedIn({ ...key, account: Account, arn: Arn });
}
