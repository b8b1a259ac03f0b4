import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readConfig, startMillrace } from '#app';
import { type SigningCredentials, signHeaders } from '#auth';
import { DataDirectory } from '#storage';

export interface Asked {
  readonly method?: string;
  readonly path: string;
  readonly query?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string;
  /** Who signs; nobody by default. */
  readonly as?: SigningCredentials;
  readonly service?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Console = Awaited<ReturnType<typeof serveConsole>>;

/** The whole Millrace in this process, on a free port, with a console of three files. */
export async function serveConsole(env: Record<string, string> = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'millrace-console-'));
  const files = join(folder, 'home', 'console', 'dist');
  const build = (name: string, text: string) => {
    mkdirSync(join(files, name, '..'), { recursive: true });
    writeFileSync(join(files, name), text);
  };
  const data = join(folder, 'data');
  const config = readConfig(
    { data, port: '0', logLevel: 'error' },
    { ...process.env, MILLRACE_HOME: join(folder, 'home'), MILLRACE_CACHE: join(folder, 'cache'), ...env },
  );
  const millrace = await startMillrace(config);
  const secrets = new DataDirectory(data).knownSecrets();
  if (!secrets) throw new Error('a data directory in use has secrets');
  const { port, host } = new URL(millrace.url);

  const open = async ({ method = 'GET', path, query = '', headers = {}, body = '', as, service = 'kinesisanalytics' }: Asked) => {
    const unsigned = { host, ...headers };
    const sent = as
      ? signHeaders({ method, path, query, headers: unsigned }, body, as, { region: 'us-east-1', service, now: Date.now() })
      : unsigned;
    const message = request({ host: '127.0.0.1', port, method, path: path + (query ? `?${query}` : ''), headers: sent });
    message.end(body);
    return (await once(message, 'response'))[0] as import('node:http').IncomingMessage;
  };
  const ask = async (asked: Asked): Promise<Answer> => {
    const answer = await open(asked);
    const pieces: Buffer[] = [];
    for await (const piece of answer) pieces.push(piece);
    return { status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(pieces).toString() };
  };
  const operator = { authorization: `Bearer ${secrets.controlToken}` };
  const link = async (body: object = {}): Promise<string> => {
    const made = await ask({
      method: 'POST',
      path: '/_millrace/console/links',
      headers: operator,
      body: JSON.stringify(body),
    });
    return JSON.parse(made.body).path.split('#token=')[1];
  };
  const signIn = (token: string, headers: Record<string, string> = {}) =>
    ask({ method: 'POST', path: '/_millrace/console/sign-in', headers, body: JSON.stringify({ token }) });
  return {
    url: millrace.url,
    host,
    root: secrets.rootKey as SigningCredentials,
    operator,
    build,
    open,
    ask,
    link,
    signIn,
    /** A call of an AWS JSON service. */
    json: async (service: string, target: string, input: object, as: SigningCredentials = secrets.rootKey) => {
      const headers = { 'content-type': 'application/x-amz-json-1.1', 'x-amz-target': target };
      const answer = await ask({ method: 'POST', path: '/', headers, body: JSON.stringify(input), as, service });
      return { status: answer.status, body: JSON.parse(answer.body || '{}') };
    },
    query: async (service: string, parameters: Record<string, string>, as: SigningCredentials = secrets.rootKey) => {
      const headers = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams(parameters).toString();
      return ask({ method: 'POST', path: '/', headers, body, as, service });
    },
    async close() {
      await millrace.stop('stop');
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
