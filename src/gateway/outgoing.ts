import { request as plain } from 'node:http';
import { request as encrypted } from 'node:https';

/** Sends a body to a URL that a user named; resolves with the status of the answer, whose body is not kept. */
export function postTo(url: string, headers: Readonly<Record<string, string>>, body: string, timeoutMs: number): Promise<number> {
  const address = new URL(url);
  const send = address.protocol === 'https:' ? encrypted : plain;
  const auth =
    address.username === '' ? undefined : `${decodeURIComponent(address.username)}:${decodeURIComponent(address.password)}`;
  return new Promise((resolve, reject) => {
    const options = {
      method: 'POST',
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      signal: AbortSignal.timeout(timeoutMs),
      ...(auth !== undefined && { auth }),
    };
    const outgoing = send(address, options, (incoming) => {
      incoming.on('error', reject);
      incoming.on('end', () => resolve(incoming.statusCode ?? 0));
      incoming.resume();
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
