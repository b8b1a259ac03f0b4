import { readFileSync } from 'node:fs';
import { connect, type Socket } from 'node:net';
import { signHeaders } from '#auth';
import { newDirectory, type Server, startServer } from '../harness/built-server.ts';

/** Seconds each fuzzer runs; `./millrace test hostile` gives them more. */
export const SECONDS = Number(process.env['HOSTILE_SECONDS'] ?? 3);

/** A request before it is signed. */
export interface Plain {
  readonly service: string;
  readonly method?: string;
  readonly path?: string;
  readonly query?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Buffer | string;
}

export interface Answer {
  readonly status: number;
  readonly head: string;
  readonly body: Buffer;
}

/** The built server under attack. */
export interface World {
  readonly server: Server;
  readonly port: number;
  readonly directory: string;
  /** The bytes of a signed request. */
  signed(plain: Plain): Buffer;
  /** Sends bytes on a connection of their own; undefined where it was closed without an answer. */
  send(bytes: Buffer): Promise<Answer | undefined>;
  ask(plain: Plain): Promise<Answer>;
  /** What the server has spent of processors so far, in seconds; 0 where the system does not say. A machine that stands still adds nothing. */
  processorSeconds(): number;
  /** Throws where the server is gone, does not answer, or holds more memory than it may. */
  sound(): Promise<void>;
  close(): Promise<void>;
}

/** An idle Millrace has 120 MB; what hostile requests make it hold for a while comes on top. */
const MEMORY_KB = 900 * 1024;

export async function openWorld(): Promise<World> {
  const directory = newDirectory();
  const server = await startServer(directory.path, { more: ['--limits', 'off'] });
  const port = Number(new URL(server.reach.endpoint).port);
  const signed = ({ service, method = 'POST', path = '/', query = '', headers = {}, body = '' }: Plain): Buffer => {
    const bytes = Buffer.from(body);
    const given = { host: `127.0.0.1:${port}`, 'content-length': String(bytes.length), ...headers };
    const scope = { region: 'us-east-1', service, now: Date.now() };
    const all = signHeaders({ method, path, query, headers: given }, bytes, server.reach.credentials, scope);
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return Buffer.concat([
      Buffer.from(`${method} ${path}${query && `?${query}`} HTTP/1.1\r\n${lines.join('')}\r\n`, 'latin1'),
      bytes,
    ]);
  };
  const send = (bytes: Buffer) => exchange(port, bytes, true);
  const ask = async (plain: Plain) => {
    const answer = await exchange(port, signed(plain), false);
    if (!answer) throw new Error('no answer');
    return answer;
  };
  return {
    server,
    port,
    directory: directory.path,
    signed,
    send,
    ask,
    processorSeconds() {
      if (process.platform !== 'linux') return 0;
      const stat = readFileSync(`/proc/${server.pid}/stat`, 'utf8');
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return (Number(fields[11]) + Number(fields[12])) / 100;
    },
    async sound() {
      const { status, body } = await ask({ service: 'sts', headers: FORM, body: 'Action=GetCallerIdentity&Version=2011-06-15' });
      if (status !== 200) throw new Error(`${status} ${body}`);
      if (process.platform !== 'linux') return;
      const held = Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))?.[1]);
      if (held > MEMORY_KB) throw new Error(`the server holds ${held} kB`);
    },
    async close() {
      await server.kill();
      directory.remove();
    },
  };
}

export const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

export const opened = (port: number): Promise<Socket> =>
  new Promise((resolve, reject) => {
    const socket = connect(port, '127.0.0.1', () => resolve(socket));
    socket.once('error', reject);
  });

async function exchange(port: number, bytes: Buffer, mayBePart: boolean): Promise<Answer | undefined> {
  const socket = await opened(port);
  try {
    socket.on('error', () => {});
    socket.write(bytes);
    return await answerOn(socket, mayBePart);
  } finally {
    socket.destroy();
  }
}

/** The first answer that comes on a connection. Who sent half a request does not wait for ever. */
export function answerOn(socket: Socket, mayBePart = false): Promise<Answer | undefined> {
  return new Promise((resolve) => {
    let got = Buffer.alloc(0);
    socket.on('data', (piece) => {
      got = Buffer.concat([got, piece]);
      const answer = parsed(got);
      if (answer) resolve(answer);
    });
    socket.once('close', () => resolve(parsed(got, true)));
    if (!mayBePart) return;
    const patience = setTimeout(() => socket.end(), 1500);
    socket.once('close', () => clearTimeout(patience));
  });
}

function parsed(bytes: Buffer, ended = false): Answer | undefined {
  const end = bytes.indexOf('\r\n\r\n');
  if (end < 0) return undefined;
  const head = bytes.toString('latin1', 0, end);
  const status = Number(head.slice(9, 12));
  const body = bytes.subarray(end + 4);
  if (status === 100) return parsed(body, ended);
  const length = /content-length: (\d+)/i.exec(head)?.[1];
  const whole = /transfer-encoding: chunked/i.test(head)
    ? body.subarray(-5).toString('latin1') === '0\r\n\r\n'
    : length !== undefined && body.length >= Number(length);
  return whole || ended || status === 304 || status === 204 ? { status, head, body } : undefined;
}

/** A caller's mistakes are the caller's: nothing he sends may be an error inside Millrace. */
export function checkRefusal(answer: Answer | undefined, what: () => string): void {
  if (!answer) return; // cut off: an answer, too
  const { status, body } = answer;
  if (status === 500 || status < 200 || status > 599) throw new Error(`${status} ${body.subarray(0, 300)} for ${what()}`);
}
