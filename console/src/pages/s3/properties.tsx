import { DeleteBucketTaggingCommand, PutBucketTaggingCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { refused } from '../../app/notices.tsx';
import { Copied, Facts } from '../../components/facts.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Loading, Problem } from '../../components/states.tsx';
import { TagTable } from '../../components/tag-table.tsx';
import { s3, useSettings } from './queries.ts';

export function Properties({ bucket }: { readonly bucket: string }) {
  const { data, error } = useSettings(bucket);
  const queries = useQueryClient();
  const may = useRights('bucket', bucket);
  const again = () => queries.invalidateQueries({ queryKey: ['bucket', bucket] });
  if (error) return <Problem what="The properties cannot be read" thrown={error} />;
  if (!data) return <Loading />;
  const enabled = data.versioning === 'Enabled';
  const putTags = async (tags: readonly { key: string; value: string }[]) => {
    const TagSet = tags.map(({ key, value }) => ({ Key: key, Value: value }));
    if (TagSet.length > 0) await s3().send(new PutBucketTaggingCommand({ Bucket: bucket, Tagging: { TagSet } }));
    else await s3().send(new DeleteBucketTaggingCommand({ Bucket: bucket }));
    await again();
  };
  const tags = data.tags.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }));
  const toggle = async () => {
    try {
      await s3().send(
        new PutBucketVersioningCommand({
          Bucket: bucket,
          VersioningConfiguration: { Status: enabled ? 'Suspended' : 'Enabled' },
        }),
      );
      await again();
    } catch (thrown) {
      refused('Versioning was not changed', thrown);
    }
  };
  return (
    <SpaceBetween size="l">
      <Container
        header={
          <Header
            variant="h2"
            actions={
              <Button {...unless(may('PutBucketVersioning'))} onClick={() => void toggle()}>
                {enabled ? 'Suspend versioning' : 'Enable versioning'}
              </Button>
            }
          >
            Overview
          </Header>
        }
      >
        <Facts
          facts={{
            Region: data.region,
            Versioning: data.versioning ?? 'Off',
            ARN: <Copied text={`arn:aws:s3:::${bucket}`} />,
          }}
        />
      </Container>
      <TagTable
        tags={tags}
        may={{ put: may('PutBucketTagging'), remove: may('PutBucketTagging') }}
        onPut={(key, value) => putTags([...tags.filter((tag) => tag.key !== key), { key, value }])}
        onRemove={(keys) => putTags(tags.filter((tag) => !keys.includes(tag.key)))}
      />
    </SpaceBetween>
  );
}
