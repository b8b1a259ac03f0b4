import Button from '@cloudscape-design/components/button';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import Multiselect from '@cloudscape-design/components/multiselect';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import StatusIndicator from '@cloudscape-design/components/status-indicator';
import Toggle from '@cloudscape-design/components/toggle';
import { useDeferredValue, useMemo, useRef, useState } from 'react';
import { notice } from '../../../app/notices.tsx';
import { unless, useRights } from '../../../components/rights.ts';
import { Empty, Loading, Problem } from '../../../components/states.tsx';
import { TurnOn } from '../actions/logging.tsx';
import { LEVELS, type Level, sifted } from '../logs/line.ts';
import { type Jump, LogList } from '../logs/log-list.tsx';
import { logPlace, useTail } from '../logs/tail.ts';
import type { TabProps } from '../props.ts';
import { useApplication } from '../queries.ts';

const SINCE = [
  { value: '15', label: 'Last 15 minutes' },
  { value: '60', label: 'Last hour' },
  { value: '720', label: 'Last 12 hours' },
  { value: '10080', label: 'Last 7 days' },
];
const ALL = LEVELS.map((value) => ({ value, label: value }));

/** What the application logs, as it logs it. */
export function Logs({ name }: TabProps) {
  const { data: application } = useApplication(name);
  const may = useRights('application', name);
  const place = logPlace(application?.CloudWatchLoggingOptionDescriptions?.[0]?.LogStreamARN);
  const [since, setSince] = useState('60');
  const [live, setLive] = useState(true);
  const [levels, setLevels] = useState<readonly Level[]>(LEVELS);
  const [wanted, setWanted] = useState('');
  const [turningOn, setTurningOn] = useState(false);
  const jump = useRef<Jump>(null);
  const { lines, state, problem } = useTail(place, Number(since), live);
  const find = useDeferredValue(wanted);
  const shown = useMemo(() => sifted(lines, new Set(levels), find), [lines, levels, find]);
  if (!application) return <Loading what="Loading logs" />;
  if (!place) {
    return (
      <>
        <Empty
          title="This application does not log to CloudWatch"
          action={
            <Button {...unless(may('AddApplicationCloudWatchLoggingOption'), true)} onClick={() => setTurningOn(true)}>
              Turn logging on
            </Button>
          }
        >
          The log group is made, and what Flink says appears here.
        </Empty>
        {turningOn && <TurnOn name={name} onClose={() => setTurningOn(false)} />}
      </>
    );
  }
  const toError = (step: 1 | -1) => {
    if (jump.current?.toError(step) !== true) notice('info', 'No errors among these lines');
  };
  const many = (of: readonly unknown[]) => of.length.toLocaleString('en');
  const count = shown.length === lines.length ? `(${many(lines)})` : `(${many(shown)} of ${many(lines)})`;
  return (
    <SpaceBetween size="s">
      <Header
        counter={count}
        description={place.group}
        info={state === 'live' && <StatusIndicator>Live</StatusIndicator>}
        actions={
          <SpaceBetween direction="horizontal" size="xs" alignItems="center">
            <Toggle checked={live} onChange={({ detail }) => setLive(detail.checked)}>
              Follow
            </Toggle>
            <Button iconName="angle-up" ariaLabel="Error before" onClick={() => toError(-1)} />
            <Button onClick={() => toError(1)}>Next error</Button>
            <Button onClick={() => jump.current?.toEnd()}>End</Button>
          </SpaceBetween>
        }
      >
        Logs
      </Header>
      <div className="controls">
        <Input
          type="search"
          value={wanted}
          onChange={({ detail }) => setWanted(detail.value)}
          placeholder="Search messages, loggers and traces"
          ariaLabel="Search logs"
          clearAriaLabel="Clear"
        />
        <Multiselect
          options={ALL}
          selectedOptions={levels.map((value) => ({ value, label: value }))}
          onChange={({ detail }) => setLevels(detail.selectedOptions.map(({ value }) => value as Level))}
          hideTokens
          placeholder={levels.length === LEVELS.length ? 'All levels' : levels.join(', ')}
          ariaLabel="Levels"
        />
        <Select
          options={SINCE}
          selectedOption={SINCE.find(({ value }) => value === since) ?? null}
          onChange={({ detail }) => setSince(detail.selectedOption.value ?? '60')}
          ariaLabel="Since when"
        />
      </div>
      {problem !== undefined && <Problem what="Logs cannot be read" thrown={problem} />}
      {shown.length > 0 ? (
        <LogList lines={shown} jump={jump} />
      ) : state === 'reading' && problem === undefined ? (
        <Loading what="Reading logs" />
      ) : (
        <Empty title={lines.length > 0 ? 'No line is like that' : 'Nothing was logged in this time'}>
          {lines.length > 0
            ? 'Other words, or more levels, show more.'
            : 'Run the application, and its lines appear here as they are written.'}
        </Empty>
      )}
    </SpaceBetween>
  );
}
