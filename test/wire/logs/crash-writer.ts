/** Puts batches into four streams until it is killed, while the group gets a key and loses it; says what has been acknowledged: `<stream> <number of its last event>`. */

import { randomIds } from '#core';
import { LOG_KEY, NOW, openTestLogs } from '../../harness/logs.ts';
import { say } from '../../harness/say.ts';

const [directory = '', round = '0'] = process.argv.slice(2);
const logs = await openTestLogs(directory, randomIds);
const logGroupName = 'crash';
if (round === '0') await logs.ask('CreateLogGroup', { logGroupName });

async function writer(stream: string): Promise<void> {
  await logs.ask('CreateLogStream', { logGroupName, logStreamName: stream });
  for (let n = 0; ; ) {
    const count = 1 + ((n * 7) % 40);
    const messages = Array.from({ length: count }, (_, i) => `${stream} ${n + i} ${'x'.repeat(((n + i) * 131) % 2000)}`);
    await logs.put(logGroupName, stream, NOW - 3_600_000 + n, ...messages);
    n += count;
    say(`${stream} ${n - 1}\n`);
  }
}

async function rekeyed(): Promise<void> {
  for (;;) {
    await logs.ask('AssociateKmsKey', { logGroupName, kmsKeyId: LOG_KEY });
    await new Promise((done) => setTimeout(done, 30));
    await logs.ask('DisassociateKmsKey', { logGroupName });
    await new Promise((done) => setTimeout(done, 30));
  }
}

await Promise.all([...[0, 1, 2, 3].map((i) => writer(`${round}-${i}`)), rekeyed()]);
