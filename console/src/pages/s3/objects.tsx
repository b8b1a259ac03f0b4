import { PutObjectCommand } from '@aws-sdk/client-s3';
import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import Button from '@cloudscape-design/components/button';
import FormField from '@cloudscape-design/components/form-field';
import Icon from '@cloudscape-design/components/icon';
import Input from '@cloudscape-design/components/input';
import Link from '@cloudscape-design/components/link';
import SpaceBetween from '@cloudscape-design/components/space-between';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useLocation, useSearch } from 'wouter';
import { notice } from '../../app/notices.tsx';
import { Confirm } from '../../components/confirm.tsx';
import { Dialog } from '../../components/dialog.tsx';
import { bytes, moment } from '../../components/format.ts';
import { ResourceTable } from '../../components/resource-table.tsx';
import { unless, useRights } from '../../components/rights.ts';
import { Empty } from '../../components/states.tsx';
import { ObjectPreview } from './object-preview.tsx';
import { type Item, removeItems, s3, useItems } from './queries.ts';
import { UploadArea } from './upload-area.tsx';

/** The objects of a bucket as folders, a level at a time. */
export function Objects({ bucket }: { readonly bucket: string }) {
  const [, navigate] = useLocation();
  const prefix = new URLSearchParams(useSearch()).get('prefix') ?? '';
  const { data, error, refetch } = useItems(bucket, prefix);
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<readonly Item[]>([]);
  const [asking, setAsking] = useState<'delete' | 'folder'>();
  const [folder, setFolder] = useState('');
  const [looking, setLooking] = useState<Item>();
  const [gone, setGone] = useState(0);
  const may = useRights('bucket', bucket);
  const again = () => queries.invalidateQueries({ queryKey: ['object', bucket] });
  const to = (key: string) => `/s3/${bucket}/objects${key === '' ? '' : `?prefix=${encodeURIComponent(key)}`}`;
  const open = (item: Item) => (item.folder ? navigate(to(item.key)) : setLooking(item));
  const parts = prefix.split('/').filter(Boolean);
  return (
    <SpaceBetween size="m">
      <BreadcrumbGroup
        ariaLabel="Folders"
        items={[
          { text: bucket, href: to('') },
          ...parts.map((text, i) => ({ text, href: to(`${parts.slice(0, i + 1).join('/')}/`) })),
        ]}
        onFollow={(event) => {
          event.preventDefault();
          navigate(event.detail.href);
        }}
      />
      <UploadArea bucket={bucket} prefix={prefix} onDone={() => void again()}>
        {(choose) => (
          <ResourceTable<Item>
            title="Objects"
            noun="object"
            items={data}
            problem={error}
            onRetry={() => void refetch()}
            idOf={({ key }) => key}
            pageSize={50}
            selection="multi"
            selected={chosen}
            onSelect={setChosen}
            textOf={({ key }) => key.slice(prefix.length)}
            actions={
              <SpaceBetween direction="horizontal" size="xs">
                <Button iconName="refresh" ariaLabel="Refresh" onClick={() => void again()} />
                <Button {...unless(may('DeleteObject'), chosen.length > 0)} onClick={() => setAsking('delete')}>
                  Delete
                </Button>
                <Button {...unless(may('PutObject'))} onClick={() => setAsking('folder')}>
                  Create folder
                </Button>
                <Button variant="primary" iconName="upload" {...unless(may('PutObject'))} onClick={choose}>
                  Upload
                </Button>
              </SpaceBetween>
            }
            empty={
              <Empty
                title="Nothing here"
                action={
                  <Button {...unless(may('PutObject'))} onClick={choose}>
                    Upload
                  </Button>
                }
              >
                Drop files here, or choose some.
              </Empty>
            }
            columns={[
              {
                id: 'name',
                header: 'Name',
                isRowHeader: true,
                sortingField: 'key',
                cell: (item) => (
                  <>
                    {item.folder && <Icon name="folder" />}{' '}
                    <Link
                      href={`/console${item.folder ? to(item.key) : to(prefix)}`}
                      onFollow={(event) => {
                        event.preventDefault();
                        open(item);
                      }}
                    >
                      {item.key.slice(prefix.length)}
                    </Link>
                  </>
                ),
              },
              { id: 'size', header: 'Size', sortingField: 'size', cell: ({ folder, size }) => (folder ? '–' : bytes(size)) },
              {
                id: 'modified',
                header: 'Last modified',
                sortingComparator: (a, b) => (a.modified?.getTime() ?? 0) - (b.modified?.getTime() ?? 0),
                cell: ({ modified }) => moment(modified),
              },
            ]}
          />
        )}
      </UploadArea>
      {looking && <ObjectPreview bucket={bucket} item={looking} onClose={() => setLooking(undefined)} />}
      {asking === 'folder' && (
        <Dialog
          title="Create folder"
          action="Create folder"
          ready={folder !== '' && !folder.includes('/')}
          onClose={() => setAsking(undefined)}
          onSubmit={async () => {
            await s3().send(new PutObjectCommand({ Bucket: bucket, Key: `${prefix}${folder}/`, Body: '' }));
            setFolder('');
            await again();
          }}
        >
          <FormField label="Name">
            <Input value={folder} spellcheck={false} onChange={({ detail }) => setFolder(detail.value)} />
          </FormField>
        </Dialog>
      )}
      {asking === 'delete' && (
        <Confirm
          title={chosen.length === 1 ? `Delete ${chosen[0]?.key}?` : `Delete ${chosen.length} items?`}
          action="Delete"
          word="delete"
          onClose={() => setAsking(undefined)}
          onConfirm={async () => {
            const count = await removeItems(bucket, chosen, setGone);
            setChosen([]);
            setGone(0);
            notice('success', count === 1 ? 'One object is deleted' : `${count} objects are deleted`);
            await again();
          }}
        >
          Folders go with everything in them. In a bucket with versioning, older versions stay.
          {gone > 0 && ` ${gone} are gone.`}
        </Confirm>
      )}
    </SpaceBetween>
  );
}
