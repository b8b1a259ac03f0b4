import { once } from 'node:events';
import { request as httpRequest } from 'node:http';
import { signHeaders } from '#auth';
import { ROOT_KEY, SECRET } from './fixture.ts';

export interface Ask {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  readonly host?: string;
}

/** The headers of a request, signed by root. */
export const signed = (ask: Ask, host: string): Record<string, string> =>
  signHeaders(
    { method: ask.method ?? 'POST', path: ask.path ?? '/', query: ask.query ?? '', headers: { host, ...ask.headers } },
    ask.body ?? '',
    { accessKeyId: ROOT_KEY, secretAccessKey: SECRET },
    { region: 'us-east-1', service: ask.service, now: Date.now() },
  );

/** Sends a request, signed unless its headers are given. */
export const sender = (port: () => number) => async (ask: Ask, headers?: Record<string, string>) => {
  const message = httpRequest({
    host: '127.0.0.1',
    port: port(),
    method: ask.method ?? 'POST',
    path: (ask.path ?? '/') + (ask.query ? `?${ask.query}` : ''),
    headers: headers ?? signed(ask, ask.host ?? `127.0.0.1:${port()}`),
  });
  message.end(ask.body);
  const [answer] = await once(message, 'response');
  const pieces: Buffer[] = [];
  for await (const piece of answer) pieces.push(piece);
  return { status: answer.statusCode as number, headers: answer.headers, body: Buffer.concat(pieces).toString() };
};

export const kinesis = (operation: string, body: object | string): Ask => ({
  service: 'kinesis',
  headers: { 'x-amz-target': `Kinesis_20131202.${operation}`, 'content-type': 'application/x-amz-json-1.1' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});
