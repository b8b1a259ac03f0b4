/** The launcher alone, in a checkout of its own where npm and Node are programs that do next to nothing. */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

let root: string;
const program = (name: string, does: string) => writeFileSync(join(root, 'bin', name), `#!/bin/sh\n${does}\n`, { mode: 0o755 });

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'millrace-launcher-'));
  for (const folder of ['bin', 'src', '.millrace/setup']) mkdirSync(join(root, folder), { recursive: true });
  copyFileSync(resolve(import.meta.dirname, '../../millrace'), join(root, 'millrace'));
  for (const file of ['package-lock.json', 'package.json', 'tsconfig.json', 'tsconfig.build.json'])
    writeFileSync(join(root, file), '');
  program('npm', 'exit 0');
  program('npx', 'mkdir -p dist.new/cli && echo >dist.new/cli/index.js');
  program('node', 'case "$1" in -e) exit 0 ;; esac; echo served');
});
afterEach(() => rmSync(root, { recursive: true }));

const env = () => ({ PATH: `${join(root, 'bin')}:/usr/bin:/bin` });
const launch = () => spawnSync('sh', [join(root, 'millrace'), 'status'], { env: env(), encoding: 'utf8', timeout: 10_000 });
const left = () => readdirSync(join(root, '.millrace/setup')).filter((name) => name.startsWith('lock'));

test('a set-up builds once, and leaves no lock', () => {
  const { stdout, stderr } = launch();
  expect(stdout).toBe('served\n');
  expect(stderr).toMatch(/Building Millrace \.\.\. \d+ s/);
  expect(left()).toEqual([]);
});

test('the lock of a set-up that was killed is taken over, at whatever moment it was', async () => {
  const ended = spawn('true');
  await once(ended, 'exit');
  symlinkSync(String(ended.pid), join(root, '.millrace/setup/locked'));
  // as earlier launchers left it, killed before they had written their id
  mkdirSync(join(root, '.millrace/setup/lock'));
  expect(launch().stdout).toBe('served\n');
  expect(left()).toEqual(['lock']);
});

test('a set-up waits for one that is underway', async () => {
  symlinkSync(String(process.pid), join(root, '.millrace/setup/locked'));
  const second = spawn('sh', [join(root, 'millrace'), 'status'], { env: env(), stdio: ['ignore', 'pipe', 'ignore'] });
  const said = once(second.stdout, 'data');
  await new Promise((later) => setTimeout(later, 700));
  expect(second.exitCode).toBe(null);
  rmSync(join(root, '.millrace/setup/locked'));
  expect(String((await said)[0])).toBe('served\n');
  await once(second, 'exit');
});
