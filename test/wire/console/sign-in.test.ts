import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Console, serveConsole } from './served.ts';

let served: Console;
beforeAll(async () => {
  served = await serveConsole({ MILLRACE_HOSTS: 'millrace.example.com' });
  served.build('index.html', '<!doctype html>');
});
afterAll(() => served.close());

const credentialsOf = (body: string) => {
  const { accessKeyId, secretAccessKey, sessionToken } = JSON.parse(body);
  return { accessKeyId, secretAccessKey, sessionToken };
};

describe('a link', () => {
  it('is made for who knows the control token only', async () => {
    const path = '/_millrace/console/links';
    for (const headers of [{}, { authorization: 'Bearer wrong' }] as Record<string, string>[]) {
      expect((await served.ask({ method: 'POST', path, headers })).status).toBe(401);
    }
    const made = await served.ask({ method: 'POST', path, headers: served.operator, body: '{}' });
    expect(made.status).toBe(201);
    expect(JSON.parse(made.body)).toEqual({
      path: expect.stringMatching(/^\/console\/#token=[A-Za-z0-9]{43}$/),
      expiresAt: expect.any(String),
    });
    const nobodys = await served.ask({ method: 'POST', path, headers: served.operator, body: '{"account":"999999999999"}' });
    expect(nobodys.status).toBe(404);
  });

  it('signs in once', async () => {
    const token = await served.link();
    const first = await served.signIn(token);
    expect(first.status).toBe(200);
    expect(first.headers['cache-control']).toBe('no-store');
    expect(JSON.parse(first.body)).toEqual({
      accessKeyId: expect.stringMatching(/^ASIA/),
      secretAccessKey: expect.any(String),
      sessionToken: expect.any(String),
      expiration: expect.any(String),
      account: '000000000000',
      region: 'us-east-1',
      partition: 'aws',
      arn: 'arn:aws:iam::000000000000:root',
    });
    const hours = (Date.parse(JSON.parse(first.body).expiration) - Date.now()) / 3_600_000;
    expect(Math.round(hours)).toBe(12);
    const again = await served.signIn(token);
    expect([again.status, JSON.parse(again.body).code]).toEqual([403, 'LinkExpired']);
  });

  it('opens nothing where it is not one', async () => {
    for (const body of ['', '{}', '[]', 'null', '{"token":7}', '{"token":"x"}', '{']) {
      expect((await served.ask({ method: 'POST', path: '/_millrace/console/sign-in', body })).status).toBe(403);
    }
  });

  it('may be to another account', async () => {
    await served.ask({
      method: 'POST',
      path: '/_millrace/accounts',
      headers: served.operator,
      body: '{"account":"222222222222"}',
    });
    const { body } = await served.signIn(await served.link({ account: '222222222222' }));
    const said = await served.query('sts', { Action: 'GetCallerIdentity', Version: '2011-06-15' }, credentialsOf(body));
    expect(said.body).toContain('<Arn>arn:aws:iam::222222222222:root</Arn>');
  });
});

describe('the session', () => {
  it("calls every service, IAM's too, as the root user's does on AWS", async () => {
    const session = credentialsOf((await served.signIn(await served.link())).body);
    const roles = await served.query('iam', { Action: 'ListRoles', Version: '2010-05-08' }, session);
    expect([roles.status, roles.body.includes('<ListRolesResult>')]).toEqual([200, true]);
    const applications = await served.json('kinesisanalytics', 'KinesisAnalytics_20180523.ListApplications', {}, session);
    expect(applications).toEqual({ status: 200, body: { ApplicationSummaries: [] } });
    const buckets = await served.ask({ path: '/', as: session, service: 's3' });
    expect(buckets.body).toContain('<ListAllMyBucketsResult');
  });

  it('is not what GetSessionToken gives', async () => {
    const made = await served.query('sts', { Action: 'GetSessionToken', Version: '2011-06-15' });
    const part = (name: string) => new RegExp(`<${name}>([^<]*)<`).exec(made.body)?.[1] ?? '';
    const session = {
      accessKeyId: part('AccessKeyId'),
      secretAccessKey: part('SecretAccessKey'),
      sessionToken: part('SessionToken'),
    };
    expect((await served.query('iam', { Action: 'ListRoles', Version: '2010-05-08' }, session)).status).toBe(403);
  });
});

describe('other sites', () => {
  const signIn = (headers: Record<string, string>) => served.signIn('x', headers);

  it.each([
    ['another origin', { origin: 'http://evil.example' }],
    ['another port', { origin: 'http://127.0.0.1:3000' }],
    ['a page without an origin', { origin: 'null' }],
    ['a name bent to lead here', { host: 'evil.example:4566', origin: 'http://evil.example:4566' }],
    ['a name that only begins well', { host: 'localhost.evil.example' }],
    ['a name that only ends well', { host: 'notlocalhost' }],
    ['nonsense', { host: 'localhost/@evil' }],
    ['a cross-site request without an origin', { 'sec-fetch-site': 'cross-site' }],
    ['a page of the same machine', { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors' }],
    ['a form', { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' }],
  ] as [string, Record<string, string>][])('are refused: %s', async (_what, headers) => {
    const answer = await signIn(headers);
    expect([answer.status, JSON.parse(answer.body).code]).toEqual([403, 'Forbidden']);
    expect(answer.headers['access-control-allow-origin']).toBeUndefined();
  });

  it('may not ask beforehand either', async () => {
    const headers = { origin: 'http://evil.example', 'access-control-request-method': 'POST' };
    const answer = await served.ask({ method: 'OPTIONS', path: '/_millrace/console/sign-in', headers });
    expect([answer.status, answer.headers['access-control-allow-origin']]).toEqual([404, undefined]);
  });

  it.each([
    ['its own', { origin: 'http://HOST', 'sec-fetch-site': 'same-origin' }],
    ['no browser', {}],
    ['a name of the loopback', { host: 'localhost:80', origin: 'http://localhost:80' }],
    ['an address', { host: '10.1.2.3', origin: 'http://10.1.2.3' }],
    ['an address of six', { host: '[fd00::1]:4566', origin: 'http://[fd00::1]:4566' }],
    ['a name of AWS', { host: 'kinesis.us-east-1.amazonaws.com' }],
    ['a name its operator gave', { host: 'millrace.example.com', origin: 'http://millrace.example.com' }],
  ] as [string, Record<string, string>][])('are not who signs in: %s', async (_what, headers) => {
    const here = Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, text.replace('HOST', served.host)]));
    expect((await served.signIn(await served.link(), here)).status).toBe(200);
  });

  it('may link to a page, and not take its files', async () => {
    const followed = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
    expect((await served.ask({ path: '/console/applications', headers: followed })).status).toBe(200);
    for (const headers of [
      { ...followed, 'sec-fetch-dest': 'iframe' },
      { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' },
    ]) {
      expect((await served.ask({ path: '/console/', headers })).status).toBe(403);
    }
  });
});
