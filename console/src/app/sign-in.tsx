import Alert from '@cloudscape-design/components/alert';
import Box from '@cloudscape-design/components/box';
import Button from '@cloudscape-design/components/button';
import Container from '@cloudscape-design/components/container';
import ExpandableSection from '@cloudscape-design/components/expandable-section';
import Form from '@cloudscape-design/components/form';
import FormField from '@cloudscape-design/components/form-field';
import Header from '@cloudscape-design/components/header';
import Input from '@cloudscape-design/components/input';
import SpaceBetween from '@cloudscape-design/components/space-between';
import Spinner from '@cloudscape-design/components/spinner';
import { useEffect, useState } from 'react';
import { faultOf } from '../aws/index.ts';
import { signInByKey, signInByLink, tokenOfLink } from '../aws/sign-in.ts';

// before the page is drawn: the token is good once, and belongs in no history
const token = tokenOfLink();
let used = false;

/** The way in: by the link that `./millrace up` printed, or by an access key. */
export function SignIn() {
  const [busy, setBusy] = useState(token !== undefined && !used);
  const [problem, setProblem] = useState<string>();
  const [key, setKey] = useState({ accessKeyId: '', secretAccessKey: '', sessionToken: '', region: 'us-east-1' });
  const attempt = (how: Promise<void>) => {
    setBusy(true);
    setProblem(undefined);
    how.catch((thrown) => setProblem(faultOf(thrown).message)).finally(() => setBusy(false));
  };
  useEffect(() => {
    if (token === undefined || used) return;
    used = true;
    signInByLink(token)
      .catch((thrown) => setProblem(faultOf(thrown).message))
      .finally(() => setBusy(false));
  }, []);
  const field = (name: keyof typeof key, label: string, more: { type?: 'password'; description?: string } = {}) => (
    <FormField label={label} description={more.description}>
      <Input
        value={key[name]}
        type={more.type ?? 'text'}
        autoComplete={false}
        spellcheck={false}
        disabled={busy}
        onChange={({ detail }) => setKey({ ...key, [name]: detail.value })}
      />
    </FormField>
  );
  const byKey = () => {
    const { sessionToken, ...rest } = key;
    attempt(signInByKey({ ...rest, ...(sessionToken !== '' && { sessionToken }) }));
  };
  return (
    <main className="sign-in">
      <Box textAlign="center" padding={{ vertical: 'xxl' }}>
        <img src="/console/millrace.svg" alt="" width="56" height="56" />
        <Box variant="h1" padding={{ top: 's' }}>
          Millrace
        </Box>
        <Box color="text-body-secondary">A managed service for Apache Flink that you run yourself</Box>
      </Box>
      {busy && token !== undefined && problem === undefined ? (
        <Box textAlign="center">
          <Spinner size="large" />
          <Box padding={{ top: 's' }}>Signing in</Box>
        </Box>
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            byKey();
          }}
        >
          <Form
            actions={
              <Button
                variant="primary"
                loading={busy}
                disabled={key.accessKeyId === '' || key.secretAccessKey === ''}
                formAction="submit"
              >
                Sign in
              </Button>
            }
          >
            <SpaceBetween size="l">
              {problem !== undefined && (
                <Alert type="error" header="Signing in failed">
                  {problem}
                </Alert>
              )}
              <Alert type="info">
                <Box variant="code">./millrace console --open</Box> signs you in as the root user of this data directory, without
                typing.
              </Alert>
              <Container header={<Header variant="h2">Sign in with an access key</Header>}>
                <SpaceBetween size="m">
                  {field('accessKeyId', 'Access key ID')}
                  {field('secretAccessKey', 'Secret access key', { type: 'password' })}
                  <ExpandableSection headerText="Session token, region">
                    <SpaceBetween size="m">
                      {field('sessionToken', 'Session token', { type: 'password', description: 'Of temporary credentials' })}
                      {field('region', 'Region')}
                    </SpaceBetween>
                  </ExpandableSection>
                  <Box color="text-body-secondary" fontSize="body-s">
                    The key stays in this page's memory: closing or reloading the page signs you out.
                  </Box>
                </SpaceBetween>
              </Container>
            </SpaceBetween>
          </Form>
        </form>
      )}
    </main>
  );
}
