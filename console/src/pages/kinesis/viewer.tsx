import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import { useDeferredValue, useEffect, useMemo, useState } from 'react';
import { Picker } from '../../components/picker.tsx';
import { Problem } from '../../components/states.tsx';
import { useShards } from './queries.ts';
import { decoded, follow, type Seen, type Start } from './reading.ts';
import { RecordList } from './record-list.tsx';

/** More than anybody reads; older ones are dropped. */
const KEPT = 20_000;

const STARTS = [
  { value: 'LATEST', label: 'New records' },
  { value: 'TRIM_HORIZON', label: 'From the oldest' },
  { value: '5', label: 'Of the last 5 minutes' },
  { value: '60', label: 'Of the last hour' },
];

const texts = new WeakMap<Seen, string>();
/** What is searched of a record; decoded once, not with each letter that is typed. */
function searched(record: Seen): string {
  let text = texts.get(record);
  if (text === undefined) {
    text = `${record.key}\n${decoded(record.data, false).text}`.toLowerCase();
    texts.set(record, text);
  }
  return text;
}

/** Records as they come, decoded. */
export function Viewer({ name }: { readonly name: string }) {
  const { data: shards, error } = useShards(name);
  const [shard, setShard] = useState('');
  const [start, setStart] = useState('5');
  const [running, setRunning] = useState(true);
  const [records, setRecords] = useState<readonly Seen[]>([]);
  const [wanted, setWanted] = useState('');
  const [problem, setProblem] = useState<unknown>();
  const find = useDeferredValue(wanted);
  const ids = shards?.map(({ ShardId }) => ShardId).join();
  // biome-ignore lint/correctness/useExhaustiveDependencies: shards that are the same are not read anew
  useEffect(() => {
    if (!shards || !running) return;
    const gone = new AbortController();
    setRecords([]);
    setProblem(undefined);
    const from: Start = /^\d+$/.test(start)
      ? { type: 'AT_TIMESTAMP', at: new Date(Date.now() - Number(start) * 60_000) }
      : { type: start as Start['type'] };
    const read = shard === '' ? shards : shards.filter(({ ShardId }) => ShardId === shard);
    follow(name, read, from, gone.signal, (more) => {
      if (more.length > 0) setRecords((before) => [...before, ...more].slice(-KEPT));
    }).catch((thrown) => {
      if (!gone.signal.aborted) setProblem(thrown);
    });
    return () => gone.abort();
  }, [name, ids, shard, start, running]);
  const shown = useMemo(() => {
    if (find === '') return records;
    const low = find.toLowerCase();
    return records.filter((record) => searched(record).includes(low));
  }, [records, find]);
  const choices = [
    { value: '', label: 'All shards' },
    ...(shards ?? []).map(({ ShardId = '' }) => ({ value: ShardId, label: ShardId })),
  ];
  return (
    <SpaceBetween size="s">
      <Header
        variant="h2"
        counter={`(${shown.length}${records.length === KEPT ? ', the newest' : ''})`}
        actions={
          <Button iconName={running ? 'pause' : 'play'} onClick={() => setRunning(!running)}>
            {running ? 'Pause' : 'Read on'}
          </Button>
        }
        info={
          <StatusIndicator type={problem ? 'error' : running ? 'in-progress' : 'stopped'}>
            {problem ? 'Stopped' : running ? 'Reading' : 'Paused'}
          </StatusIndicator>
        }
      >
        Records
      </Header>
      <div className="controls">
        <Picker label="Shard" options={choices} value={shard} onChange={setShard} />
        <Picker label="Which records" options={STARTS} value={start} onChange={setStart} />
        <Input
          type="search"
          clearAriaLabel="Clear"
          value={wanted}
          placeholder="Find in keys and data"
          ariaLabel="Find in keys and data"
          onChange={({ detail }) => setWanted(detail.value)}
        />
      </div>
      {(error ?? problem) !== undefined && (error ?? problem) !== null && (
        <Problem what="The records cannot be read" thrown={error ?? problem} />
      )}
      <RecordList records={shown} />
      <Box color="text-body-secondary" fontSize="body-s">
        Reading takes one of the five reads a second that each shard has.
      </Box>
    </SpaceBetween>
  );
}
