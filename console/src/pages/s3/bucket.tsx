import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';
import { useLocation, useParams } from 'wouter';
import { PageTabs } from '../../components/page-tabs.tsx';
import { Objects } from './objects.tsx';
import { Permissions } from './permissions.tsx';
import { Properties } from './properties.tsx';

/** One bucket: what is in it, what it is, who may what. */
export function BucketPage() {
  const { bucket = '', tab = 'objects' } = useParams<{ bucket: string; tab?: string }>();
  const [, navigate] = useLocation();
  return (
    <ContentLayout header={<Header variant="h1">{bucket}</Header>}>
      <PageTabs
        label="About the bucket"
        activeTabId={tab}
        onChange={({ detail }) => navigate(`/s3/${bucket}/${detail.activeTabId}`)}
        tabs={[
          { id: 'objects', label: 'Objects', content: <Objects bucket={bucket} /> },
          { id: 'properties', label: 'Properties', content: <Properties bucket={bucket} /> },
          { id: 'permissions', label: 'Permissions', content: <Permissions bucket={bucket} /> },
        ]}
      />
    </ContentLayout>
  );
}
