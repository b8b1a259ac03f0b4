import { open } from 'node:fs/promises';

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const VERSIONED = /^META-INF\/versions\/\d+\/(.+)\.class$/;

/**
 * The classes of a multi-release JAR that have a version of their own for newer JDKs. They must stay out of a class-data archive
 * that is used together with a Java agent: JDK 17 looks for the bytes of an archived class under its plain name only, and
 * crashes (KlassFactory::check_shared_class_file_load_hook) where nothing is there.
 */
export async function versionedClasses(jar: string): Promise<ReadonlySet<string>> {
  const file = await open(jar, 'r');
  try {
    const { size } = await file.stat();
    const tail = Buffer.alloc(Math.min(size, 65_557));
    await file.read(tail, 0, tail.length, size - tail.length);
    const end = lastEnd(tail);
    if (end < 0) return new Set();
    const length = tail.readUInt32LE(end + 12);
    const start = tail.readUInt32LE(end + 16);
    const directory = Buffer.alloc(Math.min(length, size));
    await file.read(directory, 0, directory.length, start);
    return new Set(namesIn(directory).flatMap((name) => VERSIONED.exec(name)?.[1] ?? []));
  } finally {
    await file.close();
  }
}

function lastEnd(tail: Buffer): number {
  for (let at = tail.length - 22; at >= 0; at--) if (tail.readUInt32LE(at) === END) return at;
  return -1;
}

/** The names in a ZIP's central directory. Pure. */
export function namesIn(directory: Buffer): string[] {
  const names: string[] = [];
  for (let at = 0; at + 46 <= directory.length && directory.readUInt32LE(at) === ENTRY; ) {
    const name = directory.readUInt16LE(at + 28);
    names.push(directory.toString('utf8', at + 46, at + 46 + name));
    at += 46 + name + directory.readUInt16LE(at + 30) + directory.readUInt16LE(at + 32);
  }
  return names;
}
