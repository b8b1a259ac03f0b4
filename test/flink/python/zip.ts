import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A ZIP of texts by name. */
export function zipOf(files: Record<string, string>): Buffer {
  const work = mkdtempSync(join(tmpdir(), 'millrace-zip-'));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(work, name)), { recursive: true });
    writeFileSync(join(work, name), text);
  }
  const tops = [...new Set(Object.keys(files).map((name) => name.split('/')[0] ?? name))];
  execFileSync('python3', ['-m', 'zipfile', '-c', 'code.zip', ...tops], { cwd: work });
  return readFileSync(join(work, 'code.zip'));
}
