import { useCollection } from '@cloudscape-design/collection-hooks';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import Table, { type TableProps } from '@cloudscape-design/components/table';
import { type ReactNode, startTransition, useState } from 'react';
import { FilterField } from './filter-field.tsx';
import { Empty, Problem } from './states.tsx';

interface Props<T> {
  readonly title: string;
  readonly description?: ReactNode;
  readonly items: readonly T[] | undefined;
  readonly columns: readonly TableProps.ColumnDefinition<T>[];
  readonly idOf: (item: T) => string;
  readonly loading?: boolean;
  readonly problem?: unknown;
  readonly onRetry?: () => void;
  /** What one item is called: `stream`. */
  readonly noun: string;
  readonly empty?: ReactNode;
  readonly actions?: ReactNode;
  readonly selected?: readonly T[];
  readonly onSelect?: (items: readonly T[]) => void;
  readonly selection?: 'single' | 'multi';
  readonly variant?: TableProps.Variant;
  readonly pageSize?: number;
  readonly sortBy?: TableProps.ColumnDefinition<T>;
  readonly newestFirst?: boolean;
  /** In front of the filter's texts, where columns do not say all. */
  readonly textOf?: (item: T) => string;
}

/** `policies` of `policy`. */
export const nounsOf = (noun: string): string => `${noun.replace(/([^aeiou])y$/, '$1ie')}s`;

/** A list of resources: filtered, sorted, a page at a time, so that thousands stay fluid. */
export function ResourceTable<T>(props: Props<T>) {
  const { items = [], noun, pageSize = 25, selection } = props;
  const nouns = nounsOf(noun);
  const [cleared, setCleared] = useState(0);
  const {
    items: shown,
    collectionProps,
    paginationProps,
    filteredItemsCount,
    actions,
  } = useCollection<T>(items, {
    filtering: {
      filteringFunction: (item, text) =>
        (props.textOf ?? ((each: T) => JSON.stringify(each)))(item).toLowerCase().includes(text.toLowerCase()),
      noMatch: <Empty title={`No ${noun} matches`} action={<Button onClick={() => clear()}>Clear the filter</Button>} />,
    },
    pagination: { pageSize },
    sorting: props.sortBy ? { defaultState: { sortingColumn: props.sortBy, isDescending: props.newestFirst ?? false } } : {},
  });
  const clear = () => {
    actions.setFiltering('');
    setCleared((before) => before + 1);
  };
  if (props.problem !== undefined && props.problem !== null) {
    return (
      <Problem what={`The ${nouns} cannot be listed`} thrown={props.problem} {...(props.onRetry && { onRetry: props.onRetry })} />
    );
  }
  return (
    <Table<T>
      {...(collectionProps as Partial<TableProps<T>>)}
      // drawn piece by piece, so that further clicks come between
      onSortingChange={(event) => startTransition(() => collectionProps.onSortingChange?.(event as never))}
      variant={props.variant ?? 'container'}
      items={shown as readonly T[]}
      columnDefinitions={props.columns}
      trackBy={props.idOf}
      loading={props.loading ?? props.items === undefined}
      loadingText={`Loading ${nouns}`}
      empty={props.empty ?? <Empty title={`No ${nouns}`} />}
      stickyHeader={props.variant === undefined || props.variant === 'full-page'}
      {...(selection && {
        selectionType: selection,
        selectedItems: props.selected ?? [],
        onSelectionChange: ({ detail }) => props.onSelect?.(detail.selectedItems),
        ariaLabels: {
          selectionGroupLabel: `Choose ${nouns}`,
          itemSelectionLabel: (_, item) => props.idOf(item),
          allItemsSelectionLabel: () => `Choose all ${nouns}`,
        },
      })}
      header={
        <Header
          variant={props.variant === 'full-page' ? 'h1' : 'h2'}
          counter={props.items && `(${props.items.length})`}
          description={props.description}
          actions={props.actions}
        >
          {props.title}
        </Header>
      }
      filter={
        <FilterField
          key={cleared}
          label={`Find ${nouns}`}
          onFilter={actions.setFiltering}
          count={`${filteredItemsCount ?? 0} ${filteredItemsCount === 1 ? 'match' : 'matches'}`}
        />
      }
      pagination={
        items.length > pageSize ? (
          <Pagination
            {...paginationProps}
            onChange={(event) => startTransition(() => paginationProps.onChange(event))}
            ariaLabels={{ nextPageLabel: 'Next page', previousPageLabel: 'Previous page', pageLabel: (page) => `Page ${page}` }}
          />
        ) : undefined
      }
    />
  );
}
