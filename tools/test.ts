/** `./millrace test [suite…]`: runs the suites one after the other and ends with one line, `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

const out = join('.millrace', 'test');

/** Cheap first: what fails early is known early. */
const SUITES: Record<string, { what: string; run: () => Count; onlyByName?: true }> = {
  unit: { what: 'functions, transitions, decisions', run: () => vitest('unit') },
  house: { what: 'walls, sizes, freshness', run: () => vitest('house') },
  wire: { what: 'exact requests and answers; probes from the models', run: () => vitest('wire') },
  engine: { what: 'ticks against a fake Flink, crashes between any two steps', run: () => vitest('engine') },
  console: { what: 'the web console in Chromium', run: () => vitest('console') },
  crash: { what: 'the built server, killed under load; a hundred times when asked for by name', run: () => crash() },
  hostile: {
    what: 'the built server, fuzzed and flooded; minutes instead of seconds when asked for by name',
    run: () => hostile(),
  },
  agent: { what: 'the Java agent in forked JVMs', run: () => maven('agent') },
  examples: { what: "the examples' own tests", run: () => examples() },
  sdk: { what: 'AWS CLI, boto3, JS v3, Java v2 as clients', run: () => vitest('sdk') },
  kcl: {
    what: 'the Kinesis Client Library 3 and the Kinesis Producer Library 1; by name only',
    run: () => vitest('kcl'),
    onlyByName: true,
  },
  flink: { what: 'real Flink: start, fail, recover', run: () => vitest('flink') },
  state: { what: 'real Flink: exact counts over stop, update, rollback, upgrade, kill', run: () => vitest('state') },
  transitions: {
    what: 'real Flink: Millrace killed in every transition; a full disk; TaskManagers, autoscaling, maintenance; by name only',
    run: () => vitest('transitions'),
    onlyByName: true,
  },
  clients: {
    what: 'real Flink: boto3, JS v3 and Java v2 from create to delete; by name only',
    run: () => vitest('clients'),
    onlyByName: true,
  },
  alarms: {
    what: 'real Flink: an application is broken, its alarms say so; by name only',
    run: () => vitest('alarms'),
    onlyByName: true,
  },
  levels: {
    what: "real Flink 1.15, 1.20 and 2.2: every metric at every level, against AWS's table; by name only",
    run: () => vitest('levels'),
    onlyByName: true,
  },
  kafka: {
    what: 'real Flink and a real Kafka from Maven: lag, offsets and commits as metrics; by name only',
    run: () => vitest('kafka'),
    onlyByName: true,
  },
  python: { what: 'PyFlink from PyPI (500 MB), by name only', run: () => vitest('python'), onlyByName: true },
  lab: { what: 'the tutorial from create-stream to delete-role, on real Flink', run: () => vitest('lab') },
};

function vitest(project: string): Count {
  const report = join(out, `${project}.json`);
  rmSync(report, { force: true });
  const args = ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const done = spawnSync('npx', ['--no-install', ...args], { stdio: 'inherit' });
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0 };
  const result = JSON.parse(readFileSync(report, 'utf8')) as {
    numPassedTests: number;
    numFailedTests: number;
    numPendingTests: number;
    numFailedTestSuites: number;
  };
  const count = { passed: result.numPassedTests, failed: result.numFailedTests, skipped: result.numPendingTests };
  // a file that cannot be loaded, an unhandled rejection, or no test at all is a failure too
  if (count.failed === 0 && (done.status !== 0 || count.passed === 0)) count.failed = Math.max(1, result.numFailedTestSuites);
  return count;
}

function crash(): Count {
  if (asked.includes('crash')) process.env['CRASH_ROUNDS'] ??= '100';
  return vitest('crash');
}

function hostile(): Count {
  if (asked.includes('hostile')) process.env['HOSTILE_SECONDS'] ??= '120';
  return vitest('hostile');
}

function maven(folder: string): Count {
  rmSync(join(folder, 'target', 'surefire-reports'), { recursive: true, force: true });
  const done = spawnSync('mvn', ['-q', '-B', 'package'], { cwd: folder, stdio: 'inherit' });
  const count = { passed: 0, failed: 0, skipped: 0 };
  const reports = join(folder, 'target', 'surefire-reports');
  for (const file of existsSync(reports) ? readdirSync(reports) : []) {
    if (!file.endsWith('.xml')) continue;
    const head = /<testsuite [^>]*>/.exec(readFileSync(join(reports, file), 'utf8'))?.[0] ?? '';
    const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const bad = number('failures') + number('errors');
    count.failed += bad;
    count.skipped += number('skipped');
    count.passed += number('tests') - bad - number('skipped');
  }
  if (count.failed === 0 && (done.status !== 0 || count.passed === 0)) count.failed = 1;
  return count;
}

function examples(): Count {
  const total = { passed: 0, failed: 0, skipped: 0 };
  for (const name of readdirSync('examples')) {
    if (!existsSync(join('examples', name, 'src', 'test'))) continue;
    const count = maven(join('examples', name));
    total.passed += count.passed;
    total.failed += count.failed;
    total.skipped += count.skipped;
  }
  return total;
}

const asked = process.argv.slice(2);
if (asked.includes('--list')) {
  for (const [name, { what }] of Object.entries(SUITES)) console.log(`${name.padEnd(10)}${what}`);
  process.exit(0);
}
const unknown = asked.filter((name) => !(name in SUITES));
if (unknown.length) {
  console.error(`no suite ${unknown.join(', ')}; there are: ${Object.keys(SUITES).join(', ')}`);
  process.exit(64);
}
mkdirSync(out, { recursive: true });
const total = { passed: 0, failed: 0, skipped: 0 };
const rows: string[] = [];
for (const [name, suite] of Object.entries(SUITES)) {
  if (asked.length ? !asked.includes(name) : suite.onlyByName) continue;
  console.log(`\n== ${name}: ${suite.what}`);
  const began = Date.now();
  const count = suite.run();
  rows.push(
    `${name.padEnd(10)}${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped  ${((Date.now() - began) / 1000).toFixed(0)} s`,
  );
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
}
console.log(`\n${rows.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed ? 1 : 0;
