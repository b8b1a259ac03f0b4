import { describe, expect, it } from 'vitest';
import { files, handWritten, isCode, read, sightings } from './tree.ts';

const all = files();
const ours = all.filter(handWritten);
const code = ours.filter(isCode);
const text = ours.filter((path) => !/\.(png|jpg|gif|ico|jar|db|zip|gz)$/.test(path));
/** This folder spells out what it forbids. */
const elsewhere = text.filter((path) => !path.startsWith('test/house/'));

const MAX_LINES = 300;

describe('files written by hand', () => {
  it(`have at most ${MAX_LINES} lines`, () => {
    const lines = (path: string) => read(path).trimEnd().split('\n').length;
    expect(code.map((path) => [path, lines(path)] as const).filter(([, count]) => count > MAX_LINES)).toEqual([]);
  });

  it('have kebab-case names', () => {
    const named = code.filter((path) => /^(src|test|tools|bench)\//.test(path) && !path.endsWith('.java'));
    expect(named.filter((path) => !/(^|\/)[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)+$/.test(path))).toEqual([]);
  });

  it('live in rooms with a meaning', () => {
    expect(all.filter((path) => /(^|\/)(utils?|common|helpers?|lib|misc|shared)\//.test(path))).toEqual([]);
    expect(all.filter((path) => /(^|\/)(utils?|common|helpers?|misc)\.\w+$/.test(path))).toEqual([]);
  });

  it('export by name', () => {
    const typescript = code.filter((path) => /\.[mc]?tsx?$/.test(path) && !path.endsWith('.config.ts'));
    expect(sightings(typescript, /^export default\b|\bas default\b/)).toEqual([]);
  });

  it('leave nothing for later without saying so where gaps are said', () => {
    const paths = code.filter((path) => !path.startsWith('test/house/'));
    expect(sightings(paths, /\b(TODO|FIXME|XXX|HACK)\b/)).toEqual([]);
  });

  it('leave no test out', () => {
    const tests = code.filter((path) => path.endsWith('.test.ts') && !path.startsWith('test/house/'));
    expect(sightings(tests, /\b(it|test|describe|suite)(\.\w+)*\.(only|skip|todo|fails)\b|\b[xf](it|describe)\(/)).toEqual([]);
    // `../shared` is not part of a user's checkout, and `TARGET` may be a peer without a command line: these say when they run
    const conditional = sightings(tests, /\.(runIf|skipIf)\(/).filter(
      (line) => !/existsSync\(join\(shared|TARGET|target/.test(line),
    );
    expect(conditional).toEqual([]);
    const java = code.filter((path) => path.endsWith('.java'));
    expect(sightings(java, /@(Disabled|Ignore)\b/)).toEqual([]);
  });

  it('silence no checker', () => {
    const paths = code.filter((path) => !path.startsWith('test/house/'));
    expect(sightings(paths, /@ts-(ignore|nocheck|expect-error)|eslint-disable/)).toEqual([]);
    const unexplained = sightings(paths, /biome-ignore(-all|-start|-end)? (?!lint\/[\w/]+: \S)/);
    expect(unexplained).toEqual([]);
  });
});

describe('nothing of the machine it was made on', () => {
  it('is in a path', () => {
    const machine = /(?<![\w.$}])\/(work|root|home\/[a-z]+|Users\/[A-Za-z]+)(\/|\b(?=['"`\s]|$))/;
    expect(sightings(elsewhere, machine)).toEqual([]);
    const docs = text.filter((path) => path.endsWith('.md'));
    expect(sightings(docs, /(?<![\w.$}])\/tmp\b/)).toEqual([]);
  });

  it('is a registry or a mirror', () => {
    const url =
      /https?:\/\/(?!maven\.apache\.org\/(POM|xsd))[\w.-]*(registry|artifactory|nexus|verdaccio|mirror|maven|pypi|npmjs)[\w.-]*/i;
    expect(sightings(elsewhere, url)).toEqual([]);
    expect(all.filter((path) => /(^|\/)(\.npmrc|pip\.conf|settings\.xml|\.yarnrc\.yml)$/.test(path))).toEqual([]);
    expect(
      sightings(
        all.filter((path) => path.endsWith('pom.xml')),
        /<(pluginR|r)epository>/,
      ),
    ).toEqual([]);
  });

  it('is a tool of the workplace', () => {
    expect(sightings(elsewhere, /\b(claude|anthropic|copilot|chatgpt|codex)\b|\bissues (show|list)\b|\bbrief\.md\b/i)).toEqual(
      [],
    );
  });

  it('is a secret', () => {
    // AWS's own documentation keys end in EXAMPLE
    const key = /\b(AKIA|ASIA)(?!\w*EXAMPLE)[A-Z2-7]{16}\b/;
    expect(
      sightings(
        elsewhere.filter((path) => !/(^|\/)test\/|\.test\.ts$|src\/test\//.test(path)),
        key,
      ),
    ).toEqual([]);
    expect(sightings(elsewhere, /-----BEGIN [A-Z ]*PRIVATE KEY-----\s*$/)).toEqual([]);
  });
});

describe('laws of the source', () => {
  const source = code.filter((path) => path.startsWith('src/') && !path.endsWith('.test.ts'));

  it('the environment is read in one place', () => {
    expect(sightings(source, /\bprocess\.env\b/).filter((line) => !line.startsWith('src/app/config.ts:'))).toEqual([]);
  });

  it('time comes from Clock and chance from Ids', () => {
    // performers wait for processes of the system, and commands for people: real time
    const real = /^src\/(core\/(clock|ids)\.ts|cli\/|engine\/(drivers|install)\/)/;
    const asked = source.filter((path) => !real.test(path));
    expect(sightings(asked, /\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\brandomUUID\(|\bperformance\.now\(/)).toEqual([]);
  });

  it('every fact of AWS has its source', () => {
    const facts = source.flatMap((path) => factsOf(path));
    expect(facts.length).toBeGreaterThan(50);
    expect(facts.filter((fact) => !SOURCE.test(fact))).toEqual([]);
  });
});

/** `fact — source`, or a word that tells how it is known; "unverified" is honest too. */
const SOURCE = / — |\b(guide|reference|model|recorded|observed|seen|unverified|kinesalite|terraform|moto|public log)\b/i;

/** The comments that begin with `aws:`, each to its end, as `path:line: text`. */
function factsOf(path: string): string[] {
  const lines = read(path).split('\n');
  return lines.flatMap((line, index) => {
    if (!/(^|\s)(\/\/|\/\*\*?|\*) aws: /.test(line)) return [];
    let text = line.trim();
    for (let next = index + 1; !text.endsWith('*/') && /^\s*(\/\/|\*)/.test(lines[next] ?? ''); next++)
      text += ` ${lines[next]?.trim()}`;
    return [`${path}:${index + 1}: ${text}`];
  });
}
