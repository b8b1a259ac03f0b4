import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { PythonJob } from '../drivers/contract.ts';
import { jobOf } from '../spec.ts';
import { layoutOf } from './layout.ts';
import { entryOf, namedPaths, placeInCode, pythonOptions, SITE_CUSTOMIZE } from './python.ts';

const layout = layoutOf('/data/flink', 'a-1', 2);
const CODE = '/data/flink/a-1/attempt-2/code';
const options = (PropertyMap: Record<string, string>) => ({
  propertyGroups: [{ PropertyGroupId: 'kinesis.analytics.flink.run.options', PropertyMap }],
});

describe('a Python job', () => {
  it('is what has `python` in its run options', () => {
    expect(jobOf({ propertyGroups: [] }, '/x.jar')).toEqual({ kind: 'jar', jarPath: '/x.jar' });
    expect(jobOf(options({ jarfile: 'lib/x.jar' }), '/x')).toEqual({ kind: 'jar', jarPath: '/x' });
    expect(jobOf(options({ python: 'main.py', jarfile: 'lib/x.jar', pyFiles: 'dep/, more.py' }), '/x')).toEqual({
      kind: 'python',
      archive: '/x',
      python: 'main.py',
      jarfile: 'lib/x.jar',
      pyFiles: ['dep/', 'more.py'],
      pyArchives: [],
    });
  });

  const job: PythonJob = {
    kind: 'python',
    archive: '/x',
    python: 'main.py',
    pyFiles: ['dep/', 'more.py'],
    pyArchives: ['data.zip#data'],
  };

  it('tells Flink where its parts lie', () => {
    expect(pythonOptions(job, layout, '/env/bin/python')).toEqual({
      'python.executable': '/env/bin/python',
      'python.client.executable': '/env/bin/python',
      'python.files': `${CODE}/dep,${CODE}/more.py`,
      'python.archives': `${CODE}/data.zip#data`,
    });
    expect(entryOf(job, layout)).toEqual({
      mainClass: 'org.apache.flink.client.python.PythonDriver',
      args: ['-py', `${CODE}/main.py`],
    });
    expect(namedPaths(job).map(({ option, path }) => `${option} ${path}`)).toEqual([
      'python main.py',
      'pyFiles dep/',
      'pyFiles more.py',
      'pyArchives data.zip',
    ]);
  });

  it('names nothing outside its ZIP', () => {
    expect(placeInCode(layout, 'a/../main.py')).toBe(`${CODE}/main.py`);
    expect(placeInCode(layout, '../main.py')).toBeUndefined();
    expect(placeInCode(layout, '.')).toBeUndefined();
    expect(placeInCode(layout, '/etc/passwd')).toBe(`${CODE}/etc/passwd`);
  });
});

describe('sitecustomize', () => {
  const work = mkdtempSync(join(tmpdir(), 'millrace-site-'));
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('leads the fixed path to the attempt’s file, and boto3 to Millrace; all else stays', () => {
    mkdirSync(join(work, 'path'));
    writeFileSync(join(work, 'path', 'sitecustomize.py'), SITE_CUSTOMIZE);
    writeFileSync(join(work, 'properties.json'), '[1]');
    const script = `
import io, os, pathlib, shutil, tempfile
p = '/etc/flink/application_properties.json'
print(open(p).read(), io.open(p, 'rb').read(), pathlib.Path(p).read_text(), pathlib.Path(p).exists())
print(os.path.isfile(p), os.path.exists('/etc/flink/x'), os.access(p, os.R_OK), os.environ['AWS_ENDPOINT_URL'])
with tempfile.TemporaryDirectory() as d:
    with open(d + '/a', 'w') as f: f.write('x')
    shutil.copy(d + '/a', d + '/b')
    print(os.stat(d + '/b').st_size, os.stat in os.supports_follow_symlinks)
`;
    const said = execFileSync('python3', ['-c', script], {
      encoding: 'utf8',
      env: {
        PATH: process.env['PATH'],
        PYTHONPATH: join(work, 'path'),
        MILLRACE_APPLICATION_PROPERTIES: join(work, 'properties.json'),
        MILLRACE_ENDPOINT_URL: 'http://127.0.0.1:4566',
      },
    });
    expect(said.trim().split('\n')).toEqual([`[1] b'[1]' [1] True`, 'True False True http://127.0.0.1:4566', '1 True']);
  });
});
