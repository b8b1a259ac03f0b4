import { describe, expect, it } from 'vitest';
import { mergedClasses } from './class-data.ts';
import { parseJava } from './java.ts';
import { exists, findProcesses, parsePs, seeProcess } from './processes.ts';

describe('processes', () => {
  it('are known by pid and birth', async () => {
    const self = await seeProcess(process.pid);
    expect(self?.pid).toBe(process.pid);
    expect(self?.birth).toBe((await seeProcess(process.pid))?.birth);
    expect(exists(process.pid)).toBe(true);
    expect(await seeProcess(2 ** 22 + 1)).toBeUndefined();
    expect(await findProcesses('-Dmillrace.root=/nowhere/at/all')).toEqual([]);
  });

  it('are read from ps where there is no /proc', () => {
    expect(parsePs('  123 Mon Nov 23 20:11:41 2026     S    /usr/bin/java -Da=b -cp x')).toEqual({
      pid: 123,
      birth: 'Mon Nov 23 20:11:41 2026',
      args: ['/usr/bin/java', '-Da=b', '-cp', 'x'],
    });
    expect(parsePs('  124 Mon Nov  3 20:11:41 2026     Z    (java)')).toBeUndefined();
    expect(parsePs('nonsense')).toBeUndefined();
  });
});

describe('java', () => {
  it('is told by its own settings', () => {
    const text = `Property settings:
    java.home = /opt/jdk 17
    java.specification.version = 17
    java.vm.vendor = Debian
    java.vm.version = 17.0.15+6
`;
    expect(parseJava('java', text)).toEqual({ executable: '/opt/jdk 17/bin/java', feature: 17, version: 'Debian 17.0.15+6' });
    expect(parseJava('java', text.replace('= 17\n', '= 1.8\n'))?.feature).toBe(8);
    expect(parseJava('java', 'command not found')).toBeUndefined();
  });
});

describe('class lists', () => {
  it('are merged without their last, perhaps unfinished line', () => {
    expect(mergedClasses(['# jdk\na\nb\nhal', 'b\nc\n', ''])).toEqual(['a', 'b', 'c']);
  });
});
