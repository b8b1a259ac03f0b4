import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Steps, { type StepsProps } from '@cloudscape-design/components/steps';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Overview } from '#shapes/console';
import { notice, refused } from '../../app/notices.tsx';
import { client } from '../../aws/index.ts';
import { Go } from '../../components/go.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { LAB } from '../applications/form/lab.ts';

/** Makes the two streams of the tutorial, as far as they lack. */
async function makeStreams(): Promise<void> {
  const { CreateStreamCommand, KinesisClient, ResourceInUseException } = await import('@aws-sdk/client-kinesis');
  for (const StreamName of [LAB.input, LAB.output]) {
    await client(KinesisClient)
      .send(new CreateStreamCommand({ StreamName, ShardCount: 1 }))
      .catch((thrown: unknown) => {
        if (!(thrown instanceof ResourceInUseException)) throw thrown;
      });
  }
}

/** The tutorial by mouse: streams, application, run, records in and out. A step is done when what it makes is there. */
export function Guide({ counts }: Pick<Overview, 'counts'>) {
  const queries = useQueryClient();
  const [busy, setBusy] = useState(false);
  const may = useRights('stream');
  const streams = (counts['stream']?.total ?? 0) >= 2;
  const application = (counts['application']?.total ?? 0) > 0;
  const running = (counts['application']?.states?.['RUNNING'] ?? 0) > 0;
  const make = () => {
    setBusy(true);
    makeStreams()
      .then(
        () => notice('success', `The streams ${LAB.input} and ${LAB.output} are there`),
        (thrown) => refused('The streams were not created', thrown),
      )
      .finally(() => {
        setBusy(false);
        void queries.invalidateQueries({ queryKey: ['overview'] });
      });
  };
  const step = (done: boolean, header: string, details: React.ReactNode): StepsProps.Step => ({
    status: done ? 'success' : 'pending',
    header,
    details,
  });
  return (
    <ExpandableSection variant="container" defaultExpanded={!running} headerText="From a stream to a stream, in five steps">
      <Steps
        ariaLabel="The tutorial"
        steps={[
          step(
            streams,
            'Two streams: one to read, one to write',
            <Button variant="inline-link" loading={busy} {...unless(may('CreateStream'), !streams)} onClick={make}>
              Create {LAB.input} and {LAB.output}
            </Button>,
          ),
          step(
            application,
            'A JAR',
            <>
              <Box variant="code">mvn -f examples/kinesis-transform package</Box> makes{' '}
              <Box variant="code">target/kinesis-transform-1.0.0.jar</Box>; your own will do as well.
            </>,
          ),
          step(
            application,
            'An application with that JAR',
            <Go to="/applications/create?lab">Create it, with the tutorial's properties filled in</Go>,
          ),
          step(running, 'Run it', <Go to="/applications">Choose it among the applications, and press Run</Go>),
          step(
            false,
            'Records in, records out',
            <>
              <Go to={`/kinesis/${LAB.input}`}>Put a record into {LAB.input}</Go>, and{' '}
              <Go to={`/kinesis/${LAB.output}`}>see what comes out of {LAB.output}</Go>.
            </>,
          ),
        ]}
      />
    </ExpandableSection>
  );
}
