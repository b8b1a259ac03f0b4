import {
  DeleteBucketPolicyCommand,
  type PublicAccessBlockConfiguration,
  PutBucketPolicyCommand,
  PutPublicAccessBlockCommand,
} from '@aws-sdk/client-s3';
import Checkbox from '@cloudscape-design/components/checkbox';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { refused } from '../../app/notices.tsx';
import { PolicyEditor } from '../../components/policy-editor.tsx';
import { useRights } from '../../components/rights.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { s3, useSettings } from './queries.ts';

const BLOCKS: readonly { readonly name: keyof PublicAccessBlockConfiguration; readonly text: string }[] = [
  { name: 'BlockPublicAcls', text: 'Refuse new ACLs that make something public' },
  { name: 'IgnorePublicAcls', text: 'Ignore ACLs that make something public' },
  { name: 'BlockPublicPolicy', text: 'Refuse policies that make something public' },
  { name: 'RestrictPublicBuckets', text: 'Keep others out where a policy makes the bucket public' },
];

export function Permissions({ bucket }: { readonly bucket: string }) {
  const { data, error } = useSettings(bucket);
  const queries = useQueryClient();
  const may = useRights('bucket', bucket);
  const again = () => queries.invalidateQueries({ queryKey: ['bucket', bucket] });
  if (error) return <Problem what="The permissions cannot be read" thrown={error} />;
  if (!data) return <Loading />;
  const block = async (name: keyof PublicAccessBlockConfiguration, checked: boolean) => {
    try {
      await s3().send(
        new PutPublicAccessBlockCommand({ Bucket: bucket, PublicAccessBlockConfiguration: { ...data.access, [name]: checked } }),
      );
      await again();
    } catch (thrown) {
      refused('Public access was not changed', thrown);
    }
  };
  return (
    <SpaceBetween size="l">
      <Container header={<Header variant="h2">Block public access</Header>}>
        <SpaceBetween size="xs">
          {BLOCKS.map(({ name, text }) => (
            <Checkbox
              key={name}
              checked={data.access?.[name] ?? false}
              disabled={!may('PutPublicAccessBlock')}
              onChange={({ detail }) => void block(name, detail.checked)}
            >
              {text}
            </Checkbox>
          ))}
        </SpaceBetween>
      </Container>
      <PolicyEditor
        key={data.policy}
        title="Bucket policy"
        document={data.policy}
        allowed={may('PutBucketPolicy')}
        onSave={async (Policy) => {
          if (Policy.trim() === '') await s3().send(new DeleteBucketPolicyCommand({ Bucket: bucket }));
          else await s3().send(new PutBucketPolicyCommand({ Bucket: bucket, Policy }));
          await again();
        }}
      />
    </SpaceBetween>
  );
}
