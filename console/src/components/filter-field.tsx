import TextFilter from '@cloudscape-design/components/text-filter';
import { startTransition, useState } from 'react';

interface Props {
  /** `Find streams`. */
  readonly label: string;
  /** What is said of the rows that are left. */
  readonly count: string;
  readonly onFilter: (text: string) => void;
}

/** A filter above a table. Keys show at once; the table follows when no key waits, since drawing its rows may take longer than a key does. */
export function FilterField({ label, count, onFilter }: Props) {
  const [text, setText] = useState('');
  return (
    <TextFilter
      filteringText={text}
      filteringPlaceholder={label}
      filteringClearAriaLabel="Clear"
      filteringAriaLabel={label}
      countText={count}
      onChange={({ detail: { filteringText } }) => {
        setText(filteringText);
        startTransition(() => onFilter(filteringText));
      }}
    />
  );
}
