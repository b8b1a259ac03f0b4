import { PutDashboardCommand } from '@aws-sdk/client-cloudwatch';
import Button from '@cloudscape-design/components/button';
import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useParams } from 'wouter';
import { type Range, RangePicker } from '../../components/metrics.tsx';
import { named } from '../../components/named.ts';
import { PolicyEditor } from '../../components/policy-editor.tsx';
import { useRights } from '../../components/rights.ts';
import { Empty, Loading, Problem } from '../../components/states.tsx';
import { widgetsOf } from './dashboard-body.ts';
import { DashboardWidget } from './dashboard-widget.tsx';
import { cloudwatch, useDashboard } from './queries.ts';

const ROW = 44;

/** A dashboard, drawn from AWS's JSON. */
export function DashboardPage() {
  const { dashboard: coded = '' } = useParams<{ dashboard: string }>();
  const name = named(coded);
  const queries = useQueryClient();
  const { data: body, error, refetch } = useDashboard(name);
  const [range, setRange] = useState<Range>('1h');
  const [editing, setEditing] = useState(false);
  const may = useRights('dashboard', name);
  if (error) return <Problem what={`${name} cannot be shown`} thrown={error} onRetry={() => void refetch()} />;
  if (body === undefined) return <Loading />;
  const widgets = widgetsOf(body);
  return (
    <ContentLayout
      header={
        <Header
          variant="h1"
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              <RangePicker range={range} onChange={setRange} />
              <Button onClick={() => setEditing(!editing)}>{editing ? 'Close source' : 'Source'}</Button>
            </SpaceBetween>
          }
        >
          {name}
        </Header>
      }
    >
      <SpaceBetween size="l">
        {editing && (
          <PolicyEditor
            key={body}
            title="Source"
            document={body}
            allowed={may('PutDashboard')}
            rows={20}
            onSave={async (DashboardBody) => {
              await cloudwatch().send(new PutDashboardCommand({ DashboardName: name, DashboardBody }));
              await queries.invalidateQueries({ queryKey: ['dashboard', name] });
            }}
          />
        )}
        {widgets.length === 0 && <Empty title="No widgets">Widgets are added in the source.</Empty>}
        <div className="dashboard">
          {widgets.map((widget) => (
            <div
              key={`${widget.x} ${widget.y} ${widget.type} ${JSON.stringify(widget.properties)}`}
              className="widget"
              style={{
                gridColumn: `${widget.x + 1} / span ${widget.width}`,
                gridRow: `${widget.y + 1} / span ${widget.height}`,
                minHeight: widget.height * ROW,
              }}
            >
              <DashboardWidget widget={widget} range={range} height={widget.height * ROW - 130} />
            </div>
          ))}
        </div>
      </SpaceBetween>
    </ContentLayout>
  );
}
