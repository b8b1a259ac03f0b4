import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeClock, type Logger, type OperatorError, silentLogger } from '#core';
import type { SegmentLog } from './segment-log.ts';
import { SegmentStore } from './segment-store.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'millrace-torn-'));
});
afterEach(() => rmSync(directory, { recursive: true }));

const opened = (logger: Logger): Promise<SegmentLog> =>
  new SegmentStore({ directory, clock: fakeClock(1000), fsync: false, logger }).log('s', 'a');
const texts = async (log: SegmentLog) => {
  const { entries } = await log.read({ from: 1, maxRecords: 100, maxBytes: 1e6 });
  return entries.map(({ data }) => Buffer.from(data).toString());
};

test('what is cut off is told, and whole records among it are kept beside the file', async () => {
  const said: [string, object, string][] = [];
  const say = (level: string) => (facts: object, message: string) => void said.push([level, facts, message]);
  const logger = { ...silentLogger, warn: say('warn'), error: say('error') };
  const append = (log: SegmentLog, text: string) => log.append([{ key: 'k', data: Buffer.from(text) }]);
  const written = await opened(logger);
  for (const text of ['one', 'two', 'three', 'four']) await append(written, text);
  await written.close();
  const [name = ''] = readdirSync(join(directory, 's', 'a'));
  const file = join(directory, 's', 'a', name);
  const good = readFileSync(file);

  writeFileSync(file, Buffer.concat([good, Buffer.alloc(4096)]));
  expect(await texts(await opened(logger))).toHaveLength(4);
  expect(said).toEqual([]);

  writeFileSync(file, Buffer.concat([good, good.subarray(0, 20), Buffer.alloc(4096)]));
  expect(await texts(await opened(logger))).toHaveLength(4);
  const torn = { file, at: good.length, bytes: 16, records: 0, copy: undefined }; // a number ends with zeros
  expect(said.splice(0)).toEqual([['warn', torn, expect.stringContaining('not finished')]]);
  expect(readFileSync(file)).toEqual(good);

  const damaged = Buffer.from(good);
  damaged[good.indexOf('two')] = 0xff;
  writeFileSync(file, damaged);
  const again = await opened(logger);
  expect(await texts(again)).toEqual(['one']);
  const at = statSync(file).size;
  const copy = `${file}.cut-at-${at}`;
  const facts = { file, at, bytes: good.length - at, records: 2, copy };
  expect(said).toEqual([['error', facts, expect.stringContaining('whole records behind it')]]);
  expect(readFileSync(copy)).toEqual(damaged.subarray(at));
  expect(await append(again, 'more')).toMatchObject({ first: 2 });
});

test('damage with much behind it refuses the log, says what to do, and what it says helps', async () => {
  const large = Buffer.alloc(4 * 1024 * 1024, 'x');
  const written = await opened(silentLogger);
  await written.append([{ key: 'k', data: Buffer.from('one') }]);
  for (let i = 0; i < 9; i++) await written.append([{ key: 'k', data: large }]);
  await written.close();
  const [name = ''] = readdirSync(join(directory, 's', 'a'));
  const file = join(directory, 's', 'a', name);
  const bytes = readFileSync(file);
  const at = 32 + 6 + 1 + 3; // behind the first frame: its header, and a record of a key and three bytes
  bytes[at + 100] = 0;
  writeFileSync(file, bytes);

  const failure = await opened(silentLogger).catch((error: OperatorError) => error);
  expect(failure).toMatchObject({
    code: 'StreamDataDamaged',
    message: expect.stringContaining(`at byte ${at}, and ${bytes.length - at} bytes`),
    remedy: expect.stringContaining(`truncate --size=${at} '${file}'`),
  });
  expect(readFileSync(file).equals(bytes)).toBe(true);
  truncateSync(file, at);
  expect(await texts(await opened(silentLogger))).toEqual(['one']);
});
