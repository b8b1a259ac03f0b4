import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, serveConsole } from './served.ts';

let served: Console;
beforeAll(async () => {
  served = await serveConsole();
});
afterAll(() => served.close());

const page = (path: string, headers: Record<string, string> = {}) =>
  served.ask({ path, headers: { accept: 'text/html', ...headers } });

describe('a console that is not built', () => {
  it('says how to build it', async () => {
    const answer = await page('/console/');
    expect(answer.status).toBe(503);
    expect(answer.body).toContain('npm run build -w console');
  });
});

describe('the built console', () => {
  beforeAll(() => {
    served.build('index.html', '<!doctype html><title>Millrace</title>');
    served.build('assets/app-1a2b.js', 'export const a = 1;');
    served.build('assets/app-1a2b.js.gz', gzipSync('export const a = 1;').toString('latin1'));
    served.build('assets/app-1a2b.js.br', 'packed');
    served.build('icon.svg', '<svg/>');
  });

  it('is where a browser is led to that is shown the API', async () => {
    for (const path of ['/', '/console', '/?a=1']) {
      const answer = await page(path);
      expect([answer.status, answer.headers['location']]).toEqual([302, path === '/?a=1' ? '/console/?a=1' : '/console/']);
    }
  });

  it('is not in the way of who lists buckets', async () => {
    const anonymous = await served.ask({ path: '/' });
    expect([anonymous.status, anonymous.headers['content-type']]).toEqual([403, 'application/xml']);
    const signed = await served.ask({ path: '/', headers: { accept: 'text/html' }, as: served.root, service: 's3' });
    expect(signed.body).toContain('<ListAllMyBucketsResult');
    const presigned = await page('/?X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Signature=0');
    expect(presigned.headers['content-type']).toBe('application/xml');
    const ofAws = await page('/', { host: 's3.us-east-1.amazonaws.com' });
    expect(ofAws.headers['content-type']).toBe('application/xml');
  });

  it('answers every page with its index, told apart by its content', async () => {
    const index = await page('/console/');
    expect([index.status, index.headers['content-type'], index.headers['cache-control']]).toEqual([
      200,
      'text/html; charset=utf-8',
      'no-cache',
    ]);
    for (const path of ['/console/applications/orders', '/console/logs/%2Faws%2Fmillrace', '/console/s3/b/a.b%2Fc.txt/']) {
      expect((await page(path)).body).toBe(index.body);
    }
    const etag = index.headers['etag'] ?? '';
    const again = await page('/console/', { 'if-none-match': `"other", ${etag}` });
    expect([again.status, again.body, again.headers['etag']]).toEqual([304, '', etag]);
    served.build('index.html', '<!doctype html><title>Millrace 2</title>');
    expect((await page('/console/', { 'if-none-match': etag })).status).toBe(200);
    const head = await served.ask({ method: 'HEAD', path: '/console/' });
    expect([head.status, head.body]).toEqual([200, '']);
  });

  it('keeps what is named by its content for good, and sends it packed', async () => {
    const path = '/console/assets/app-1a2b.js';
    const plain = await page(path);
    expect([plain.body, plain.headers['content-encoding'], plain.headers['cache-control']]).toEqual([
      'export const a = 1;',
      undefined,
      'public, max-age=31536000, immutable',
    ]);
    expect(plain.headers['vary']).toBe('accept-encoding');
    const brotli = await page(path, { 'accept-encoding': 'gzip, deflate, br' });
    expect([brotli.headers['content-encoding'], brotli.headers['content-type']]).toEqual([
      'br',
      'text/javascript; charset=utf-8',
    ]);
    const gzip = await page(path, { 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers['content-encoding']).toBe('gzip');
    expect(gzip.headers['etag']).not.toBe(brotli.headers['etag']);
  });

  it('has no file outside its folder', async () => {
    for (const path of [
      '/console/../package.json',
      '/console/..%2Fpackage.json',
      '/console/assets/../../x.json',
      '/console/none.js',
    ]) {
      const { status, body } = await page(path);
      expect([path, status === 404 || body.startsWith('<!doctype html>')]).toEqual([path, true]);
    }
    expect((await page('/console/assets/none.js')).status).toBe(404);
  });

  it('lets a page do nothing but what the console does', async () => {
    for (const path of ['/console/', '/console/icon.svg', '/console/none.js']) {
      const { headers } = await page(path);
      const policy = String(headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
      expect(policy).not.toMatch(/unsafe|https?:|\*/);
      for (const rule of ["frame-ancestors 'none'", "base-uri 'none'", "form-action 'none'"]) expect(policy).toContain(rule);
      expect(headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
      });
    }
  });

  it('leaves a bucket of its name alone', async () => {
    const s3 = (method: string, path: string, body = '') => served.ask({ method, path, body, as: served.root, service: 's3' });
    expect((await s3('PUT', '/console')).status).toBe(200);
    expect((await s3('PUT', '/console/index.html', 'an object')).status).toBe(200);
    expect((await s3('GET', '/console/index.html')).body).toBe('an object');
    expect((await s3('GET', '/console/')).body).toContain('<ListBucketResult');
    const virtual = await page('/index.html', { host: 'console.s3.us-east-1.amazonaws.com' });
    expect(virtual.body).toContain('<Code>AccessDenied</Code>');
    const preflight = await served.ask({
      method: 'OPTIONS',
      path: '/console/index.html',
      headers: { origin: 'http://a.example' },
    });
    expect(preflight.headers['content-type']).toBe('application/xml');
  });
});
