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

/** Bytes of a document that is read whole. */
const DOCUMENT_BYTES = 512 * 1024;

/** Reads a JSON document; rejects what is not there, not JSON, or too long. No redirects, as with posting. */
export function getJson(url: string, timeoutMs: number): Promise<unknown> {
  const send = new URL(url).protocol === 'https:' ? encrypted : plain;
  return new Promise((resolve, reject) => {
    const headers = { accept: 'application/json' };
    const outgoing = send(url, { headers, signal: AbortSignal.timeout(timeoutMs) }, (incoming) => {
      const pieces: Buffer[] = [];
      let length = 0;
      incoming.on('error', reject);
      incoming.on('data', (piece: Buffer) => {
        length += piece.length;
        if (length > DOCUMENT_BYTES) incoming.destroy(new Error(`${url} is longer than ${DOCUMENT_BYTES} bytes`));
        else pieces.push(piece);
      });
      incoming.on('end', () => {
        if (incoming.statusCode !== 200) return reject(new Error(`${url} answered ${incoming.statusCode}`));
        try {
          resolve(JSON.parse(Buffer.concat(pieces).toString('utf8')));
        } catch (failure) {
          reject(failure as Error);
        }
      });
    });
    outgoing.on('error', reject);
    outgoing.end();
  });
}
