import { DeleteApplicationSnapshotCommand, type SnapshotDetails } from '@aws-sdk/client-kinesis-analytics-v2';
import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Table from '@cloudscape-design/components/table';
import { useState } from 'react';
import { Confirm } from '../../../components/confirm.tsx';
import { ago, moment } from '../../../components/format.ts';
import { unless, useRights } from '../../../components/rights.ts';
import { Empty, Problem } from '../../../components/states.tsx';
import { useAct } from '../actions/act.ts';
import { RunModal } from '../actions/run.tsx';
import { SnapshotModal } from '../actions/snapshot.tsx';
import type { TabProps } from '../props.ts';
import { analytics, useApplication, useSnapshots } from '../queries.ts';
import { runtimeName, Status } from '../status.tsx';

/** Written-down states: made, run from, deleted. */
export function Snapshots({ name }: TabProps) {
  const { data = [], isPending, error, refetch } = useSnapshots(name);
  const { data: application } = useApplication(name);
  const act = useAct(name);
  const may = useRights('application', name);
  const [chosen, setChosen] = useState<SnapshotDetails>();
  const [modal, setModal] = useState<'create' | 'run' | 'delete'>();
  const close = () => setModal(undefined);
  if (error) return <Problem what="Snapshots cannot be listed" thrown={error} onRetry={() => void refetch()} />;
  const status = application?.ApplicationStatus;
  const items = [...data].sort(
    (a, b) => (b.SnapshotCreationTimestamp?.getTime() ?? 0) - (a.SnapshotCreationTimestamp?.getTime() ?? 0),
  );
  const create = (
    <Button {...unless(may('CreateApplicationSnapshot'), status === 'RUNNING')} onClick={() => setModal('create')}>
      Create snapshot
    </Button>
  );
  const SnapshotName = chosen?.SnapshotName ?? '';
  const remove = () =>
    act(`Snapshot ${SnapshotName} is being deleted`, () =>
      analytics().send(
        new DeleteApplicationSnapshotCommand({
          ApplicationName: name,
          SnapshotName,
          SnapshotCreationTimestamp: chosen?.SnapshotCreationTimestamp,
        }),
      ),
    );
  return (
    <>
      <Table
        items={items}
        trackBy="SnapshotName"
        loading={isPending}
        loadingText="Loading snapshots"
        selectionType="single"
        selectedItems={chosen ? [chosen] : []}
        onSelectionChange={({ detail }) => setChosen(detail.selectedItems[0])}
        ariaLabels={{
          tableLabel: 'Snapshots',
          selectionGroupLabel: 'Snapshot',
          itemSelectionLabel: (_, item) => `Select ${item.SnapshotName}`,
        }}
        header={
          <Header
            counter={`(${items.length})`}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button
                  {...unless(may('StartApplication'), chosen !== undefined && status === 'READY')}
                  onClick={() => setModal('run')}
                >
                  Run from it
                </Button>
                <Button {...unless(may('DeleteApplicationSnapshot'), chosen !== undefined)} onClick={() => setModal('delete')}>
                  Delete
                </Button>
                {create}
              </SpaceBetween>
            }
          >
            Snapshots
          </Header>
        }
        empty={
          <Empty title="No snapshots">
            One is made when the application is stopped or updated, or when you ask for it while it runs.
          </Empty>
        }
        columnDefinitions={[
          { id: 'name', header: 'Name', isRowHeader: true, cell: (item) => item.SnapshotName },
          { id: 'status', header: 'Status', cell: (item) => <Status of={item.SnapshotStatus} ready /> },
          {
            id: 'made',
            header: 'Created',
            cell: ({ SnapshotCreationTimestamp: at }) => <span title={moment(at)}>{ago(at)}</span>,
          },
          { id: 'version', header: 'Version', cell: (item) => item.ApplicationVersionId },
          { id: 'runtime', header: 'Runtime', cell: (item) => runtimeName(item.RuntimeEnvironment) },
        ]}
      />
      {modal === 'create' && <SnapshotModal name={name} onClose={close} />}
      {modal === 'run' && <RunModal name={name} snapshot={SnapshotName} onClose={close} />}
      {modal === 'delete' && (
        <Confirm title={`Delete ${SnapshotName}?`} action="Delete" onConfirm={remove} onClose={close}>
          The state it holds cannot be brought back.
        </Confirm>
      )}
    </>
  );
}
