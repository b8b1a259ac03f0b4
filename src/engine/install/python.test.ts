import { mkdtempSync, rmSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { RUNTIMES } from '../runtimes.ts';
import type { InstallerOptions, RunClient } from './ports.ts';
import { findPython, pythonEnvironmentOf } from './python.ts';

const cache = mkdtempSync(join(tmpdir(), 'millrace-python-'));
afterAll(() => rmSync(cache, { recursive: true, force: true }));
const runtime = RUNTIMES['FLINK-1_20'];
const done = { code: 0, stdout: '', stderr: '', missing: false };

/** A machine with these interpreters, on which commands whose arguments hold `failing` fail. */
function machine(versions: Record<string, string>, calls: string[] = [], failing = 'nothing'): InstallerOptions {
  const run: RunClient = async (command, args) => {
    if (args[0] === '-I') {
      const version = versions[command];
      return version ? { ...done, stdout: `${version}\n` } : { ...done, code: null, missing: true };
    }
    calls.push(`${command.split('/').slice(-1)} ${args.join(' ')}`);
    if (args.join(' ').includes(failing)) return { ...done, code: 1, stderr: 'ERROR: no such thing\n' };
    if (args[1] === 'venv') await mkdir(String(args[2]), { recursive: true });
    return args[0] === '-c' ? { ...done, stdout: 'py4j==0.10.9.7\n' } : done;
  };
  return { cache, homes: {}, environment: { HOME: '/nowhere' }, run };
}
const install = (options: InstallerOptions) => pythonEnvironmentOf(runtime, '/flink', options, () => {});

describe('the Python of a runtime', () => {
  it('is the version AWS has where the machine has it, else another that PyFlink is published for', async () => {
    expect(await findPython(runtime, machine({ 'python3.10': '3.10', 'python3.11': '3.11' }))).toEqual({
      executable: 'python3.11',
      version: '3.11',
    });
    expect(await findPython(runtime, machine({ python3: '3.9' }))).toEqual({ executable: 'python3', version: '3.9' });
  });

  it('is asked for where there is none that fits', async () => {
    await expect(findPython(runtime, machine({ python3: '3.13' }))).rejects.toMatchObject({
      message: 'PyFlink 1.20.0 needs Python 3.11 or 3.10 or 3.9 or 3.8; found: 3.13.',
      remedy: expect.stringContaining('Install Python 3.11'),
    });
    await expect(findPython(runtime, machine({}))).rejects.toMatchObject({
      message: expect.stringContaining('no Python was found'),
    });
  });
});

describe('the environment', () => {
  it('says what failed, and is made anew the next time', async () => {
    const broken = install(machine({ python3: '3.11' }, [], '-r'));
    await expect(broken).rejects.toMatchObject({ message: expect.stringContaining('ERROR: no such thing') });
    const noVenv = install(machine({ python3: '3.11' }, [], '-m venv'));
    await expect(noVenv).rejects.toMatchObject({ remedy: expect.stringContaining('python3-venv') });
  });

  it('is made once, without PyFlink’s own copy of Flink', async () => {
    const calls: string[] = [];
    const options = machine({ python3: '3.11' }, calls);
    const interpreter = await install(options);
    expect(interpreter).toBe(join(cache, 'pyflink/flink-1.20.0-python3.11-1/bin/python'));
    expect(calls.some((call) => call.includes('--no-deps apache-flink==1.20.0'))).toBe(true);
    const before = calls.length;
    expect(await install(options)).toBe(interpreter);
    expect(calls).toHaveLength(before);
  });
});
