import Badge from '@cloudscape-design/components/badge';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, useState } from 'react';
import { Facts } from '../../components/facts.tsx';
import { bytes, moment } from '../../components/format.ts';
import { Empty } from '../../components/states.tsx';
import { Verbatim } from '../../components/verbatim.tsx';
import { decoded, type Seen } from './reading.ts';
import { shardNumber } from './shard-map.ts';

const time = new Intl.DateTimeFormat(undefined, {
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** Records below each other, the newest last; only those in sight are drawn. One that is chosen shows all of itself. */
export function RecordList({ records }: { readonly records: readonly Seen[] }) {
  const box = useRef<HTMLDivElement>(null);
  const [open, setOpen] = useState<string>();
  const rows = useVirtualizer({
    count: records.length,
    getScrollElement: () => box.current,
    estimateSize: () => 30,
    overscan: 12,
    getItemKey: (i) => `${records[i]?.shard} ${records[i]?.sequence}`,
  });
  const atEnd = useRef(true);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who looks at the end wants to stay there
  useEffect(() => {
    if (atEnd.current && open === undefined) box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [records]);
  if (records.length === 0) {
    return <Empty title="No records yet">They appear here as they are put: by a producer, or with Put record.</Empty>;
  }
  return (
    <section
      ref={box}
      className="lines"
      aria-label="Records"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 40;
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const record = records[index];
          if (!record) return undefined;
          const id = String(key);
          const { kind, text } = decoded(record.data, open !== id);
          return (
            <div
              key={key}
              ref={rows.measureElement}
              data-index={index}
              className="line"
              style={{ transform: `translateY(${start}px)` }}
            >
              <button type="button" aria-expanded={open === id} onClick={() => setOpen(open === id ? undefined : id)}>
                <time>{record.arrived ? time.format(record.arrived) : ''}</time>
                <span className="shard">{shardNumber(record.shard)}</span>
                <span className="key">{record.key}</span>
                <code>{open === id ? '' : text}</code>
              </button>
              {open === id && (
                <div className="whole">
                  <Facts
                    columns={4}
                    facts={{
                      'Sequence number': record.sequence,
                      Arrived: moment(record.arrived),
                      Shard: record.shard,
                      Size: (
                        <>
                          {bytes(record.data.length)} <Badge>{kind}</Badge>
                        </>
                      ),
                    }}
                  />
                  <Verbatim label="The record" text={text} />
                </div>
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}
