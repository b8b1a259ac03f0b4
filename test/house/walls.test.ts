/** The walls stand, and each of them is a wall: a small house with one violation per rule is refused for exactly these. */
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { ROOT, read } from './tree.ts';

const CONFIG = '.dependency-cruiser.cjs';
const scratch = join(ROOT, '.millrace', 'test');
mkdirSync(scratch, { recursive: true });
// inside the checkout, so that packages are found as they are from src/
const house = mkdtempSync(join(scratch, 'walls-'));
afterAll(() => rmSync(house, { recursive: true, force: true }));

/** What `npm run walls` says in a folder: `rule: from → to`, and how it ends. */
function cruise(cwd: string, ...folders: string[]): Promise<{ exit: number; violations: string[]; modules: number }> {
  const bin = join(ROOT, 'node_modules/dependency-cruiser/bin/dependency-cruise.mjs');
  return new Promise((resolve) => {
    const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: '0' };
    execFile(process.execPath, [bin, '--config', CONFIG, ...folders], { cwd, env, maxBuffer: 1e8 }, (failure, stdout, stderr) => {
      resolve({
        exit: failure ? Number(failure.code) : 0,
        violations: [...`${stdout}${stderr}`.matchAll(/^ +error (\S+: .+)$/gm)].map(([, text = '']) => text.trim()).sort(),
        modules: Number(/(\d+) modules/.exec(stdout)?.[1] ?? 0),
      });
    });
  });
}

/** A house in which nothing is wrong. */
const SOUND: Record<string, string> = {
  'src/core/index.ts': "export { now } from './clock.ts';",
  'src/core/clock.ts': 'export const now = 1;',
  'src/api/s3/index.ts': "import { now } from '#core'; export const model = now;",
  'src/api/sts/index.ts': "import { now } from '#core'; export const model = now;",
  'src/storage/index.ts':
    "import { readFileSync } from 'node:fs'; import { now } from '#core'; export const rows = [readFileSync, now];",
  'src/services/s3/index.ts':
    "import { model } from '#api/s3'; import { rows } from '#storage'; import { key } from './key.ts'; export const s3 = [model, rows, key];",
  'src/services/s3/key.ts': 'export const key = 1;',
  'src/services/sts/index.ts': "import { model } from '#api/sts'; export const sts = model;",
  'src/engine/index.ts':
    "import { run } from './drivers/local/run.ts'; import { now } from '#core'; export const engine = [run, now];",
  'src/engine/drivers/local/run.ts': "import { spawn } from 'node:child_process'; export const run = spawn;",
  'src/app/index.ts':
    "import { s3 } from '#services/s3'; import { sts } from '#services/sts'; import { engine } from '#engine'; export const app = [s3, sts, engine];",
  'src/cli/index.ts': "import 'commander'; import { app } from '#app'; export const cli = app;",
};

