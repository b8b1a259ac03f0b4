import Tabs, { type TabsProps } from '@cloudscape-design/components/tabs';

/** Tabs of a page; where there is little room they scroll, by buttons that say so. */
export const PageTabs = ({ label, ...props }: Omit<TabsProps, 'i18nStrings' | 'ariaLabel'> & { readonly label: string }) => (
  <Tabs {...props} ariaLabel={label} i18nStrings={{ scrollLeftAriaLabel: 'Scroll left', scrollRightAriaLabel: 'Scroll right' }} />
);
