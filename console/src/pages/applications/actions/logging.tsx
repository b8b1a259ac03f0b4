import {
  AddApplicationCloudWatchLoggingOptionCommand,
  DeleteApplicationCloudWatchLoggingOptionCommand,
} from '@aws-sdk/client-kinesis-analytics-v2';
import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Checkbox from '@cloudscape-design/components/checkbox';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useState } from 'react';
import { session } from '../../../aws/index.ts';
import { Confirm } from '../../../components/confirm.tsx';
import { writeLogs } from '../form/least-privilege.ts';
import { makeLogStream } from '../form/logging.ts';
import { grantLogs, logGroupOf } from '../form/role-of-application.ts';
import { logPlace } from '../logs/tail.ts';
import type { ModalProps } from '../props.ts';
import { analytics, application, useApplication } from '../queries.ts';
import { useAct } from './act.ts';

/** What the application logs to, and the button that changes it: at once, beside the form, since it is a call of its own on AWS too. */
export function LoggingOption({ name }: { readonly name: string }) {
  const { data } = useApplication(name);
  const [asking, setAsking] = useState(false);
  const close = () => setAsking(false);
  const place = logPlace(data?.CloudWatchLoggingOptionDescriptions?.[0]?.LogStreamARN);
  return (
    <div>
      <SpaceBetween direction="horizontal" size="s" alignItems="center">
        <Box color={place ? 'inherit' : 'text-body-secondary'}>
          {place ? `Logs go to ${place.group}, ${place.stream}` : 'Nothing is logged to CloudWatch'}
        </Box>
        <Button onClick={() => setAsking(true)}>{place ? 'Turn logging off' : 'Turn logging on'}</Button>
      </SpaceBetween>
      {asking && (place ? <TurnOff name={name} onClose={close} /> : <TurnOn name={name} onClose={close} />)}
    </div>
  );
}

/** Gives an application a log stream, and its role what writing takes. */
export function TurnOn({ name, onClose }: ModalProps) {
  const act = useAct(name);
  const { data } = useApplication(name);
  const [grant, setGrant] = useState(true);
  const role = data?.ServiceExecutionRole?.split('/').at(-1) ?? '';
  const group = logGroupOf(name);
  const turnOn = () =>
    act(`${name} logs to ${group}`, async () => {
      const LogStreamARN = await makeLogStream(name);
      if (grant) await grantLogs(role, name);
      const { ApplicationVersionId } = await application(name);
      await analytics().send(
        new AddApplicationCloudWatchLoggingOptionCommand({
          ApplicationName: name,
          CurrentApplicationVersionId: ApplicationVersionId,
          CloudWatchLoggingOption: { LogStreamARN },
        }),
      );
    });
  return (
    <Confirm title="Turn logging on" action="Turn on" onConfirm={turnOn} onClose={onClose}>
      <SpaceBetween size="m">
        <div>
          The log group {group} is made where there is none, and named in a new version of the application. What the job says goes
          there, under the application's role.
        </div>
        <Checkbox
          checked={grant}
          onChange={({ detail }) => setGrant(detail.checked)}
          description={`As an inline policy of ${role}. Without these permissions the job runs, and nothing is logged.`}
        >
          Let the role write logs
        </Checkbox>
        <ExpandableSection headerText="The permissions">
          <Box variant="code">
            <pre className="document">{JSON.stringify(writeLogs(group, session()), undefined, 2)}</pre>
          </Box>
        </ExpandableSection>
      </SpaceBetween>
    </Confirm>
  );
}

function TurnOff({ name, onClose }: ModalProps) {
  const act = useAct(name);
  const turnOff = () =>
    act(`${name} logs no more`, async () => {
      const { ApplicationVersionId, CloudWatchLoggingOptionDescriptions: options = [] } = await application(name);
      await analytics().send(
        new DeleteApplicationCloudWatchLoggingOptionCommand({
          ApplicationName: name,
          CurrentApplicationVersionId: ApplicationVersionId,
          CloudWatchLoggingOptionId: options[0]?.CloudWatchLoggingOptionId,
        }),
      );
    });
  return (
    <Confirm title="Turn logging off?" action="Turn off" onConfirm={turnOff} onClose={onClose}>
      <Alert type="warning">Why a job fails is said in its log. What was logged so far stays in its log group.</Alert>
    </Confirm>
  );
}
