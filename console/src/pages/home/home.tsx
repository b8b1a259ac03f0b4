import ContentLayout from '@cloudscape-design/components/content-layout';
import Header from '@cloudscape-design/components/header';

export const Home = () => <ContentLayout header={<Header variant="h1">Millrace</Header>}>Welcome.</ContentLayout>;
