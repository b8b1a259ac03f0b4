import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import type { TableProps } from '@cloudscape-design/components/table';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { notice } from '../app/notices.tsx';
import { Confirm } from './confirm.tsx';
import { Dialog } from './dialog.tsx';
import { nounsOf, ResourceTable } from './resource-table.tsx';
import { type May, unless, useRights } from './rights.ts';
import { Empty } from './states.tsx';

/** What a dialog is given that makes something otherwise than by a name. */
export interface Creation {
  readonly onClose: () => void;
}

interface ByName {
  readonly hint?: string;
  /** Below the name. */
  readonly more?: ReactNode;
  readonly submit: (name: string) => Promise<unknown>;
}

interface Props<T> {
  readonly title: string;
  /** What one is called: `stream`. */
  readonly noun: string;
  /** The first word of the query keys that what is created or deleted here changes, and what rights to it are asked by. */
  readonly kind: string;
  /** The operations that create and delete: who may not call them is not offered them. */
  readonly operations: { readonly create: string; readonly remove: string };
  readonly list: { readonly data: readonly T[] | undefined; readonly error: unknown; readonly refetch: () => Promise<unknown> };
  readonly columns: readonly TableProps.ColumnDefinition<T>[];
  readonly nameOf: (item: T) => string;
  /** Where names are not unique. */
  readonly idOf?: (item: T) => string;
  readonly textOf?: (item: T) => string;
  readonly selection?: 'single' | 'multi';
  /** Said where there is none yet. */
  readonly about: ReactNode;
  readonly create?: ByName | ((creation: Creation) => ReactNode);
  readonly remove: {
    readonly warning: ReactNode;
    /** What must be typed first. */
    readonly type?: 'delete' | 'name';
    readonly allowed?: boolean;
    readonly submit: (items: readonly T[]) => Promise<unknown>;
    /** Of things that are gone only later. */
    readonly said?: string;
  };
  readonly actions?: (chosen: readonly T[], unchoose: () => void, may: May) => ReactNode;
}

/** A page that lists resources of a kind, makes them, and deletes those that are chosen. */
export function ResourcePage<T>(props: Props<T>) {
  const { noun, list, nameOf, create, remove, operations } = props;
  const idOf = props.idOf ?? nameOf;
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly T[]>([]);
  const [asking, setAsking] = useState<'create' | 'delete'>();
  const mayCreate = useRights(props.kind);
  const may = useRights(props.kind, ...chosen.map(idOf));
  const close = () => setAsking(undefined);
  const again = () => queries.invalidateQueries({ queryKey: [props.kind] });
  const names = chosen.map(nameOf);
  const what = names.length === 1 ? (names[0] ?? '') : `${names.length} ${nounsOf(noun)}`;
  const createButton = (variant: 'primary' | 'normal') =>
    create && (
      <Button variant={variant} {...unless(mayCreate(operations.create))} onClick={() => setAsking('create')}>
        Create {noun}
      </Button>
    );
  const submitRemoval = async () => {
    try {
      await remove.submit(chosen);
    } finally {
      // of several, some may be gone
      await again();
    }
    setChosen([]);
    notice('success', `${what} ${remove.said ?? (names.length === 1 ? 'is deleted' : 'are deleted')}`);
  };
  return (
    <>
      <ResourceTable<T>
        title={props.title}
        noun={noun}
        variant="full-page"
        items={list.data}
        problem={list.error}
        onRetry={() => void list.refetch()}
        idOf={idOf}
        {...(props.textOf && { textOf: props.textOf })}
        columns={props.columns}
        selection={props.selection ?? 'multi'}
        selected={chosen}
        onSelect={setChosen}
        empty={
          <Empty title={`No ${nounsOf(noun)}`} action={createButton('normal')}>
            {props.about}
          </Empty>
        }
        actions={
          <SpaceBetween direction="horizontal" size="xs">
            {props.actions?.(chosen, () => setChosen([]), may)}
            <Button
              {...unless(may(operations.remove), chosen.length > 0 && remove.allowed !== false)}
              onClick={() => setAsking('delete')}
            >
              Delete
            </Button>
            {createButton('primary')}
          </SpaceBetween>
        }
      />
      {asking === 'create' &&
        create &&
        (typeof create === 'function' ? (
          create({ onClose: close })
        ) : (
          <Create noun={noun} by={create} again={again} onClose={close} />
        ))}
      {asking === 'delete' && (
        <Confirm
          title={`Delete ${what}?`}
          action="Delete"
          word={remove.type === 'name' && names.length === 1 ? names[0] : remove.type && 'delete'}
          onConfirm={submitRemoval}
          onClose={close}
        >
          {remove.warning}
          {names.length > 1 && <div>{names.join(', ')}</div>}
        </Confirm>
      )}
    </>
  );
}

function Create(props: Creation & { readonly noun: string; readonly by: ByName; readonly again: () => Promise<unknown> }) {
  const { noun, by } = props;
  const [name, setName] = useState('');
  const submit = async () => {
    await by.submit(name);
    notice('success', `${name} is created`);
    await props.again();
  };
  return (
    <Dialog title={`Create ${noun}`} action={`Create ${noun}`} ready={name !== ''} onSubmit={submit} onClose={props.onClose}>
      <FormField label="Name" constraintText={by.hint}>
        <Input value={name} spellcheck={false} onChange={({ detail }) => setName(detail.value)} />
      </FormField>
      {by.more}
    </Dialog>
  );
}
