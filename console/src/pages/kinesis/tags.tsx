import { AddTagsToStreamCommand, RemoveTagsFromStreamCommand } from '@aws-sdk/client-kinesis';
import { useQueryClient } from '@tanstack/react-query';
import type { May } from '../../components/rights.ts';
import { TagTable } from '../../components/tag-table.tsx';
import { kinesis, useTags } from './queries.ts';

export function Tags({ name, may }: { readonly name: string; readonly may: May }) {
  const { data, error } = useTags(name);
  const queries = useQueryClient();
  const again = () => queries.invalidateQueries({ queryKey: ['stream', name, 'tags'] });
  return (
    <TagTable
      may={{ put: may('AddTagsToStream'), remove: may('RemoveTagsFromStream') }}
      tags={data?.map(({ Key = '', Value = '' }) => ({ key: Key, value: Value }))}
      problem={error}
      onPut={async (key, value) => {
        await kinesis().send(new AddTagsToStreamCommand({ StreamName: name, Tags: { [key]: value } }));
        await again();
      }}
      onRemove={async (keys) => {
        await kinesis().send(new RemoveTagsFromStreamCommand({ StreamName: name, TagKeys: [...keys] }));
        await again();
      }}
    />
  );
}
