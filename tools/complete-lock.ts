/**
 * Puts the platform packages of a package that the registry at hand does not serve back into the lockfile, so that `npm ci`
 * accepts it on every platform. Run after `npm install` if `npm ci` says "Missing: … from lock file".
 */
import { readFileSync, writeFileSync } from 'node:fs';

interface Entry {
  version?: string;
  optionalDependencies?: Record<string, string>;
  [more: string]: unknown;
}

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8')) as { packages: Record<string, Entry> };
for (const { optionalDependencies = {} } of Object.values(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    const platform = /-(android|darwin|linux|win32|freebsd)-(arm64|x64)(?:-(musl|gnu))?$/.exec(name);
    if (!platform || lock.packages[`node_modules/${name}`] || !/^\d/.test(version)) continue;
    const [, os = '', cpu = '', libc] = platform;
    const named = libc && { libc: [libc === 'gnu' ? 'glibc' : libc] };
    lock.packages[`node_modules/${name}`] = { version, cpu: [cpu], dev: true, ...named, optional: true, os: [os] };
    console.log(`added ${name}@${version}`);
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
writeFileSync('package-lock.json', `${JSON.stringify(lock, undefined, 2)}\n`);
