import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { modelled } from '../../tools/codegen.ts';
import { coverageOf, operationsReference, REFERENCE, serviceNames } from '../../tools/gaps.ts';
import { files, ROOT, read } from './tree.ts';

const services = serviceNames();
const HEADINGS = ['Gaps', 'By design', 'Client quirks'];
const PAGE = 80;

describe('services', () => {
  it('exist for every model', () => {
    expect(services).toEqual(modelled().sort());
  });

  it.each(services)('%s has its gaps written at the door', (service) => {
    const path = `src/services/${service}/README.md`;
    expect(existsSync(join(ROOT, path)), `${path} is missing`).toBe(true);
    const page = read(path);
    const headings = [...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(HEADINGS.filter((heading) => !headings.includes(heading))).toEqual([]);
    for (const heading of HEADINGS)
      expect(page, `${heading} says nothing`).toMatch(new RegExp(`^## ${heading}\\n+(?!## )\\S`, 'm'));
    expect(page.trimEnd().split('\n').length, 'a page').toBeLessThanOrEqual(PAGE);
    expect(page).toContain(`](../../../${REFERENCE}#${service})`);
    expect(page, 'counts go stale; the reference has them').not.toMatch(/\b\d+ (of|\/) \d+ operations\b/);
  });

  // loads every operation of the service, which takes its time on a busy machine
  it.each(services)('%s has one file per operation', { timeout: 30_000 }, async (service) => {
    const { implemented } = await coverageOf(service);
    const folder = `src/services/${service}/operations`;
    const kebab = (name: string) =>
      name
        .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
        .replace(/([A-Z]+)([A-Z][a-z])/g, '$1-$2')
        .toLowerCase();
    const present = new Set(files(folder).map((path) => path.slice(folder.length + 1)));
    const homeless = implemented.filter((name) => !present.has(`${kebab(name)}.ts`));
    expect(homeless).toEqual([]);
  });

  it.each(services)('%s has a reason for every operation it lacks', async (service) => {
    const { unsupported } = await coverageOf(service);
    expect([...unsupported.keys()].filter((reason) => reason.trim().length < 10)).toEqual([]);
  });
});

describe('the reference', () => {
  it('says what the tables say', async () => {
    expect(existsSync(join(ROOT, REFERENCE)) && read(REFERENCE), 'npm run gaps').toBe(await operationsReference());
  });
});

describe('documents', () => {
  it('tell of every bench', () => {
    const scripts = files('bench').filter((path) => /^bench\/[^/]+(?<!-server)\.ts$/.test(path));
    const rows = [...read('bench/README.md').matchAll(/^\| `([\w-]+\.ts)` \|/gm)].map(([, name]) => `bench/${name}`);
    expect(rows.sort()).toEqual(scripts.sort());
  });

  it('link to files that exist', () => {
    const broken = files()
      .filter((path) => path.endsWith('.md'))
      .flatMap((path) =>
        [...read(path).matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(#[^)]*)?\)/g)]
          .map(([, target = '']) => join(path, '..', target))
          .filter((target) => !existsSync(join(ROOT, target)))
          .map((target) => `${path} -> ${target}`),
      );
    expect(broken).toEqual([]);
  });
});
