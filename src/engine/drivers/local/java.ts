import { readdir } from 'node:fs/promises';
import { OperatorError } from '#core';
import type { Jvm } from '../../flink-config/jvm.ts';
import type { Runtime } from '../../runtimes.ts';
import { type Run, run } from './run.ts';

/** What `java -XshowSettings:properties -version` says on stderr, or undefined where it is no Java. */
export function parseJava(executable: string, text: string): Jvm | undefined {
  const property = (name: string) => new RegExp(`^\\s*${name.replaceAll('.', '\\.')} = (.+)$`, 'm').exec(text)?.[1]?.trim();
  const specification = property('java.specification.version');
  const home = property('java.home');
  if (!specification || !home) return undefined;
  const feature = Number(specification.replace(/^1\./, ''));
  return {
    executable: `${home}/bin/java`,
    feature,
    version: `${property('java.vm.vendor') ?? ''} ${property('java.vm.version') ?? executable}`.trim(),
  };
}

const roots = ['/usr/lib/jvm', '/Library/Java/JavaVirtualMachines', '/opt/homebrew/opt', '/usr/local/opt'];

async function installed(): Promise<string[]> {
  const found = await Promise.all(
    roots.map(async (root) => {
      const names = await readdir(root).catch(() => []);
      return names
        .filter((name) => /java|jdk|temurin|corretto|zulu|jre/i.test(name))
        .flatMap((name) => [`${root}/${name}/bin/java`, `${root}/${name}/Contents/Home/bin/java`]);
    }),
  );
  return found.flat();
}

export interface JavaSource {
  /** Taken before anything else, per installation the operator's own word (`JAVA_HOME`). */
  readonly javaHomes: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
}

/** Finds the Java a runtime may have: a given home, then the PATH, then where systems install them. Asked once per executable. */
export function javaFinder(source: JavaSource, ask: Run = run) {
  const known = new Map<string, Promise<Jvm | undefined>>();
  const look = (executable: string): Promise<Jvm | undefined> => {
    const cached = known.get(executable);
    if (cached) return cached;
    const asked = ask(executable, ['-XshowSettings:properties', '-version'], { env: source.environment }).then((answer) =>
      answer.code === 0 ? parseJava(executable, answer.stderr) : undefined,
    );
    known.set(executable, asked);
    return asked;
  };
  return async (runtime: Runtime): Promise<Jvm> => {
    const seen: Jvm[] = [];
    const stages = [source.javaHomes.map((home) => `${home}/bin/java`), ['java'], await installed()];
    for (const stage of stages) {
      const jvms = (await Promise.all(stage.map(look))).filter((jvm) => jvm !== undefined);
      seen.push(...jvms);
      for (const feature of runtime.java) {
        const fit = jvms.find((jvm) => jvm.feature === feature);
        if (fit) return fit;
      }
    }
    const has = seen.length > 0 ? `found: Java ${[...new Set(seen.map((jvm) => jvm.feature))].join(', ')}` : 'no Java was found';
    throw new OperatorError(
      'JavaMissing',
      `${runtime.name} needs Java ${runtime.java.join(' or ')}; ${has}.`,
      `Install a JDK ${runtime.java.includes(17) ? 17 : runtime.java[0]} (Debian: apt install openjdk-17-jdk-headless; macOS: brew install openjdk@17) or set JAVA_HOME to one.`,
    );
  };
}
