import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { contractOf, modelled } from '../../tools/codegen.ts';
import { ROOT, read } from './tree.ts';

const services = modelled();
const sha256 = (model: string) =>
  createHash('sha256')
    .update(readFileSync(join(ROOT, 'models', model)))
    .digest('hex');

describe('the contract', () => {
  it('has the models it says it has', () => {
    const rows = [...read('models/SOURCE.md').matchAll(/^\| `([^`]+)` \| ([0-9a-f]{64}) \|$/gm)];
    const files = readdirSync(join(ROOT, 'models'))
      .filter((file) => file.endsWith('.json') && !file.endsWith('.patch.json'))
      .sort();
    expect(rows.map(([, file, hash]) => [file, hash])).toEqual(files.map((file) => [file, sha256(file)]));
  });

  it("has the list of AWS's policies it says it has", () => {
    const [, hash] = /^\| `policies\.json` \| ([0-9a-f]{64}) \|$/m.exec(read('models/managed-policies/SOURCE.md')) ?? [];
    expect(sha256('managed-policies/policies.json')).toBe(hash);
  });

  it('is generated for every model and nothing else', () => {
    expect(readdirSync(join(ROOT, 'src/api')).sort()).toEqual([...services].sort());
  });

  it.each(services)('of %s is what the generator makes of its model', (service) => {
    const made = contractOf(service);
    expect(readdirSync(join(ROOT, 'src/api', service)).sort()).toEqual([...made.keys()].sort());
    // compared as equal or not: a difference of 500 kB says nothing
    for (const [file, text] of made) expect(read(`src/api/${service}/${file}`) === text, `${file}: npm run codegen`).toBe(true);
  });
});
