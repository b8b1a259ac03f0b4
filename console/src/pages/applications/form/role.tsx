import '../applications.css';
import Box from '@cloudscape-design/components/box';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Multiselect from '@cloudscape-design/components/multiselect';
import RadioGroup from '@cloudscape-design/components/radio-group';
import Select from '@cloudscape-design/components/select';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { session } from '../../../aws/index.ts';
import type { SectionProps } from './fields.tsx';
import { guessed, leastPrivilege } from './least-privilege.ts';
import { useBuckets } from './places.ts';
import { logGroupOf, roleName, useRoles, useStreams } from './role-of-application.ts';

export interface Grants {
  readonly make: boolean;
  /** Chosen by hand; until then guessed from the properties. */
  readonly reads?: readonly string[];
  readonly writes?: readonly string[];
  readonly files: readonly string[];
}

/** What the role is to be granted: as chosen, or as the properties tell. */
export function useGranted({ form }: Pick<SectionProps, 'form'>, grants: Grants) {
  const { data: streams = [] } = useStreams();
  const guess = guessed(form.properties, streams);
  return { streams, reads: grants.reads ?? guess.reads, writes: grants.writes ?? guess.writes };
}

const options = (names: readonly string[]) => names.map((value) => ({ value, label: value }));
const values = (chosen: readonly { readonly value?: string }[]) =>
  chosen.flatMap(({ value }) => (value === undefined ? [] : [value]));

/** The role: one that there is, or a new one with the least this application needs. */
export function RoleSection(props: SectionProps & { readonly grants: Grants; readonly setGrants: (grants: Grants) => void }) {
  const { form, set, problems, grants, setGrants } = props;
  const { streams, reads, writes } = useGranted(props, grants);
  const { data: roles = [], isPending } = useRoles();
  const { data: buckets = [] } = useBuckets();
  const policy = leastPrivilege(
    {
      bucket: form.bucket || 'BUCKET',
      key: form.key || 'KEY',
      logGroup: logGroupOf(form.name || 'APPLICATION'),
      reads,
      writes,
      files: grants.files,
    },
    session(),
  );
  const pick = (
    label: string,
    description: string,
    from: readonly string[],
    chosen: readonly string[],
    field: 'reads' | 'writes' | 'files',
  ) => (
    <FormField label={label} description={description}>
      <Multiselect
        options={options(from)}
        selectedOptions={options(chosen)}
        onChange={({ detail }) => setGrants({ ...grants, [field]: values(detail.selectedOptions) })}
        filteringClearAriaLabel="Clear"
        filteringType="auto"
        placeholder="None"
        ariaLabel={label}
        deselectAriaLabel={(option) => `Remove ${option.label}`}
        empty="There are none yet"
      />
    </FormField>
  );
  return (
    <Container
      header={
        <Header variant="h2" description="What the running job may do">
          Permissions
        </Header>
      }
    >
      <SpaceBetween size="l">
        <RadioGroup
          ariaLabel="Role"
          value={grants.make ? 'make' : 'choose'}
          onChange={({ detail }) => setGrants({ ...grants, make: detail.value === 'make' })}
          items={[
            {
              value: 'make',
              label: 'Create the role for me, with the least it needs',
              description: `${roleName(form.name || '…')}: reads the code, writes logs, and what is chosen below`,
            },
            { value: 'choose', label: 'Choose a role that the service may assume' },
          ]}
        />
        {grants.make ? (
          <SpaceBetween size="l">
            {pick('Streams the job reads', 'Guessed from the runtime properties, until you choose.', streams, reads, 'reads')}
            {pick('Streams the job writes', 'Guessed from the runtime properties, until you choose.', streams, writes, 'writes')}
            {pick('Buckets the job writes files to', 'For file sinks.', buckets, grants.files, 'files')}
            <ExpandableSection headerText="The policy">
              <Box variant="code">
                <pre className="document">{JSON.stringify(policy, undefined, 2)}</pre>
              </Box>
            </ExpandableSection>
          </SpaceBetween>
        ) : (
          <FormField label="Role" errorText={problems.roleArn}>
            <Select
              options={roles.map(({ Arn = '', RoleName = '' }) => ({ value: Arn, label: RoleName, description: Arn }))}
              selectedOption={form.roleArn === '' ? null : { value: form.roleArn, label: form.roleArn.split('/').at(-1) ?? '' }}
              onChange={({ detail }) => set({ roleArn: detail.selectedOption.value ?? '' })}
              filteringClearAriaLabel="Clear"
              filteringType="auto"
              statusType={isPending ? 'loading' : 'finished'}
              loadingText="Loading roles"
              empty="No role trusts kinesisanalytics.amazonaws.com"
              placeholder="Choose a role"
            />
          </FormField>
        )}
      </SpaceBetween>
    </Container>
  );
}
