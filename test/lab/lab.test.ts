/**
 * The acceptance test of the main job. No mocks: a Millrace process, the plain AWS CLI, real Flink.
 * `../shared/lab` holds the tutorial's own script and application; where that folder is absent (a user's checkout), the
 * project's own example stands in through `./millrace lab`.
 */
import { execFile } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { awsCli } from '../clients/aws-cli.ts';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '../..');
const shared = resolve(root, '../shared/lab');
const millrace = join(root, 'millrace');
const MINUTES = 60_000;

let work: string;
let data: string;
let cli: string;
beforeAll(async () => {
  work = mkdtempSync(join(tmpdir(), 'millrace-lab-'));
  data = join(work, 'data');
  cli = await awsCli();
}, 5 * MINUTES);
afterAll(async () => {
  await run(millrace, ['down', '--data', data]);
  rmSync(work, { recursive: true, force: true });
});

test('./millrace lab shows the transformed records of the tutorial', async () => {
  const { stdout } = await run(millrace, ['lab', '--data', join(work, 'own')], { maxBuffer: 1e8, timeout: 14 * MINUTES });
  expect(stdout).toMatch(/\{"ingestedAt":"[0-9T:.Z-]+","message":"hello from managed flink"\}/);
  expect(stdout).toMatch(/"message":"second event"/);
  expect(stdout).toContain('The lab passed');
  const { stdout: down } = await run(millrace, ['down', '--data', join(work, 'own'), '--json']);
  expect(JSON.parse(down)).toEqual({ stopped: false, buried: 0 });
});

describe.runIf(existsSync(join(shared, 'lab.sh')))("the tutorial's script, unchanged (uses ../shared/lab)", () => {
  const env = async () => {
    const { stdout } = await run(millrace, ['env', '--data', data, '--json']);
    return JSON.parse(stdout) as Record<string, string>;
  };

  beforeAll(async () => {
    await run(millrace, ['up', '--detach', '--port', '0', '--data', data], { timeout: 5 * MINUTES });
  }, 6 * MINUTES);

  // the application as the tutorial has it, and rebuilt for 1.20; newer connectors want kinesis:DescribeStream, which the tutorial's role does not have
  test.each([
    { runtime: 'FLINK-1_15', flink: '1.15.4', connector: '1.15.2' },
    { runtime: 'FLINK-1_20', flink: '1.20.0', connector: '1.15.2' },
  ])('passes on $runtime', async ({ runtime, flink, connector }) => {
    const project = join(work, runtime);
    cpSync(join(shared, 'flink-lab-app'), project, { recursive: true });
    await run('chmod', ['-R', 'u+w', project]);
    const pom = readFileSync(join(project, 'pom.xml'), 'utf8');
    writeFileSync(
      join(project, 'pom.xml'),
      pom.replace('<flink.version>1.15.4', `<flink.version>${flink}`).replace('<version>1.15.2<', `<version>${connector}<`),
    );
    await run('mvn', ['-q', '-B', 'package'], { cwd: project, timeout: 10 * MINUTES });
    const jar = join(project, 'target/flink-kinesis-lab-1.0.0.jar');
    const { stdout } = await run('bash', [join(shared, 'lab.sh')], {
      env: { ...process.env, ...(await env()), PATH: `${cli}:${process.env['PATH']}`, JAR: jar, RUNTIME: runtime },
      maxBuffer: 1e8,
      timeout: 12 * MINUTES,
    });
    expect(stdout).toContain('== LAB PASSED');
  });
});
