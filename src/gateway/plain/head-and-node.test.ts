import { createServer, type IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeadReader, type PlainHead } from './head.ts';

// Two readers of the same bytes must not disagree: whatever `HeadReader` takes, Node's parser reads as the same request, with a body of the same
// length, and what comes behind it as the next one.

interface Seen {
  readonly method: string | undefined;
  readonly url: string | undefined;
  readonly headers: Record<string, unknown>;
  readonly bodyLength: number;
}

const NEXT = 'GET /next HTTP/1.1\r\nhost: next\r\n\r\n';

/** What Node's server makes of the bytes: the requests, as far as they go. No socket is opened. */
async function asNodeReads(bytes: Buffer): Promise<Seen[]> {
  const seen: Seen[] = [];
  const server = createServer((request: IncomingMessage, response) => {
    let bodyLength = 0;
    request.on('data', (piece: Buffer) => {
      bodyLength += piece.length;
    });
    request.on('error', () => {});
    request.on('end', () => {
      seen.push({ method: request.method, url: request.url, headers: { ...request.headers }, bodyLength });
      response.end();
    });
  });
  server.on('clientError', () => {});
  server.on('upgrade', () => {});
  const wire = new Duplex({ read() {}, write: (_piece, _encoding, done) => done() });
  server.emit('connection', wire);
  wire.push(bytes);
  wire.push(null);
  for (let turn = 0; turn < 20 && seen.length < 2; turn++) await new Promise((later) => setImmediate(later));
  wire.destroy();
  server.close();
  return seen;
}

const seenAs = ({ method, url, headers, bodyLength }: PlainHead): Seen => ({ method, url, headers: { ...headers }, bodyLength });

const PIECES = [
  ...[
    '\r\n',
    '\n',
    '\r',
    ': ',
    ':',
    ' ',
    '\t',
    '\0',
    '\x7f',
    '\xff',
    '\x80',
    '\xa0',
    ',',
    ';',
    '"',
    '\r\n ',
    '\r\n\t',
    '\r\n\r\n',
  ],
  ...[
    'content-length: 3\r\n',
    'Content-Length: 0003\r\n',
    'content-length: 3, 3\r\n',
    'content_length: 9\r\n',
    'content-length:\t3 \r\n',
  ],
  ...[
    'transfer-encoding: chunked\r\n',
    'Transfer-Encoding:\tchunked\r\n',
    'transfer_encoding: chunked\r\n',
    'x: \x0bchunked\r\n',
  ],
  ...[
    'connection: close\r\n',
    'connection: keep-alive\r\n',
    'Connection: upgrade\r\n',
    'upgrade: h2c\r\n',
    'keep-alive: timeout=1\r\n',
  ],
  ...[
    'host: other\r\n',
    'cookie: a\r\n',
    'set-cookie: a\r\n',
    'te: trailers\r\n',
    '__proto__: x\r\n',
    'toString: x\r\n',
    'a: b\r\na: c\r\n',
  ],
  ...['http://h/', '/a b', '*', '//', '/%00', '#f', '?', 'HTTP/1.0', 'HTTP/1.1', 'http/1.1', 'OPTIONS ', 'GET ', 'M-SEARCH '],
];

const value = fc.oneof(
  fc.stringMatching(/^[\t -~]{0,30}$/),
  fc.constantFrom('', ' ', '\ta\t', 'caf\xe9', 'a,b', '"q"', '3', '03', '+3', '3, 3'),
);
const NAMES = [
  'X-Amz-Date',
  'Authorization',
  'content-type',
  'ACCEPT',
  'range',
  'if-match',
  'etag',
  'age',
  'referer',
  'cookie',
  'date',
];
/** What changes how a message is read. */
const framing = fc.tuple(
  fc.constantFrom(
    'Transfer-Encoding',
    'Connection',
    'Proxy-Connection',
    'Upgrade',
    'Expect',
    'Content-Length',
    'Trailer',
    'TE',
    'Host',
  ),
  fc.constantFrom(':', ': '),
  fc.constantFrom('chunked', 'identity', 'gzip, chunked', 'close', 'keep-alive', 'upgrade', 'h2c', '100-continue', '3', 'x'),
);
const usual = fc.tuple(
  fc.oneof(fc.stringMatching(/^[A-Za-z][A-Za-z0-9_-]{0,15}$/), fc.constantFrom(...NAMES)),
  fc.constantFrom(':', ': ', ':\t '),
  value,
);
const line = fc.oneof({ weight: 6, arbitrary: usual }, { weight: 1, arbitrary: framing });
const request = fc
  .record({
    method: fc.constantFrom('GET', 'PUT', 'POST', 'HEAD', 'DELETE'),
    url: fc.stringMatching(/^\/[!-~]{0,40}$/),
    lines: fc.array(line, { maxLength: 8 }),
    body: fc.option(fc.nat(40), { nil: undefined }),
  })
  .map(({ method, url, lines, body }) => {
    const all = [['Host', ': ', 'h'], ...lines, ...(body === undefined ? [] : [['Content-Length', ': ', `${body}`]])];
    return `${method} ${url} HTTP/1.1\r\n${all.map((line) => `${line.join('')}\r\n`).join('')}\r\n`;
  });
const change = fc.tuple(
  fc.nat(),
  fc.nat(4),
  fc.oneof(
    fc.constantFrom(...PIECES),
    fc.nat(255).map((code) => String.fromCharCode(code)),
  ),
);
const spoiled = fc.tuple(request, fc.array(change, { maxLength: 3 })).map(([text, changes]) =>
  changes.reduce((now, [at, gone, put]) => {
    const place = at % (now.length + 1);
    return now.slice(0, place) + put + now.slice(place + gone);
  }, text),
);

test('property: a head that is taken means the same to Node, on a connection that has had others', {
  timeout: 120_000,
}, async () => {
  let taken = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(spoiled, { minLength: 1, maxLength: 4 }), async (texts) => {
      const reader = new HeadReader();
      for (const text of texts) {
        const body = 'b'.repeat(64);
        const head = reader.read(Buffer.from(text + body, 'latin1'));
        if (!head || head.bodyLength > 60_000) continue; // what is long is too long to be sent so often
        taken++;
        const whole = Buffer.from(text.slice(0, head.length), 'latin1');
        const after = Buffer.from((text.slice(head.length) + body.repeat(1100)).slice(0, head.bodyLength), 'latin1');
        expect(head.length).toBeLessThanOrEqual(text.length);
        const [first, next] = await asNodeReads(Buffer.concat([whole, after, Buffer.from(NEXT)]));
        expect(first).toEqual(seenAs(head));
        expect(next).toMatchObject({ method: 'GET', url: '/next', bodyLength: 0 });
      }
    }),
    { numRuns: 700 },
  );
  expect(taken).toBeGreaterThan(100);
});
