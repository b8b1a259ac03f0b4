import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { refused } from '../app/notices.tsx';
import { Dialog } from './dialog.tsx';
import { ResourceTable } from './resource-table.tsx';
import { unless } from './rights.ts';
import { Empty } from './states.tsx';

interface Tag {
  readonly key: string;
  readonly value: string;
}

/** The tags of anything that has some. */
export function TagTable(props: {
  readonly tags: readonly Tag[] | undefined;
  readonly problem?: unknown;
  /** What the reader's policies allow. */
  readonly may: { readonly put: boolean; readonly remove: boolean };
  readonly onPut: (key: string, value: string) => Promise<unknown>;
  readonly onRemove: (keys: readonly string[]) => Promise<unknown>;
}) {
  const [chosen, setChosen] = useState<readonly Tag[]>([]);
  const [adding, setAdding] = useState(false);
  const [key, setKey] = useState('');
  const [value, setValue] = useState('');
  const remove = () => {
    props.onRemove(chosen.map((tag) => tag.key)).then(
      () => setChosen([]),
      (thrown) => refused('The tags were not removed', thrown),
    );
  };
  return (
    <>
      <ResourceTable<Tag>
        title="Tags"
        noun="tag"
        items={props.tags}
        problem={props.problem}
        idOf={(tag) => tag.key}
        selection="multi"
        selected={chosen}
        onSelect={setChosen}
        empty={<Empty title="No tags">Tags group what belongs together, for cost and for policies.</Empty>}
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            <Button {...unless(props.may.remove, chosen.length > 0)} onClick={remove}>
              Remove
            </Button>
            <Button {...unless(props.may.put)} onClick={() => setAdding(true)}>
              Add tag
            </Button>
          </SpaceBetween>
        }
        columns={[
          { id: 'key', header: 'Key', isRowHeader: true, sortingField: 'key', cell: (tag) => tag.key },
          { id: 'value', header: 'Value', sortingField: 'value', cell: (tag) => tag.value || '–' },
        ]}
      />
      {adding && (
        <Dialog
          title="Add tag"
          action="Add tag"
          ready={key !== ''}
          onSubmit={() => props.onPut(key, value)}
          onClose={() => setAdding(false)}
        >
          <FormField label="Key">
            <Input value={key} onChange={({ detail }) => setKey(detail.value)} />
          </FormField>
          <FormField label="Value">
            <Input value={value} onChange={({ detail }) => setValue(detail.value)} />
          </FormField>
        </Dialog>
      )}
    </>
  );
}
