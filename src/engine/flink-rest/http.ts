import { Agent, request } from 'node:http';

/** Flink's answer: any status, a parsed JSON body. */
export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export type Ask = (
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE',
  url: string,
  body?: unknown,
  signal?: AbortSignal,
) => Promise<Answer | undefined>;

const TIMEOUT_MS = 10_000;
/** A job's exceptions or a metrics list may be long; more than this is none of our business. */
const MAX_BYTES = 32 * 1024 * 1024;

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

/** Asks a JobManager over one kept-alive connection. Undefined: nobody answered (not up yet, gone, or too slow), or nobody waits any more. */
export function restAsk(timeoutMs = TIMEOUT_MS): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  return (method, url, body, signal) =>
    new Promise((resolve) => {
      const text = body === undefined ? undefined : JSON.stringify(body);
      const headers = text === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) };
      const asked = request(url, { method, agent, headers, timeout: timeoutMs, ...(signal && { signal }) }, (response) => {
        let size = 0;
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => {
          size += chunk.length;
          if (size > MAX_BYTES) response.destroy();
          else chunks.push(chunk);
        });
        response.once('end', () =>
          resolve({ status: response.statusCode ?? 0, body: parsed(Buffer.concat(chunks).toString('utf8')) }),
        );
        response.once('close', () => resolve(undefined));
        response.once('error', () => resolve(undefined));
      });
      asked.once('timeout', () => asked.destroy());
      asked.once('error', () => resolve(undefined));
      asked.end(text);
    });
}
