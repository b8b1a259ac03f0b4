import fc from 'fast-check';
import { expect, test } from 'vitest';
import { HeadReader } from './head.ts';

const of = (text: string, reader = new HeadReader()) => reader.read(Buffer.from(text, 'latin1'));
const HEAD = 'PUT /b/k?x=1 HTTP/1.1\r\nHost: h:1\r\nX-Amz-Meta-A_b: \t v\xe9 w\xa0 \r\nContent-Length: 5\r\nempty:\r\n\r\n';

test('a plain head is read as Node reads it', () => {
  expect(of(`${HEAD}hello`)).toEqual({
    method: 'PUT',
    url: '/b/k?x=1',
    headers: { host: 'h:1', 'x-amz-meta-a_b': 'v\xe9 w\xa0', 'content-length': '5', empty: '' },
    length: HEAD.length,
    bodyLength: 5,
    waits: false,
  });
  expect(of('GET / HTTP/1.1\r\nhost: h\r\nconnection: Keep-Alive\r\n\r\n')?.bodyLength).toBe(0);
});

test('a client may wait to be told before it sends its body, however long that is', () => {
  const head = of('PUT / HTTP/1.1\r\nhost: h\r\nexpect: 100-continue\r\ncontent-length: 5000000000000\r\n\r\n');
  expect(head).toMatchObject({ bodyLength: 5_000_000_000_000, waits: true });
});

const WITH = (lines: string) => `GET / HTTP/1.1\r\nhost: h\r\n${lines}\r\n`;
test.each([
  ['is not all there', HEAD.slice(0, -1)],
  ['has no host', 'GET / HTTP/1.1\r\na: b\r\n\r\n'],
  ['has no headers', 'GET / HTTP/1.1\r\n\r\n'],
  ['has two hosts', WITH('Host: h\r\n')],
  ['repeats a header', WITH('a: b\r\nA: c\r\n')],
  ['repeats an empty header', WITH('a:\r\nA: c\r\n')],
  ['repeats its length', WITH('content-length: 1\r\ncontent-length: 1\r\n')],
  ['is chunked', WITH('transfer-encoding: chunked\r\n')],
  ['waits to be told for no body', WITH('expect: 100-continue\r\n')],
  ['expects something else', WITH('expect: 200-ok\r\ncontent-length: 1\r\n')],
  ['wants another protocol', WITH('upgrade: h2c\r\n')],
  ['closes', WITH('connection: close\r\n')],
  ['lists its connection', WITH('connection: keep-alive, te\r\n')],
  ['closes in another way', WITH('proxy-connection: close\r\n')],
  ['has a folded line', WITH('a: b\r\n c\r\n')],
  ['ends a line early', WITH('a: b\nc: d\r\n')],
  ['has a bare return', WITH('a: b\rc: d\r\n')],
  ['has a NUL', WITH('a: b\0\r\n')],
  ['has a blank before a colon', WITH('a : b\r\n')],
  ['has a line without a colon', WITH('a\r\n')],
  ['names what objects have', WITH('__proto__: b\r\n')],
  ['names what objects inherit', WITH('constructor: b\r\n')],
  ['has a signed length', WITH('content-length: +1\r\n')],
  ['has a length in hexadecimal', WITH('content-length: 0x1\r\n')],
  ['has no length', WITH('content-length:\r\n')],
  ['has a body that cannot be counted', WITH('content-length: 1000000000000000\r\n')],
  ['is long itself', WITH(`a: ${'b'.repeat(9000)}\r\n`)],
  ['has a whole URL', 'GET http://h/ HTTP/1.1\r\nhost: h\r\n\r\n'],
  ['has a blank in its path', 'GET /a b HTTP/1.1\r\nhost: h\r\n\r\n'],
  ['has other bytes in its path', 'GET /\xe9 HTTP/1.1\r\nhost: h\r\n\r\n'],
  ['is of another version', 'GET / HTTP/1.0\r\nhost: h\r\n\r\n'],
  ['has an unusual method', 'PATCH / HTTP/1.1\r\nhost: h\r\n\r\n'],
  ['begins with an empty line', '\r\nGET / HTTP/1.1\r\nhost: h\r\n\r\n'],
])('a head that %s is for others', (_, text) => expect(of(text)).toBeUndefined());

const AGAIN = (
  changed: Record<string, string> = {},
  request = 'PUT /b/k HTTP/1.1',
  order = ['Host', 'X-Date', 'Content-Length', 'Connection'],
) => {
  const values: Record<string, string> = {
    Host: ' h:1',
    'X-Date': ' 1',
    'Content-Length': ' 5',
    Connection: ' keep-alive',
    ...changed,
  };
  return `${request}\r\n${order.map((name) => `${name}:${values[name]}\r\n`).join('')}\r\n`;
};

