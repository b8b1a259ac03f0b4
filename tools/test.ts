/** `./millrace test [suite…]`: runs the suites one after the other and ends with one line, `N passed, N failed`. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
  /** What failed, and what passed only when it was tried again, with the first line of the reason; told at the end, where it is found. */
  notes: string[];
}

const none = (): Count => ({ passed: 0, failed: 0, skipped: 0, notes: [] });

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

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numFailedTestSuites: number;
  testResults: {
    name: string;
    status: string;
    message: string;
    assertionResults: { fullName: string; status: string; failureMessages: string[] }[];
  }[];
}

function vitest(project: string): Count {
  const report = join(out, `${project}.json`);
  rmSync(report, { force: true });
  const args = ['vitest', 'run', '--project', project, '--reporter=default', '--reporter=json', `--outputFile=${report}`];
  const done = spawnSync('npx', ['--no-install', ...args], { stdio: 'inherit' });
  if (!existsSync(report))
    return { ...none(), failed: 1, notes: [`vitest ended (${done.status ?? done.signal}) without a report`] };
  const result = JSON.parse(readFileSync(report, 'utf8')) as VitestReport;
  const count = { ...none(), passed: result.numPassedTests, failed: result.numFailedTests, skipped: result.numPendingTests };
  for (const file of result.testResults) {
    const where = relative('.', file.name);
    if (file.message) count.notes.push(note('failed', where, file.message));
    for (const { fullName, status, failureMessages } of file.assertionResults) {
      // a test that passed has failures where it was tried again
      if (failureMessages.length)
        count.notes.push(note(status === 'failed' ? 'failed' : 'only later', `${where}: ${fullName}`, failureMessages[0]));
    }
  }
  // a file that cannot be loaded, an unhandled rejection, or no test at all is a failure too
  if (count.failed === 0 && (done.status !== 0 || count.passed === 0)) {
    count.failed = Math.max(1, result.numFailedTestSuites);
    if (!count.notes.length)
      count.notes.push(count.passed ? 'failed      outside a test: see above' : 'failed      no test was found');
  }
  return count;
}

const note = (outcome: string, test: string, reason = '') =>
  `${outcome.padEnd(12)}${test}\n            ${reason.trim().split('\n')[0]}`;

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
  const count = none();
  const reports = join(folder, 'target', 'surefire-reports');
  for (const file of existsSync(reports) ? readdirSync(reports) : []) {
    if (!file.endsWith('.xml')) continue;
    const text = readFileSync(join(reports, file), 'utf8');
    const head = /<testsuite [^>]*>/.exec(text)?.[0] ?? '';
    const number = (name: string) => Number(new RegExp(` ${name}="(\\d+)"`).exec(head)?.[1] ?? 0);
    const bad = number('failures') + number('errors');
    count.failed += bad;
    count.skipped += number('skipped');
    count.passed += number('tests') - bad - number('skipped');
    for (const [, name, className, reason] of text.matchAll(
      /<testcase name="([^"]*)" classname="([^"]*)"[^>]*>\s*<(?:failure|error)(?: message="([^"]*)")?/g,
    ))
      count.notes.push(note('failed', `${className}.${name}`, reason));
  }
  if (count.failed === 0 && (done.status !== 0 || count.passed === 0)) {
    count.failed = 1;
    count.notes.push(`failed      mvn package in ${folder} ended with ${done.status ?? done.signal}`);
  }
  return count;
}

function examples(): Count {
  const total = none();
  for (const name of readdirSync('examples')) {
    if (existsSync(join('examples', name, 'src', 'test'))) add(total, maven(join('examples', name)));
  }
  return total;
}

function add(total: Count, count: Count): void {
  total.passed += count.passed;
  total.failed += count.failed;
  total.skipped += count.skipped;
  total.notes.push(...count.notes);
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
const total = none();
const rows: string[] = [];
for (const [name, suite] of Object.entries(SUITES)) {
  if (asked.length ? !asked.includes(name) : suite.onlyByName) continue;
  console.log(`\n== ${name}: ${suite.what}`);
  const began = Date.now();
  const count = suite.run();
  rows.push(
    `${name.padEnd(10)}${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped  ${((Date.now() - began) / 1000).toFixed(0)} s`,
  );
  add(total, count);
}
if (total.notes.length) console.log(`\n${total.notes.join('\n')}`);
console.log(`\n${rows.join('\n')}\n`);
console.log(`${total.passed} passed, ${total.failed} failed${total.skipped ? `, ${total.skipped} skipped` : ''}`);
process.exitCode = total.failed ? 1 : 0;
