import TopNavigation from '@cloudscape-design/components/top-navigation';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useLocation } from 'wouter';
import { inRegion, session, signedIn } from '../aws/index.ts';
import { useLiveState } from './live.ts';
import { chooseTheme, useTheme } from './theme.ts';

const REGIONS = [
  'us-east-1',
  'us-east-2',
  'us-west-1',
  'us-west-2',
  'eu-central-1',
  'eu-west-1',
  'eu-west-2',
  'eu-north-1',
  'ap-southeast-1',
  'ap-southeast-2',
  'ap-northeast-1',
  'sa-east-1',
];

/** Who, where, how bright; and the palette. */
export function TopBar({ onSearch }: { readonly onSearch: () => void }) {
  const { account, arn, region } = session();
  const theme = useTheme();
  const live = useLiveState();
  const queries = useQueryClient();
  const [, navigate] = useLocation();
  const who = arn.endsWith(':root') ? 'root' : (arn.split(/[:/]/).at(-1) ?? arn);
  const signOut = () => {
    queries.clear();
    signedIn(undefined);
  };
  // what there is room for is measured when it is drawn first, perhaps with letters that are narrower than those that are on their way
  const [lettered, setLettered] = useState(false);
  useEffect(() => {
    void document.fonts.ready.then(() => setLettered(true));
  }, []);
  const known = REGIONS.includes(region) ? REGIONS : [region, ...REGIONS];
  return (
    <TopNavigation
      key={String(lettered)}
      identity={{
        href: '/console/',
        // the name is in the picture: beside many utilities the bar would cut a title off
        logo: { src: '/console/wordmark.svg', alt: 'Millrace' },
        onFollow: (event) => {
          event.preventDefault();
          navigate('/');
        },
      }}
      i18nStrings={{
        overflowMenuTriggerText: 'More',
        overflowMenuTitleText: 'More',
        overflowMenuBackIconAriaLabel: 'Back',
        overflowMenuDismissIconAriaLabel: 'Close',
      }}
      utilities={[
        {
          type: 'button',
          iconName: 'search',
          text: 'Search',
          ariaLabel: 'Search pages and resources, Control K',
          onClick: onSearch,
        },
        ...(live === 'broken'
          ? [
              {
                type: 'button' as const,
                iconName: 'status-warning' as const,
                text: 'Not live',
                ariaLabel: 'Changes do not reach this page; connecting again',
              },
            ]
          : []),
        ...(live === 'expired'
          ? [
              {
                type: 'button' as const,
                iconName: 'status-warning' as const,
                text: 'Sign-in has ended',
                ariaLabel: 'Your sign-in has ended: sign in again',
                onClick: signOut,
              },
            ]
          : []),
        {
          type: 'button',
          text: theme === 'dark' ? 'Light' : 'Dark',
          ariaLabel: theme === 'dark' ? 'Switch to light' : 'Switch to dark',
          onClick: () => chooseTheme(theme === 'dark' ? 'light' : 'dark'),
        },
        {
          type: 'menu-dropdown',
          text: region,
          ariaLabel: `Region ${region}`,
          items: known.map((id) => ({ id, text: id })),
          onItemClick: ({ detail }) => {
            queries.clear();
            inRegion(detail.id);
          },
        },
        {
          type: 'menu-dropdown',
          text: who,
          description: account,
          iconName: 'user-profile',
          ariaLabel: `Signed in as ${who} of account ${account}`,
          items: [
            { id: 'arn', text: arn, disabled: true },
            { id: 'sign-out', text: 'Sign out' },
          ],
          onItemClick: ({ detail }) => {
            if (detail.id === 'sign-out') signOut();
          },
        },
      ]}
    />
  );
}
