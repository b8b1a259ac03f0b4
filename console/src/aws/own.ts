import { Sha256 } from '@aws-crypto/sha256-js';
import { SignatureV4 } from '@smithy/signature-v4';
import { AwsFault } from './fault.ts';
import { session } from './session.ts';

/** What AWS has no API for, from the server's own paths below `/_millrace/console/`; signed like any call of AWS's. */
export async function own<T>(path: string, signal?: AbortSignal): Promise<T> {
  const answer = await ownResponse(path, signal);
  return (await answer.json()) as T;
}

/** The answer itself, for streams. */
export async function ownResponse(path: string, signal?: AbortSignal): Promise<Response> {
  const { region, accessKeyId, secretAccessKey, sessionToken } = session();
  const url = new URL(`/_millrace/console/${path}`, location.origin);
  const signer = new SignatureV4({
    service: 'kinesisanalytics',
    region,
    sha256: Sha256,
    credentials: { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) },
  });
  const { headers } = await signer.sign({
    method: 'GET',
    protocol: url.protocol,
    hostname: url.hostname,
    path: url.pathname,
    query: Object.fromEntries([...url.searchParams.keys()].map((name) => [name, url.searchParams.getAll(name)])),
    headers: { host: url.host },
  });
  // the browser says the host by itself, and lets nobody else
  const { host: _, ...sent } = headers;
  const answer = await fetch(url, { headers: sent, cache: 'no-store', ...(signal && { signal }) });
  if (!answer.ok) throw await AwsFault.of(answer);
  return answer;
}
