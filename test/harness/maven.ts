import { execFile } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const building = new Map<string, Promise<void>>();

/** Compiles a Maven project that writes its class path to `target/class-path`; returns the class path with its own classes. */
export async function compiled(project: string): Promise<string> {
  let build = building.get(project);
  if (!build) {
    build = isStale(project)
      ? run('mvn', ['-B', '-q', 'process-classes'], { cwd: project, timeout: 280_000 }).then(() => {})
      : Promise.resolve();
    building.set(project, build);
  }
  await build;
  return `${join(project, 'target/classes')}:${readFileSync(join(project, 'target/class-path'), 'utf8').trim()}`;
}

/** Maven is only asked when there is something new, and its repository still has what the class path names. */
function isStale(project: string): boolean {
  const classPath = join(project, 'target/class-path');
  if (!existsSync(classPath)) return true;
  const built = statSync(classPath).mtimeMs;
  const sources = readdirSync(join(project, 'src'), { recursive: true, encoding: 'utf8' });
  const files = ['pom.xml', ...sources.filter((file) => file.endsWith('.java')).map((file) => join('src', file))];
  if (files.some((file) => statSync(join(project, file)).mtimeMs > built)) return true;
  return readFileSync(classPath, 'utf8')
    .trim()
    .split(':')
    .some((jar) => !existsSync(jar));
}
