import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { sha256Of } from './check.ts';
import { parseHeader, paxPath, untar } from './untar.ts';

const root = mkdtempSync(join(tmpdir(), 'millrace-untar-'));
afterAll(() => rmSync(root, { recursive: true, force: true }));
let count = 0;
const fresh = () => join(root, `out-${count++}`);

describe('untar', () => {
  const long = `${'d'.repeat(90)}/${'e'.repeat(120)}/f.jar`;
  const packed = (format: string): string => {
    const from = join(root, `in-${format}`);
    for (const [path, content] of [
      ['a/lib/x.jar', 'x'.repeat(70_000)],
      [`a/${long}`, 'deep'],
      ['a/lib/empty.jar', ''],
      ['a/bin/not.sh', 'no'],
    ] as const) {
      mkdirSync(join(from, path, '..'), { recursive: true });
      writeFileSync(join(from, path), content);
    }
    const archive = join(root, `${format}.tar.gz`);
    execFileSync('tar', ['--format', format, '-czf', archive, '-C', from, 'a']);
    return archive;
  };

  it.each(['gnu', 'pax'])('unpacks what is asked for from a %s archive', async (format) => {
    const target = fresh();
    let last = 0;
    const files = await untar(
      packed(format),
      target,
      (path) => (path.endsWith('.jar') ? path.slice(2) : undefined),
      (bytes) => {
        last = bytes;
      },
    );
    expect(files.map(({ path, size }) => [path, size]).sort()).toEqual(
      [
        ['lib/x.jar', 70_000],
        [long, 4],
        ['lib/empty.jar', 0],
      ].sort(),
    );
    expect(readFileSync(join(target, long), 'utf8')).toBe('deep');
    for (const { path, sha256 } of files) expect(await sha256Of(join(target, path))).toBe(sha256);
    expect(last).toBeGreaterThan(0);
  });

  it('refuses a path outside, a truncated archive, and what is no archive', async () => {
    const archive = packed('gnu');
    await expect(
      untar(
        archive,
        fresh(),
        () => '../evil',
        () => {},
      ),
    ).rejects.toThrow('outside');
    await expect(
      untar(
        archive,
        fresh(),
        () => '/evil',
        () => {},
      ),
    ).rejects.toThrow('outside');
    const cut = join(root, 'cut.tar.gz');
    writeFileSync(cut, readFileSync(archive).subarray(0, 200));
    await expect(
      untar(
        cut,
        fresh(),
        (path) => path,
        () => {},
      ),
    ).rejects.toThrow();
    const other = join(root, 'other.tar.gz');
    writeFileSync(other, gzipSync(Buffer.alloc(4096, 'text ')));
    await expect(
      untar(
        other,
        fresh(),
        (path) => path,
        () => {},
      ),
    ).rejects.toThrow('not a tar archive');
    await expect(
      untar(
        join(root, 'nowhere.gz'),
        fresh(),
        (path) => path,
        () => {},
      ),
    ).rejects.toThrow('ENOENT');
  });

  it('reads pax records', () => {
    expect(paxPath(Buffer.from('30 mtime=1732310000.123456789\n20 path=some/ü.jar\n'))).toBe('some/ü.jar');
    expect(paxPath(Buffer.from('nonsense'))).toBeUndefined();
  });

  it('takes any bytes without hanging', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => void paxPath(Buffer.from(bytes))));
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 512, maxLength: 512 }), (bytes) => {
        try {
          parseHeader(Buffer.from(bytes));
        } catch (thrown) {
          expect((thrown as Error).message).toMatch('not a tar archive');
        }
      }),
    );
  });
});
