import { describe, expect, it } from 'vitest';
import { files, read } from './tree.ts';

const source = files('src').filter((path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('src/api/'));
const rooms = source.filter((path) => /(^|[/-])errors\.ts$/.test(path) && path !== 'src/core/errors.ts');

describe('sentences', () => {
  it.each(rooms)('of %s are all said', (path) => {
    const here = read(path);
    const makers = [...here.matchAll(/^export (?:const|function) (\w+)/gm)].map(([, name = '']) => name);
    expect(makers.length).toBeGreaterThan(0);
    const elsewhere = source.filter((other) => other !== path).map(read);
    const said = (name: string) => elsewhere.some((text) => new RegExp(`\\b${name}\\b`).test(text));
    const mentions = (name: string) => here.match(new RegExp(`\\b${name}\\b`, 'g'))?.length ?? 0;
    // one that only its neighbours use need not be exported
    expect(makers.filter((name) => !said(name) && mentions(name) < 2)).toEqual([]);
  });

  it('are made where sentences are made: services throw no bare AwsError', () => {
    const services = source.filter((path) => path.startsWith('src/services/') && !rooms.includes(path));
    const bare = services.filter((path) => /\bthrow new (AwsError|errors\.)/.test(read(path)));
    expect(bare).toEqual([]);
  });
});

describe('operator errors', () => {
  it('are each in the guide, and no other is', () => {
    const made = source.flatMap((path) =>
      [...read(path).matchAll(/new OperatorError\(\s*'(\w+)'/g)].map(([, code = '']) => code),
    );
    const guide = read('docs/guide/troubleshooting.md').split('## Errors of `./millrace`')[1] ?? '';
    const rows = guide.split('\n').filter((line) => line.startsWith('| `'));
    const told = rows.flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, code = '']) => code));
    expect(told).toEqual([...new Set(made)].sort());
  });
});
