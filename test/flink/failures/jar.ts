import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const sources = resolve(import.meta.dirname, 'job');

/** The job of many failures, compiled against a runtime. Its library is packed in a version that lacks what the job calls. */
export function troubleJar(flinkHome: string): Buffer {
  const work = mkdtempSync(join(tmpdir(), 'millrace-trouble-'));
  const classes = join(work, 'classes');
  const compile = (classpath: string, ...files: string[]) =>
    execFileSync('javac', ['--release', '11', '-nowarn', '-d', classes, '-cp', classpath, ...files], { stdio: 'pipe' });
  compile(`${flinkHome}/lib/*`, join(sources, 'Trouble.java'), join(sources, 'Library.java'));
  const older = join(work, 'Library.java');
  writeFileSync(older, 'public final class Library {}');
  compile(classes, older);
  const jar = join(work, 'trouble.jar');
  execFileSync('jar', ['--create', '--file', jar, '--main-class', 'Trouble', '-C', classes, '.'], { stdio: 'pipe' });
  return readFileSync(jar);
}
