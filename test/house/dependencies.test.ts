import { describe, expect, it } from 'vitest';
import { files, read, sightings } from './tree.ts';

interface Manifest {
  readonly dependencies: Record<string, string>;
  readonly devDependencies: Record<string, string>;
}
interface Lock {
  readonly packages: Record<
    string,
    { version?: string; resolved?: string; integrity?: string; link?: boolean; license?: string; dev?: boolean; os?: string[] }
  >;
}

const manifest = JSON.parse(read('package.json')) as Manifest;
const pages = JSON.parse(read('console/package.json')) as Manifest;
const lock = JSON.parse(read('package-lock.json')) as Lock;
const runtime = Object.keys(manifest.dependencies).sort();

describe('dependencies', () => {
  it('are pinned to one version', () => {
    const pinned = /^(npm:(@[\w.-]+\/)?[\w.-]+@)?\d+\.\d+\.\d+(-[\w.]+)?$/;
    const loose = Object.entries({ ...manifest.dependencies, ...manifest.devDependencies, ...pages.devDependencies }).filter(
      ([, version]) => !pinned.test(version),
    );
    expect(loose).toEqual([]);
  });

  it('that ship each have their reason in the decision record, and no other is there', () => {
    const rows = [...read('docs/adr/0001-dependencies.md').matchAll(/^\| `([^`]+)` \| (\S.*) \|$/gm)];
    expect(rows.map(([, name]) => name).sort()).toEqual(runtime);
  });

  it('that ship are used', () => {
    const source = files('src').filter(
      (path) => path.endsWith('.ts') && !path.endsWith('.test.ts') && !path.startsWith('src/api/'),
    );
    const unused = runtime.filter((name) => sightings(source, new RegExp(`'${name}(/[^']*)?'`)).length === 0);
    expect(unused).toEqual([]);
  });

  it('that ship have permissive licences', () => {
    const permissive =
      /^(\(?(MIT|ISC|Apache-2\.0|BSD-2-Clause|BSD-3-Clause|0BSD|BlueOak-1\.0\.0|Unlicense|CC0-1\.0)( OR |\)?$))+/;
    const shipped = Object.entries(lock.packages).filter(
      ([path, { dev, link }]) => path !== '' && path !== 'console' && !dev && !link,
    );
    expect(
      shipped.filter(([, { license }]) => !permissive.test(license ?? '')).map(([path, { license }]) => `${path}: ${license}`),
    ).toEqual([]);
  });

  it('are locked by what they contain, not by where they came from', () => {
    const packages = Object.entries(lock.packages).filter(([path, { link }]) => path.startsWith('node_modules/') && !link);
    expect(packages.length).toBeGreaterThan(100);
    // builds of a tool for other platforms are there by version (tools/complete-lock.ts); what ships never is
    const known = packages.filter(([, { dev, os }]) => !(dev && os));
    expect(known.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([path]) => path)).toEqual([]);
    expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([path]) => path)).toEqual([]);
  });

  it('are the ones the lock file has', () => {
    const root = (lock.packages[''] ?? {}) as Partial<Manifest>;
    expect({ ...root.dependencies }).toEqual(manifest.dependencies);
    expect({ ...root.devDependencies }).toEqual(manifest.devDependencies);
  });
});
