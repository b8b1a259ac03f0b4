import './log-list.css';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useCallback, useImperativeHandle, useLayoutEffect, useRef, useState } from 'react';
import { Verbatim } from '../../../components/verbatim.tsx';
import { folded, type LogLine, nextError, shortLogger } from './line.ts';

const time = new Intl.DateTimeFormat(undefined, {
  hourCycle: 'h23',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** Height of a folded line, px. */
const LINE = 25;

export interface Jump {
  readonly toError: (step: 1 | -1) => boolean;
  readonly toEnd: () => void;
}

/** Lines below each other, the newest last; only those in sight are drawn. A line that is chosen unfolds. */
export function LogList({ lines, jump }: { readonly lines: readonly LogLine[]; readonly jump: Ref<Jump> }) {
  const box = useRef<HTMLElement>(null);
  const [open, setOpen] = useState<ReadonlySet<number>>(new Set());
  const [marked, setMarked] = useState<number>();
  const rows = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => LINE,
    overscan: 12,
    useFlushSync: false,
    // the same one while the lines are: with another one everything is measured again
    getItemKey: useCallback((i: number) => lines[i]?.id ?? i, [lines]),
  });
  const atEnd = useRef(true);
  const first = useRef<number>(undefined);
  // biome-ignore lint/correctness/useExhaustiveDependencies: who looks at the end wants to stay there, and who looks at a line, at that line
  useLayoutEffect(() => {
    const before = first.current === undefined ? 0 : lines.findIndex(({ id }) => id === first.current);
    first.current = lines[0]?.id;
    if (atEnd.current && lines.length > 0) rows.scrollToIndex(lines.length - 1, { align: 'end' });
    else if (before > 0) rows.scrollToOffset((rows.scrollOffset ?? 0) + before * LINE);
  }, [lines]);
  useImperativeHandle(jump, () => ({
    toError: (step) => {
      const known = lines.findIndex(({ id }) => id === marked);
      const found = nextError(lines, known >= 0 ? known : step === 1 ? -1 : lines.length, step);
      if (found === undefined) return false;
      const id = lines[found]?.id ?? 0;
      atEnd.current = false;
      setMarked(id);
      setOpen((before) => new Set([...before, id]));
      rows.scrollToIndex(found, { align: 'center' });
      return true;
    },
    toEnd: () => {
      atEnd.current = true;
      rows.scrollToIndex(lines.length - 1, { align: 'end' });
    },
  }));
  const turn = (id: number, index: number) => {
    if (open.has(id)) rows.resizeItem(index, LINE);
    setOpen((before) => new Set(before.has(id) ? [...before].filter((each) => each !== id) : [...before, id]));
  };
  return (
    <section
      ref={box}
      className="lines log"
      aria-label="Log lines"
      onScroll={({ currentTarget: { scrollTop, clientHeight, scrollHeight } }) => {
        atEnd.current = scrollTop + clientHeight >= scrollHeight - 40;
      }}
    >
      <div style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map(({ key, index, start }) => {
          const line = lines[index];
          if (!line) return undefined;
          const isOpen = open.has(line.id);
          return (
            <div
              key={key}
              // folded lines are all alike: only what unfolds is measured
              ref={isOpen ? rows.measureElement : undefined}
              data-index={index}
              className={`line ${line.level.toLowerCase()}${line.id === marked ? ' marked' : ''}`}
              style={{ transform: `translateY(${start}px)` }}
            >
              <button type="button" aria-expanded={isOpen} onClick={() => turn(line.id, index)}>
                <time>{time.format(line.at)}</time>
                <span className="level">{line.level}</span>
                <span className="logger">{shortLogger(line.logger)}</span>
                <code>
                  {line.message}
                  {line.trace !== undefined && !isOpen && <em> {folded(line.trace)}</em>}
                </code>
              </button>
              {isOpen && (
                <div className="whole">
                  {line.logger !== '' && <small>{line.logger}</small>}
                  <Verbatim
                    label="The whole line"
                    text={line.trace === undefined ? line.message : `${line.message}\n\n${line.trace}`}
                  />
                </div>
              )}
            </div>
          );
        })}
      </div>
    </section>
  );
}
