import { useCollection } from '@cloudscape-design/collection-hooks';
import Button from '@cloudscape-design/components/button';
import ButtonDropdown from '@cloudscape-design/components/button-dropdown';
import Header from '@cloudscape-design/components/header';
import Pagination from '@cloudscape-design/components/pagination';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { useLocation } from 'wouter';
import { FilterField } from '../../components/filter-field.tsx';
import { Go } from '../../components/go.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Empty, Problem } from '../../components/states.tsx';
import { ActionModal, type ActionName, actionItems } from './actions/menu.tsx';
import { Kpus } from './kpus.tsx';
import { useApplications } from './queries.ts';
import { runtimeName, Status } from './status.tsx';

const PAGE = 20;

/** Every application of the account in this region. */
export function Applications() {
  const [, navigate] = useLocation();
  const { data = [], isPending, error, refetch, isFetching } = useApplications();
  const [action, setAction] = useState<ActionName>();
  const mayCreate = useRights('application');
  const create = (
    <Button variant="primary" {...unless(mayCreate('CreateApplication'))} onClick={() => navigate('/applications/create')}>
      Create application
    </Button>
  );
  const {
    items,
    collectionProps,
    actions,
    paginationProps,
    filteredItemsCount = 0,
  } = useCollection(data, {
    filtering: {
      empty: (
        <Empty title="No applications" action={create}>
          An application is a Flink job from your JAR or Python ZIP, with its configuration and its state.
        </Empty>
      ),
      noMatch: <Empty title="No application is called that" />,
      fields: ['ApplicationName', 'ApplicationStatus', 'RuntimeEnvironment'],
    },
    pagination: { pageSize: PAGE },
    sorting: { defaultState: { sortingColumn: { sortingField: 'ApplicationName' } } },
    selection: { trackBy: 'ApplicationName' },
  });
  const [chosen] = collectionProps.selectedItems ?? [];
  const may = useRights('application', ...(chosen?.ApplicationName === undefined ? [] : [chosen.ApplicationName]));
  if (error) return <Problem what="Applications cannot be listed" thrown={error} onRetry={() => void refetch()} />;
  return (
    <>
      <Table
        {...collectionProps}
        variant="full-page"
        stickyHeader
        loading={isPending}
        loadingText="Loading applications"
        items={items}
        selectionType="single"
        onRowClick={({ detail }) => collectionProps.onSelectionChange?.({ detail: { selectedItems: [detail.item] } } as never)}
        ariaLabels={{
          tableLabel: 'Applications',
          selectionGroupLabel: 'Application',
          itemSelectionLabel: (_, { ApplicationName }) => `Select ${ApplicationName}`,
        }}
        header={
          <Header
            variant="awsui-h1-sticky"
            counter={isPending ? '' : `(${data.length})`}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  iconName="refresh"
                  ariaLabel="Refresh"
                  loading={isFetching && !isPending}
                  onClick={() => void refetch()}
                />
                <ButtonDropdown
                  disabled={!chosen}
                  items={actionItems(chosen?.ApplicationStatus, may)}
                  onItemClick={({ detail }) => setAction(detail.id as ActionName)}
                >
                  Actions
                </ButtonDropdown>
                {create}
              </SpaceBetween>
            }
          >
            Applications
          </Header>
        }
        filter={
          <FilterField
            label="Find applications"
            onFilter={actions.setFiltering}
            count={`${filteredItemsCount} ${filteredItemsCount === 1 ? 'match' : 'matches'}`}
          />
        }
        pagination={
          data.length > PAGE && (
            <Pagination
              {...paginationProps}
              ariaLabels={{
                nextPageLabel: 'Next page',
                previousPageLabel: 'Previous page',
                pageLabel: (page) => `Page ${page}`,
                paginationLabel: 'Pages of applications',
              }}
            />
          )
        }
        columnDefinitions={[
          {
            id: 'name',
            header: 'Name',
            sortingField: 'ApplicationName',
            isRowHeader: true,
            minWidth: 160,
            cell: ({ ApplicationName = '' }) => (
              <Go to={`/applications/${encodeURIComponent(ApplicationName)}`} primary>
                {ApplicationName}
              </Go>
            ),
          },
          {
            id: 'status',
            header: 'Status',
            sortingField: 'ApplicationStatus',
            minWidth: 130,
            cell: ({ ApplicationStatus }) => <Status of={ApplicationStatus} />,
          },
          {
            id: 'runtime',
            header: 'Runtime',
            sortingField: 'RuntimeEnvironment',
            minWidth: 150,
            cell: ({ RuntimeEnvironment }) => runtimeName(RuntimeEnvironment),
          },
          {
            id: 'kpus',
            header: 'KPUs',
            minWidth: 80,
            cell: ({ ApplicationName = '' }) => <Kpus name={ApplicationName} />,
          },
          {
            id: 'version',
            header: 'Version',
            sortingField: 'ApplicationVersionId',
            minWidth: 90,
            cell: ({ ApplicationVersionId }) => ApplicationVersionId,
          },
        ]}
      />
      {action && chosen?.ApplicationName !== undefined && (
        <ActionModal action={action} name={chosen.ApplicationName} onClose={() => setAction(undefined)} />
      )}
    </>
  );
}