/** Rule by rule: what breaks it, and who is caught. */
const BROKEN: readonly { rule: string; from: string; text: string; also?: Record<string, string> }[] = [
  { rule: 'room-core', from: 'src/core/a.ts', text: "import { rows } from '#storage'; export const a = rows;" },
  { rule: 'room-api', from: 'src/api/s3/a.ts', text: "import { rows } from '#storage'; export const a = rows;" },
  { rule: 'room-storage', from: 'src/storage/a.ts', text: "import { model } from '#api/s3'; export const a = model;" },
  { rule: 'room-services', from: 'src/services/s3/a.ts', text: "import { engine } from '#engine'; export const a = engine;" },
  { rule: 'room-engine', from: 'src/engine/a.ts', text: "import type { rows } from '#storage'; export type A = typeof rows;" },
  { rule: 'room-cli', from: 'src/cli/a.ts', text: "export const a = import('#services/s3');" },
  { rule: 'known-room', from: 'src/attic/a.ts', text: "import { now } from '#core'; export const a = now;" },
  {
    rule: 'may-start-processes',
    from: 'src/services/s3/b.ts',
    text: "import { spawn } from 'node:child_process'; export const b = spawn;",
  },
  {
    rule: 'may-start-processes',
    from: 'src/engine/b.ts',
    text: "import { spawn } from 'child_process'; export const b = spawn;",
  },
  {
    rule: 'may-open-sockets',
    from: 'src/services/s3/c.ts',
    text: "import { request } from 'node:http'; export const c = request;",
  },
  {
    rule: 'may-touch-files',
    from: 'src/services/s3/d.ts',
    text: "import { readFile } from 'node:fs/promises'; export const d = readFile;",
  },
  {
    rule: 'services-are-strangers',
    from: 'src/services/s3/e.ts',
    text: "import { sts } from '#services/sts'; export const e = sts;",
  },
  { rule: 'own-contract-only', from: 'src/services/s3/f.ts', text: "import { model } from '#api/sts'; export const f = model;" },
  { rule: 'front-door', from: 'src/app/g.ts', text: "import { key } from '../services/s3/key.ts'; export const g = key;" },
  {
    rule: 'front-door-from-outside',
    from: 'test/h.ts',
    text: "import { key } from '../src/services/s3/key.ts'; export const h = key;",
  },
  {
    rule: 'drivers-are-strangers',
    from: 'src/engine/drivers/kubernetes/i.ts',
    text: "import { run } from '../local/run.ts'; export const i = run;",
  },
  { rule: 'ships-alone', from: 'src/app/j.ts', text: "import { h } from '../../test/h.ts'; export const j = h;" },
  {
    rule: 'no-cycle',
    from: 'src/core/k.ts',
    text: "import { l } from './l.ts'; export const k = l;",
    also: { 'src/core/l.ts': "import { k } from './k.ts'; export const l = () => k;" },
  },
  { rule: 'no-orphan', from: 'src/core/m.ts', text: 'export const m = 1;' },
  { rule: 'resolvable', from: 'src/core/n.ts', text: "import { n } from '#nowhere'; export const o = n;" },
  // comes with another package, and is not named in package.json
  { rule: 'no-phantom-dependency', from: 'src/core/p.ts', text: "import acorn from 'acorn'; export const p = acorn;" },
  { rule: 'no-dev-dependency', from: 'src/core/q.ts', text: "import { assert } from 'fast-check'; export const q = assert;" },
  {
    rule: 'may-know-the-database',
    from: 'src/core/r.ts',
    text: "import { DatabaseSync } from 'node:sqlite'; export const r = DatabaseSync;",
  },
];

function build(name: string, plan: Record<string, string>): string {
  const root = join(house, name);
  for (const [path, text] of Object.entries(plan)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), `${text}\n`);
  }
  for (const file of [CONFIG, 'package.json', 'tsconfig.json']) cpSync(join(ROOT, file), join(root, file));
  return root;
}

describe('the walls', () => {
  it('stand', async () => {
    const { violations, modules, exit } = await cruise(ROOT, 'src', 'test', 'tools', 'bench');
    expect(violations).toEqual([]);
    expect(exit).toBe(0);
    // a parser that reads no TypeScript finds nothing wrong
    expect(modules).toBeGreaterThan(400);
  }, 60_000);

  it('let a sound house be', async () => {
    expect(await cruise(build('sound', SOUND), 'src')).toMatchObject({ violations: [], exit: 0 });
  }, 30_000);

  it('catch whoever climbs over', async () => {
    const broken = Object.fromEntries(BROKEN.flatMap(({ from, text, also = {} }) => [[from, text], ...Object.entries(also)]));
    const { violations, exit } = await cruise(build('broken', { ...SOUND, ...broken }), 'src', 'test');
    expect(exit).toBeGreaterThan(0);
    const caught = (rule: string, from: string) =>
      violations.some((each) => each === `${rule}: ${from}` || each.startsWith(`${rule}: ${from} →`));
    expect(BROKEN.filter(({ rule, from }) => !caught(rule, from)).map(({ rule, from }) => `${rule}: ${from}`)).toEqual([]);
    // what nothing reaches from the command
    expect(violations).toContain('no-dead-file: src/services/s3/a.ts');
    // and nobody who did no wrong
    const innocent = violations.filter(
      (each) => !each.startsWith('no-dead-file') && Object.keys(SOUND).some((path) => each.includes(`: ${path}`)),
    );
    expect(innocent).toEqual([]);
  }, 30_000);

  it('are the command of package.json', () => {
    const { scripts } = JSON.parse(read('package.json')) as { scripts: Record<string, string> };
    expect(scripts['walls']).toBe(`depcruise --config ${CONFIG} src test tools bench`);
    expect(scripts['check']).toContain('npm run walls');
  });
});
