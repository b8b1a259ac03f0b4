import { createHash } from 'node:crypto';
import type { Reach } from '../harness/built-server.ts';

/** Writes until the server is gone, remembers what was acknowledged, and looks for it afterwards. */
export interface Witness {
  readonly name: string;
  /** What must be there before anybody writes. */
  prepare(reach: Reach): Promise<void>;
  /** Resolves when the server has gone; every acknowledgement has been noted by then. */
  write(reach: Reach, round: number): Promise<void>;
  /** Throws where something acknowledged is not there, or something is there that was never sent. */
  check(reach: Reach): Promise<void>;
  /** After a kill, before the next start: what else can have become of files that are not needed. */
  disturb?(directory: string, round: number): void;
  /** What was found once is looked for again by the next check. */
  doubt(): void;
  /** How many acknowledgements it holds the server to. */
  readonly promises: number;
}

/** Runs `step` again and again until the server is gone. What a living server refuses is a failure of the test. */
export async function untilGone(step: (turn: number) => Promise<void>): Promise<void> {
  for (let turn = 0; ; turn++) {
    try {
      await step(turn);
    } catch (failure) {
      const { $metadata, code } = failure as { $metadata?: { httpStatusCode?: number }; code?: string };
      if (($metadata?.httpStatusCode ?? 0) < 400 && GONE.test(`${code} ${failure}`)) return;
      throw failure;
    }
  }
}

const GONE = /ECONNRESET|ECONNREFUSED|EPIPE|socket hang up|aborted|HTTP\/?2|premature/i;

/** Bytes that follow from a label, which they begin with: whoever finds them can tell whether they are what was sent. */
export function bytesOf(label: string, size: number): Buffer {
  const head = Buffer.from(`${label} ${size} `);
  const bytes = Buffer.alloc(Math.max(size, head.length));
  let block = createHash('sha256').update(label).digest();
  for (let at = 0; at < bytes.length; at += block.length) {
    block.copy(bytes, at);
    block = createHash('sha256').update(block).digest();
  }
  head.copy(bytes);
  return bytes;
}

/** The label of bytes that are what `bytesOf` made; undefined where a byte differs. */
export function labelOf(bytes: Uint8Array): string | undefined {
  const found = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  const [label = '', size = ''] = found.subarray(0, 120).toString('latin1').split(' ');
  return bytesOf(label, Number(size)).equals(found) ? label : undefined;
}
