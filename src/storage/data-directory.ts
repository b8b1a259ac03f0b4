import {
  accessSync,
  closeSync,
  constants,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { OperatorError } from '#core';

/** What a running Millrace tells other commands about itself. */
export interface ServerRecord {
  readonly pid: number;
  /** Of that process, where it can be told: after a crash its id may be another's. */
  readonly birth?: string | undefined;
  readonly url: string;
  readonly startedAt: string;
}

/** The root user's access key of a data directory. */
export interface RootKey {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
}

/** Secrets a data directory is born with: the root key, the key that seals session tokens, and the token of our own commands. */
export interface Secrets {
  readonly rootKey: RootKey;
  /** 32 bytes, base64. */
  readonly sessionKey: string;
  /** Lets our own commands ask the server what AWS's API has no operation for. */
  readonly controlToken: string;
}

/** The one place that knows how a data directory is laid out. */
export class DataDirectory {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  in(...parts: string[]): string {
    return join(this.path, ...parts);
  }

  /** The folder itself, where it is not there yet. */
  make(): void {
    try {
      makeFolder(this.path);
      accessSync(this.path, constants.W_OK | constants.X_OK);
    } catch (failure) {
      throw unusable(this.path, failure);
    }
  }

  /** Makes this process the only user of the directory; a lock whose owner has died is taken over. */
  lock(pid: number): void {
    this.make();
    for (;;) {
      try {
        const file = openSync(this.in('lock'), 'wx', 0o600);
        writeSync(file, `${pid} ${birthOf(pid) ?? ''}`.trimEnd());
        closeSync(file);
        return;
      } catch (failure) {
        if ((failure as NodeJS.ErrnoException).code !== 'EEXIST') throw unusable(this.path, failure);
      }
      const [id, birth] = (readText(this.in('lock')) ?? '').split(' ');
      const owner = Number(id);
      if (owner && owner !== pid && isAlive(owner, birth)) {
        throw new OperatorError(
          'DataDirectoryInUse',
          `${this.path} is in use by the Millrace with process id ${owner}.`,
          'Stop it with `./millrace down`, or give this one a directory of its own with --data DIR.',
        );
      }
      rmSync(this.in('lock'), { force: true });
    }
  }

  unlock(): void {
    rmSync(this.in('lock'), { force: true });
  }

  secrets(create: () => Secrets): Secrets {
    const known = this.knownSecrets();
    if (known) return known;
    const made = create();
    writeDurably(this.in('credentials.json'), `${JSON.stringify(made, undefined, 2)}\n`, 0o600);
    return made;
  }

  /** The secrets of a directory that has been used before. */
  knownSecrets(): Secrets | undefined {
    const text = readText(this.in('credentials.json'));
    if (text === undefined) return undefined;
    const known = parsed<Secrets>(text);
    if (!known?.rootKey?.secretAccessKey || !known.sessionKey || !known.controlToken)
      throw fileDamaged(this.in('credentials.json'));
    return known;
  }

  /** A small file that is either wholly there or not at all. */
  writeFile(name: string, text: string, mode = 0o600): string {
    const file = this.in(name);
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
    writeDurably(file, text, mode);
    return file;
  }

  readFile(name: string): string | undefined {
    return readText(this.in(name));
  }

  server(): ServerRecord | undefined {
    const text = readText(this.in('server.json'));
    return text === undefined ? undefined : parsed<ServerRecord>(text);
  }

  announce(record: ServerRecord): void {
    writeDurably(this.in('server.json'), `${JSON.stringify({ ...record, birth: birthOf(record.pid) })}\n`, 0o600);
  }

  retract(): void {
    rmSync(this.in('server.json'), { force: true });
  }
}

/** Not by `recursive`, with which Node never comes back from where nothing can be made: below /proc, or a link that leads nowhere. */
function makeFolder(path: string): void {
  try {
    mkdirSync(path, { mode: 0o700 });
  } catch (failure) {
    const { code } = failure as NodeJS.ErrnoException;
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return;
    if (code !== 'ENOENT' || dirname(path) === path) throw failure;
    makeFolder(dirname(path));
    mkdirSync(path, { mode: 0o700 });
  }
}

/** Of a file that is written once and never changed. */
export const fileDamaged = (path: string): OperatorError =>
  new OperatorError(
    'FileDamaged',
    `${path} is damaged: it does not hold what Millrace has written there.`,
    'Put the file back from a copy of the data directory, or start with another directory (--data DIR).',
  );

const REFUSALS = new Set(['EACCES', 'EEXIST', 'ELOOP', 'ENAMETOOLONG', 'ENOENT', 'ENOTDIR', 'EPERM', 'EROFS']);

/** A path that cannot be a data directory is for its operator to change; everything else, such as a full disk, stays what it is. */
function unusable(path: string, failure: unknown): unknown {
  const { code, message } = failure as NodeJS.ErrnoException;
  if (code === undefined || !REFUSALS.has(code)) return failure;
  return new OperatorError(
    'DataDirectoryUnusable',
    `${path} cannot be the data directory: ${message}.`,
    'Name a directory that you may write to with --data DIR or MILLRACE_DATA.',
    { cause: failure },
  );
}

const parsed = <T>(text: string): T | undefined => {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
};

/** Whether something could not be written for want of room, as the operating system or SQLite says it. */
export const isDiskFull = (failure: unknown): boolean =>
  (failure as NodeJS.ErrnoException).code === 'ENOSPC' || isOfSqlite(failure, SQLITE_FULL);

/** Whether SQLite found a file that is none of its databases, or is damaged. */
export const isDatabaseDamaged = (failure: unknown): boolean =>
  isOfSqlite(failure, SQLITE_CORRUPT) || isOfSqlite(failure, SQLITE_NOTADB);

/** A result code and its sentence: what fails within a statement has no code in this driver. — sqlite.org/rescode.html */
interface SqliteResult {
  readonly code: number;
  readonly says: string;
}
const SQLITE_CORRUPT: SqliteResult = { code: 11, says: 'database disk image is malformed' };
const SQLITE_FULL: SqliteResult = { code: 13, says: 'database or disk is full' };
const SQLITE_NOTADB: SqliteResult = { code: 26, says: 'file is not a database' };

function isOfSqlite(failure: unknown, { code, says }: SqliteResult): boolean {
  const { errcode, message } = failure as { errcode?: number; message?: string };
  return errcode === undefined ? message === says : (errcode & 0xff) === code;
}

/**
 * Whether a process of that id runs, ours or not, and is the one that was born then, where that is known. One that has ended and waits for its
 * parent to notice does not.
 */
export const isAlive = (pid: number, birth?: string): boolean => {
  try {
    process.kill(pid, 0);
    if (process.platform !== 'linux') return true;
    if (/^State:\s+[ZX]/m.test(readText(`/proc/${pid}/status`) ?? 'State: X')) return false;
    return birth === undefined || birth === (birthOf(pid) ?? birth);
  } catch (failure) {
    return (failure as NodeJS.ErrnoException).code === 'EPERM';
  }
};

/** Tells a process from every other that has had its id: which start of the system, and when after it. Only Linux says so without asking a program. */
export function birthOf(pid: number): string | undefined {
  const stat = readText(`/proc/${pid}/stat`);
  // behind the name in parentheses, which may hold blanks, the start time is the twentieth
  const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
  return ticks && `${readText('/proc/sys/kernel/random/boot_id')?.trim()}/${ticks}`;
}

function readText(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch (failure) {
    // below a file there is nothing either
    if (['ENOENT', 'ENOTDIR'].includes((failure as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw failure;
  }
}

/** Temporary file, fsync, rename, fsync of the folder: survives a crash at any point. */
function writeDurably(file: string, text: string, mode: number): void {
  const temporary = `${file}.${process.pid}.new`;
  const handle = openSync(temporary, 'w', mode);
  writeSync(handle, text);
  fsyncSync(handle);
  closeSync(handle);
  renameSync(temporary, file);
  const folder = openSync(dirname(file), 'r');
  fsyncSync(folder);
  closeSync(folder);
}
