import { createHash } from 'node:crypto';
import { type FileHandle, open } from 'node:fs/promises';
import { join } from 'node:path';
import type { Route, RouteAnswer, RouteRequest } from '#gateway';

/** Below it: the web console. */
export const CONSOLE_PATH = '/console/';

/** Where nothing is allowed but what the console needs. It brings everything along, and talks to nobody but this server. */
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "connect-src 'self'",
  "img-src 'self' data: blob:",
  "font-src 'self' data:",
  "frame-ancestors 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');

const SAFE = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
};

const TYPES: Readonly<Record<string, string>> = {
  html: 'text/html; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  css: 'text/css; charset=utf-8',
  json: 'application/json',
  svg: 'image/svg+xml',
  png: 'image/png',
  ico: 'image/x-icon',
  woff2: 'font/woff2',
  woff: 'font/woff',
  txt: 'text/plain; charset=utf-8',
};

/** Prepared beside a file by its build, the smaller first. */
const PACKED = [
  { encoding: 'br', suffix: '.br' },
  { encoding: 'gzip', suffix: '.gz' },
];

/** The console's files, as its build left them in `directory`, and the way there from `/`. */
export function consoleFiles(directory: string): Route[] {
  const toConsole = (request: RouteRequest): RouteAnswer => {
    const query = request.query.size > 0 ? `?${request.query}` : '';
    return {
      status: 302,
      headers: { ...SAFE, location: `${CONSOLE_PATH}${query}`, 'cache-control': 'no-store', vary: 'accept' },
    };
  };
  return [
    // a browser that is shown the address of the API; what lists its buckets there asks for no page
    { method: 'GET', path: '/', takes: ({ accept = '' }) => /\btext\/html\b/.test(accept), handle: toConsole },
    { method: 'GET', path: '/console', handle: toConsole },
    { method: 'GET', path: CONSOLE_PATH, handle: (request) => answered(directory, request) },
  ];
}

async function answered(directory: string, { path, headers }: RouteRequest): Promise<RouteAnswer> {
  const asked = path.slice(CONSOLE_PATH.length);
  // a file of the build has plain names only; every other path is a page's, which the index finds its way to
  const isFile = /^(?:[\w-]+\/)*[\w-][\w.-]*\.\w+$/.test(asked);
  const name = isFile ? asked : 'index.html';
  const file = await found(directory, name, headers['accept-encoding'] ?? '');
  if (!file) return isFile ? told(404, 'There is no such file.') : notBuilt;
  const about = {
    ...SAFE,
    'content-type': TYPES[name.slice(name.lastIndexOf('.') + 1)] ?? 'application/octet-stream',
    // the build names what it makes by its content
    'cache-control': name.startsWith('assets/') ? 'public, max-age=31536000, immutable' : 'no-cache',
    etag: file.etag,
    vary: 'accept-encoding',
    ...(file.encoding !== undefined && { 'content-encoding': file.encoding }),
  };
  const known = (headers['if-none-match'] ?? '').split(',').some((each) => each.trim() === file.etag);
  return known ? { status: 304, headers: about } : { status: 200, headers: about, body: file.bytes };
}

interface Found {
  readonly bytes: Uint8Array;
  readonly etag: string;
  readonly encoding: string | undefined;
}

async function found(directory: string, name: string, accepted: string): Promise<Found | undefined> {
  const wanted = PACKED.filter(({ encoding }) =>
    new RegExp(`(?:^|[\\s,])${encoding}(?!\\s*;\\s*q=0(?:\\.0*)?\\s*(?:,|$))`).test(accepted),
  );
  for (const { encoding, suffix } of [...wanted, { encoding: undefined, suffix: '' }]) {
    const bytes = await read(join(directory, `${name}${suffix}`));
    if (bytes) return { bytes, encoding, etag: `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"` };
  }
  return undefined;
}

async function read(path: string): Promise<Uint8Array | undefined> {
  let file: FileHandle | undefined;
  try {
    file = await open(path, 'r');
    return (await file.stat()).isFile() ? await file.readFile() : undefined;
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw failure;
  } finally {
    await file?.close();
  }
}

const told = (status: number, text: string): RouteAnswer => ({
  status,
  headers: { ...SAFE, 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' },
  body: `${text}\n`,
});

const notBuilt = told(
  503,
  'The web console has not been built in this installation.\n' +
    'Started with ./millrace from a checkout it is built by itself; by hand: npm ci && npm run build -w console.\n' +
    'The AWS API on this port does not need it.',
);
