import Header from '@cloudscape-design/components/header';
import Table from '@cloudscape-design/components/table';
import { Go } from '../../components/go.tsx';
import { useApplications } from '../applications/queries.ts';
import { runtimeName, Status } from '../applications/status.tsx';

const SHOWN = 5;
// what moves or went wrong comes before what rests
const quiet = (status: string | undefined): number => (status === 'RUNNING' ? 1 : status === 'READY' ? 2 : 0);

/** The applications that matter now. */
export function RunningList() {
  const { data = [], isPending } = useApplications();
  const items = [...data].sort((a, b) => quiet(a.ApplicationStatus) - quiet(b.ApplicationStatus)).slice(0, SHOWN);
  return (
    <Table
      items={items}
      trackBy="ApplicationName"
      loading={isPending}
      loadingText="Loading applications"
      ariaLabels={{ tableLabel: 'Applications' }}
      header={
        <Header variant="h2" counter={`(${data.length})`} actions={<Go to="/applications">All applications</Go>}>
          Applications
        </Header>
      }
      columnDefinitions={[
        {
          id: 'name',
          header: 'Name',
          isRowHeader: true,
          cell: ({ ApplicationName = '' }) => (
            <Go to={`/applications/${encodeURIComponent(ApplicationName)}`}>{ApplicationName}</Go>
          ),
        },
        { id: 'status', header: 'Status', cell: ({ ApplicationStatus }) => <Status of={ApplicationStatus} /> },
        { id: 'runtime', header: 'Runtime', cell: ({ RuntimeEnvironment }) => runtimeName(RuntimeEnvironment) },
      ]}
    />
  );
}
