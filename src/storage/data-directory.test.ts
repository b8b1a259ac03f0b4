import { mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { DataDirectory, isAlive, isDatabaseDamaged } from './data-directory.ts';
import { openSqlite } from './sqlite.ts';

let path: string;
beforeEach(() => {
  path = mkdtempSync(join(tmpdir(), 'millrace-directory-'));
});
afterEach(() => rmSync(path, { recursive: true }));

const SECRETS = { rootKey: { accessKeyId: 'A', secretAccessKey: 'S' }, sessionKey: 'k', controlToken: 't' };

test('secrets are made once, and never again where they are damaged', () => {
  const directory = new DataDirectory(path);
  expect(directory.secrets(() => SECRETS)).toEqual(SECRETS);
  expect(directory.secrets(() => ({ ...SECRETS, sessionKey: 'other' }))).toEqual(SECRETS);
  const file = join(path, 'credentials.json');
  const whole = readFileSync(file, 'utf8');
  for (const damaged of ['', '{}', whole.slice(0, 40), whole.replace('"S"', '""')]) {
    writeFileSync(file, damaged);
    expect(() => directory.secrets(() => SECRETS)).toThrow(expect.objectContaining({ code: 'FileDamaged' }));
  }
});

test('a path that cannot be a data directory is told to its operator', () => {
  const file = join(path, 'file');
  writeFileSync(file, '');
  const nowhere = join(path, 'nowhere');
  symlinkSync(join(path, 'missing'), nowhere);
  for (const each of [file, join(file, 'below'), join(path, 'n'.repeat(300)), nowhere, join(nowhere, 'a', 'b')]) {
    const directory = new DataDirectory(each);
    expect(() => directory.lock(process.pid)).toThrow(expect.objectContaining({ code: 'DataDirectoryUnusable' }));
  }
  expect(new DataDirectory(file).server()).toBeUndefined();
  const deep = join(path, 'a', 'b', 'c');
  new DataDirectory(deep).make();
  expect(statSync(deep).mode & 0o777).toBe(0o700);
});

/** Linux tells them for the asking; elsewhere an id is all there is. */
const birthsAreKnown = process.platform === 'linux';

test('a lock is its owner’s, and not of who has got its id since', () => {
  const file = join(path, 'lock');
  const directory = new DataDirectory(path);
  directory.lock(process.ppid);
  const inUse = expect.objectContaining({ code: 'DataDirectoryInUse' });
  expect(() => directory.lock(process.pid)).toThrow(inUse);
  // as earlier versions wrote it
  writeFileSync(file, String(process.ppid));
  expect(() => directory.lock(process.pid)).toThrow(inUse);
  directory.unlock();

  if (!birthsAreKnown) return;
  directory.lock(process.ppid);
  writeFileSync(file, readFileSync(file, 'utf8').replace(/\d+$/, '1'));
  directory.lock(process.pid);
  expect(readFileSync(file, 'utf8').split(' ')[0]).toBe(String(process.pid));
});

test('a server is told with its birth: nobody else is taken for it, and ended', () => {
  const directory = new DataDirectory(path);
  directory.announce({ pid: process.pid, url: 'http://localhost', startedAt: '2026-01-01T00:00:00.000Z' });
  const { pid = 0, birth = '' } = directory.server() ?? {};
  expect(isAlive(pid, birth)).toBe(true);
  expect(isAlive(pid, `${birth}0`)).toBe(!birthsAreKnown);
  expect(isAlive(pid)).toBe(true);
});

test('what a server told of itself is nothing where it is damaged', () => {
  const directory = new DataDirectory(path);
  writeFileSync(join(path, 'server.json'), '{"pid": 1');
  expect(directory.server()).toBeUndefined();
});

function failureOf(work: () => void): unknown {
  try {
    work();
    return undefined;
  } catch (failure) {
    return isDatabaseDamaged(failure) ? 'damaged' : failure;
  }
}

test('a database that is damaged is told from other failures', () => {
  const file = join(path, 'meta.db');
  const database = openSqlite(file);
  database.exec('CREATE TABLE t (n INTEGER)');
  database.close();
  const whole = readFileSync(file);
  for (const at of [0, 4096]) {
    const damaged = Buffer.from(whole);
    damaged.fill(0xff, at, at + 100);
    writeFileSync(file, damaged);
    expect([at, failureOf(() => openSqlite(file).prepare('SELECT * FROM t').all())]).toEqual([at, 'damaged']);
  }
  expect(isDatabaseDamaged(new Error('no'))).toBe(false);
});
