import { createHash } from 'node:crypto';
import { mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename } from 'node:path';
import { type Logger, messageOf } from '#core';
import type { ClassData, Jvm } from '../../flink-config/jvm.ts';
import { versionedClasses } from './multi-release.ts';
import { type Run, run } from './run.ts';

/** JDK options that must be the same when the archive is made and when it is used. */
const DUMP_FLAGS = ['-XX:+UseSerialGC', '-Xmx512m'];

export interface ClassDataStore {
  /** Never to be used again: a JVM that used it crashed. */
  refuse(archive: string): Promise<void>;
  /** What to start a process with: the archive if there is one, else learn into `list`. */
  plan(jvm: Jvm, classpath: readonly string[], list: string): Promise<ClassData>;
  /**
   * Makes the archive of this JVM and class path from lists of classes; does nothing if it exists or is being made.
   * `read` is resolved once the lists may be deleted, `made` when the archive is there.
   */
  learn(
    jvm: Jvm,
    classpath: readonly string[],
    lists: readonly string[],
  ): { readonly read: Promise<void>; readonly made: Promise<void> };
  /** Gives archives that are being made a little longer, then gives them up: the next cluster teaches again. */
  close(): Promise<void>;
}

/** How archives are made; another way makes other archives. */
const RECIPE = '2: without versioned classes of multi-release JARs';

/** A cluster that got as far as running a job has loaded some 10,000 classes; one that died early teaches too little. */
const WORTHWHILE = 8000;

/** Ours: how long whoever wants to end waits for an archive. On an idle machine one is made in a few seconds, on a busy one in minutes. */
const GRACE_MS = 15_000;

/** The lists of several processes as one; the writer may be in the middle of its last line. Pure. */
export function mergedClasses(lists: readonly string[]): string[] {
  const lines = lists.flatMap((text) => text.slice(0, text.lastIndexOf('\n') + 1).split('\n'));
  return [...new Set(lines.filter((line) => line && !line.startsWith('#')))];
}

/**
 * Class-data sharing: an archive of parsed classes per (JVM build, class path), made from what the first real cluster loaded.
 * It is a static archive from a class list, so nothing has to be run for it, and Java 11 can have it too.
 */
export function classDataStore(directory: string, logger: Logger, execute: Run = run, graceMs = GRACE_MS): ClassDataStore {
  const inMaking = new Set<string>();
  const underway = new Set<Promise<void>>();
  const closing = new AbortController();
  const archiveOf = async (jvm: Jvm, classpath: readonly string[]): Promise<string> => {
    const hash = createHash('sha256').update(`${RECIPE}\n${jvm.version}`);
    for (const jar of classpath) {
      const { size, mtimeMs } = await stat(jar);
      hash.update(`\n${jar} ${size} ${Math.trunc(mtimeMs)}`);
    }
    return `${directory}/${hash.digest('hex').slice(0, 24)}.jsa`;
  };
  const has = (path: string) =>
    stat(path).then(
      () => true,
      () => false,
    );
  const dump = async (jvm: Jvm, classpath: readonly string[], classes: readonly string[], archive: string): Promise<void> => {
    const scratch = `${archive}.${process.pid}`;
    try {
      await mkdir(directory, { recursive: true });
      await writeFile(`${scratch}.list`, `${classes.join('\n')}\n`);
      const flags = [
        '-Xshare:dump',
        `-XX:SharedClassListFile=${scratch}.list`,
        `-XX:SharedArchiveFile=${scratch}.new`,
        ...DUMP_FLAGS,
      ];
      const done = await execute('nice', ['-n', '19', jvm.executable, ...flags, '-cp', classpath.join(':')], {
        env: { PATH: '/usr/bin:/bin' },
        signal: closing.signal,
      });
      if (done.code === 0 && (await has(`${scratch}.new`))) {
        await rename(`${scratch}.new`, archive);
        logger.debug({ archive: basename(archive), classes: classes.length }, 'class-data archive made');
      } else {
        logger.debug(
          { code: done.code, stderr: done.stderr.slice(-500) },
          'no class-data archive could be made; clusters start without',
        );
      }
    } finally {
      await Promise.all([`${scratch}.list`, `${scratch}.new`].map((path) => rm(path, { force: true })));
    }
  };
  return {
    async refuse(archive) {
      await writeFile(`${archive}.refused`, '');
      await rm(archive, { force: true });
      logger.warn({ archive: basename(archive) }, 'a JVM crashed at start; it will do without the class-data archive');
    },
    async plan(jvm, classpath, list) {
      const archive = await archiveOf(jvm, classpath);
      if (await has(`${archive}.refused`)) return undefined;
      return (await has(archive)) ? { archive } : { list };
    },
    learn(jvm, classpath, lists) {
      const texts = Promise.all(lists.map((list) => readFile(list, 'utf8').catch(() => '')));
      const make = async () => {
        const versioned = new Set((await Promise.all(classpath.map(versionedClasses))).flatMap((each) => [...each]));
        const classes = mergedClasses(await texts).filter((line) => !versioned.has(line.split(' ')[0] ?? ''));
        const archive = await archiveOf(jvm, classpath);
        if (classes.length < WORTHWHILE || inMaking.has(archive) || (await has(archive))) return;
        if (closing.signal.aborted) return;
        inMaking.add(archive);
        try {
          await dump(jvm, classpath, classes, archive);
        } finally {
          inMaking.delete(archive);
        }
      };
      const made = make().catch((thrown) => logger.debug({ error: messageOf(thrown) }, 'no class-data archive'));
      underway.add(made);
      void made.then(() => underway.delete(made));
      return { read: texts.then(() => undefined), made };
    },
    async close() {
      const patience = setTimeout(() => closing.abort(), graceMs);
      await Promise.all(underway);
      clearTimeout(patience);
      closing.abort();
    },
  };
}
