import CopyToClipboard from '@cloudscape-design/components/copy-to-clipboard';
import KeyValuePairs from '@cloudscape-design/components/key-value-pairs';
import type { ReactNode } from 'react';

/** Labels and what they say; what is not there is a dash. */
export const Facts = (props: { readonly facts: Readonly<Record<string, ReactNode>>; readonly columns?: number }) => (
  <KeyValuePairs
    columns={props.columns ?? 3}
    items={Object.entries(props.facts).map(([label, value]) => ({ label, value: value ?? '–' }))}
  />
);

/** A name that people paste elsewhere: an ARN, an id. */
export const Copied = ({ text }: { readonly text: string | undefined }) =>
  text === undefined ? (
    '–'
  ) : (
    <CopyToClipboard
      variant="inline"
      textToCopy={text}
      copyButtonAriaLabel={`Copy ${text}`}
      copySuccessText="Copied"
      copyErrorText="The browser did not let it be copied"
    />
  );
