/** The child of the crash test: opens Kinesis on a directory, writes as fast as it can, and prints what was acknowledged. */
import { say } from '../../harness/say.ts';
import { openHere } from './crash-stand.ts';

const [directory = '', round = ''] = process.argv.slice(2);
const { run } = await openHere(directory);
if (round === '0') await run('CreateStream', { StreamName: 's', ShardCount: 2 });

const writer = async (name: string) => {
  for (let i = 0; ; i++) {
    const Records = Array.from({ length: 1 + (i % 7) }, (_, j) => ({
      Data: Buffer.from(`${round}/${name}/${i}/${j}/`.padEnd(1 + ((i * 37) % 3000), 'x')),
      PartitionKey: `${name}${j}`,
    }));
    const answer = await run('PutRecords', { StreamName: 's', Records });
    const lines = answer.Records.map((record, j) => `${record.SequenceNumber} ${Records[j]?.Data.toString('base64')}\n`);
    say(lines.join('')); // what is printed was acknowledged
  }
};
await Promise.all(Array.from({ length: 8 }, (_, i) => writer(`w${i}`)));
