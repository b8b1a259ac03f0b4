import Flashbar, { type FlashbarProps } from '@cloudscape-design/components/flashbar';
import { useSyncExternalStore } from 'react';
import { faultOf, nextStep } from '../aws/index.ts';

type Item = FlashbarProps.MessageDefinition;

let items: readonly Item[] = [];
let count = 0;
const listeners = new Set<() => void>();

function become(next: readonly Item[]): void {
  items = next;
  for (const listener of listeners) listener();
}

/** Says something at the top of the page, until it is closed; successes go by themselves. */
export function notice(type: 'success' | 'error' | 'info' | 'warning', header: string, content?: string): void {
  const id = `notice-${++count}`;
  const close = () => become(items.filter((item) => item.id !== id));
  become([{ id, type, header, content, dismissible: true, dismissLabel: 'Close', onDismiss: close }, ...items.slice(0, 4)]);
  if (type === 'success') setTimeout(close, 6000);
}

/** What was refused on a page says nothing to who has left it. */
export function leave(): void {
  if (items.some(({ type }) => type === 'error')) become(items.filter(({ type }) => type !== 'error'));
}

/** Says what was refused, in AWS's words, and what to do next. */
export function refused(what: string, thrown: unknown): void {
  const { code, message } = faultOf(thrown);
  const next = nextStep(code);
  notice('error', `${what}: ${code}`, next === undefined ? message : `${message} — ${next}`);
}

export function Notices() {
  const shown = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => items,
  );
  return <Flashbar items={[...shown]} stackItems={shown.length > 2} />;
}
