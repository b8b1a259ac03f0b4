import { ListTagsForResourceCommand, TagResourceCommand, UntagResourceCommand } from '@aws-sdk/client-kinesis-analytics-v2';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import Header from '@cloudscape-design/components/header';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { notice, refused } from '../../../app/notices.tsx';
import { unless, useRights } from '../../../components/rights.ts';
import { Loading, Problem } from '../../../components/states.tsx';
import { type TagRow, TagRows } from '../form/tags.tsx';
import type { TabProps } from '../props.ts';
import { analytics, useApplication } from '../queries.ts';

/** Tags, edited in place. */
export function Tags({ name }: TabProps) {
  const { data: application } = useApplication(name);
  const may = useRights('application', name);
  const ResourceARN = application?.ApplicationARN;
  const { data, error, refetch } = useQuery({
    queryKey: ['application', 'tags', name],
    enabled: ResourceARN !== undefined,
    queryFn: async () => (await analytics().send(new ListTagsForResourceCommand({ ResourceARN }))).Tags ?? [],
  });
  const [edited, setEdited] = useState<readonly TagRow[]>();
  const [busy, setBusy] = useState(false);
  if (error) return <Problem what="Tags cannot be listed" thrown={error} onRetry={() => void refetch()} />;
  if (!data) return <Loading what="Loading tags" />;
  const kept = data.map(({ Key = '', Value = '' }) => ({ Key, Value }));
  const rows = edited ?? kept;
  const save = async () => {
    setBusy(true);
    try {
      const TagKeys = kept.map(({ Key }) => Key).filter((key) => !rows.some(({ Key }) => Key === key));
      const set = rows.filter(({ Key, Value }) => !kept.some((tag) => tag.Key === Key && tag.Value === Value));
      if (TagKeys.length > 0) await analytics().send(new UntagResourceCommand({ ResourceARN, TagKeys }));
      if (set.length > 0) await analytics().send(new TagResourceCommand({ ResourceARN, Tags: [...set] }));
      await refetch();
      setEdited(undefined);
      notice('success', 'Tags are saved');
    } catch (thrown) {
      refused('Tags were not saved', thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Container
      header={
        <Header
          actions={
            <SpaceBetween direction="horizontal" size="xs">
              {edited && (
                <Button variant="link" onClick={() => setEdited(undefined)}>
                  Cancel
                </Button>
              )}
              <Button
                {...unless(may('TagResource') && may('UntagResource'), edited !== undefined)}
                loading={busy}
                onClick={() => void save()}
              >
                Save
              </Button>
            </SpaceBetween>
          }
        >
          Tags
        </Header>
      }
    >
      <TagRows rows={rows} onChange={setEdited} />
    </Container>
  );
}