test.each([
  ['the same', AGAIN()],
  ['another value', AGAIN({ 'X-Date': '\t22 ' })],
  ['a value that begins with the last one', AGAIN({ 'X-Date': ' 12' })],
  ['a longer value', AGAIN({ 'X-Date': 'b'.repeat(3000) })],
  ['no value', AGAIN({ 'X-Date': '' })],
  ['another length', AGAIN({ 'Content-Length': '7' })],
  ['another request', AGAIN({}, 'GET /b/k?other HTTP/1.1')],
  ['another order', AGAIN({}, 'GET / HTTP/1.1', ['X-Date', 'Host', 'Content-Length', 'Connection'])],
  ['a line less', AGAIN({}, 'GET / HTTP/1.1', ['Host', 'X-Date'])],
  ['a line more', AGAIN({ More: 'x' }, 'GET / HTTP/1.1', ['Host', 'X-Date', 'Content-Length', 'More', 'Connection'])],
  ['a last line more', AGAIN({ More: 'x' }, 'GET / HTTP/1.1', ['Host', 'X-Date', 'Content-Length', 'Connection', 'More'])],
  ['a name in other letters', AGAIN({ 'x-date': ' 1' }, 'PUT /b/k HTTP/1.1', ['Host', 'x-date', 'Content-Length', 'Connection'])],
  ['a line twice', AGAIN({}, 'GET / HTTP/1.1', ['Host', 'Host', 'X-Date'])],
  ['a folded line', AGAIN({ 'X-Date': 'a\r\n b' })],
  ['a line that ends early', AGAIN({ 'X-Date': 'a\nb: c' })],
  ['a bare return', AGAIN({ 'X-Date': 'a\rb' })],
  ['a NUL', AGAIN({ 'X-Date': 'a\0' })],
  ['a connection that closes', AGAIN({ Connection: 'close' })],
  ['a long body', AGAIN({ 'Content-Length': '65536' })],
  ['a body that cannot be counted', AGAIN({ 'Content-Length': '1000000000000000' })],
  ['a signed length', AGAIN({ 'Content-Length': '+1' })],
  ['no end', AGAIN().slice(0, -1)],
  ['no end of its first line', 'PUT /b/k HTTP/1.1'],
  ['an end of its own after all lines', `${AGAIN().slice(0, -2)}X: y`],
  ['a head that is too long', AGAIN({ 'X-Date': 'b'.repeat(9000) })],
  ['another version', AGAIN({}, 'PUT /b/k HTTP/1.0')],
])('after a head, one with %s is read as if it were the first', (_, text) => {
  const body = 'x: y\r\n\r\n';
  for (const first of [AGAIN(), AGAIN({ 'X-Date': 'b'.repeat(8100) })]) {
    const reader = new HeadReader();
    expect(of(first, reader)).toEqual(of(first));
    for (let i = 0; i < 2; i++) expect(of(text + body, reader)).toEqual(of(text + body));
    expect(of(first + body, reader)).toEqual(of(first + body));
  }
});

test('property: whatever a connection has said before, a head is read as if it were the first', () => {
  const value = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(' 1', ' 2', ' 3') },
    fc.constantFrom(' 12', '', ' \t4 ', ' a\0', ' a\nb', '1'),
  );
  const change = fc.oneof(
    fc.record({ 'X-Date': value }),
    fc.record({ More: value }),
    fc.record({ 'Content-Length': fc.constantFrom(' 5', ' 7', ' 10') }),
    fc.record({ request: fc.constantFrom('PUT /b/k HTTP/1.1', 'PUT /b/l HTTP/1.1', 'GET / HTTP/1.1') }),
  );
  fc.assert(
    fc.property(fc.array(change, { maxLength: 12 }), (changes) => {
      const reader = new HeadReader();
      const said = { request: 'PUT /b/k HTTP/1.1', Host: ' h', 'X-Date': ' 1', More: ' 1', 'Content-Length': ' 5', Last: '' };
      for (const each of changes) {
        const { request, ...values } = Object.assign(said, each);
        const lines = Object.entries(values).map(([name, text]) => `${name}:${text}\r\n`);
        const head = `${request}\r\n${lines.join('')}\r\nx: y\r\n\r\n`;
        expect(of(head, reader)).toEqual(of(head));
      }
    }),
    { numRuns: 1000 },
  );
});
