import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Header from '@cloudscape-design/components/header';
import { ago } from '../../../components/format.ts';
import { NoJob, useFailures } from './looks.ts';

/** What Flink remembers of failures of the present attempt, the newest first; nothing where there was none. */
export function Failures({ name }: { readonly name: string }) {
  const { data } = useFailures(name);
  if (!data || data instanceof NoJob || data.failures.length === 0) return null;
  return (
    <Container header={<Header counter={`(${data.failures.length}${data.truncated ? '+' : ''})`}>Failures</Header>}>
      {data.failures.map(({ at, name: what, trace, task, place, together }) => (
        <ExpandableSection
          key={`${at}-${task}-${what}`}
          headerText={trace.split('\n')[0]?.slice(0, 300) ?? what}
          headerDescription={[
            at === undefined ? undefined : ago(new Date(at)),
            task,
            place,
            together === undefined ? undefined : `with ${together} more`,
          ]
            .filter(Boolean)
            .join(' · ')}
        >
          <Box variant="pre" fontSize="body-s">
            {trace}
          </Box>
        </ExpandableSection>
      ))}
    </Container>
  );
}
