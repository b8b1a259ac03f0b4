import { PutRecordsCommand } from '@aws-sdk/client-kinesis';
import Checkbox from '@cloudscape-design/components/checkbox';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import Textarea from '@cloudscape-design/components/textarea';
import { useState } from 'react';
import { notice } from '../../app/notices.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { kinesis } from './queries.ts';

// aws: records in one PutRecords — API reference
const AT_ONCE = 500;

/** Puts a record, or each line of a text as one. */
export function PutRecord({ name, onClose }: { readonly name: string; readonly onClose: () => void }) {
  const [text, setText] = useState('{"message":"hello from the console"}');
  const [key, setKey] = useState('');
  const [lines, setLines] = useState(true);
  const put = async () => {
    const texts = lines ? text.split('\n').filter((line) => line.trim() !== '') : [text];
    const encoder = new TextEncoder();
    const records = texts.map((each) => ({
      Data: encoder.encode(each),
      PartitionKey: key || crypto.getRandomValues(new Uint32Array(1)).join(''),
    }));
    let failed = 0;
    for (let i = 0; i < records.length; i += AT_ONCE) {
      const answer = await kinesis().send(new PutRecordsCommand({ StreamName: name, Records: records.slice(i, i + AT_ONCE) }));
      failed += answer.FailedRecordCount ?? 0;
      const reason = answer.Records?.find(({ ErrorCode }) => ErrorCode !== undefined);
      if (reason) throw new Error(`${failed} of ${records.length} were not taken: ${reason.ErrorCode}: ${reason.ErrorMessage}`);
    }
    notice('success', records.length === 1 ? 'One record is in the stream' : `${records.length} records are in the stream`);
  };
  return (
    <Dialog title={`Put records into ${name}`} action="Put" ready={text !== ''} onSubmit={put} onClose={onClose}>
      <FormField label="Data">
        <Textarea value={text} rows={8} spellcheck={false} onChange={({ detail }) => setText(detail.value)} />
      </FormField>
      <Checkbox checked={lines} onChange={({ detail }) => setLines(detail.checked)}>
        Each line is a record
      </Checkbox>
      <FormField label="Partition key" description="Decides the shard. Without one, each record gets one of its own.">
        <Input value={key} spellcheck={false} onChange={({ detail }) => setKey(detail.value)} />
      </FormField>
    </Dialog>
  );
}
