import SideNavigation, { type SideNavigationProps } from '@cloudscape-design/components/side-navigation';
import { useLocation } from 'wouter';
import { areas } from './areas.ts';

const items: SideNavigationProps.Item[] = areas.flatMap(({ title, links }): SideNavigationProps.Item[] => {
  const inside = links.map(({ text, path }) => ({ type: 'link' as const, text, href: path }));
  return title === '' ? inside : [{ type: 'section-group' as const, title, items: inside }];
});
const paths = areas.flatMap(({ links }) => links.map(({ path }) => path)).sort((a, b) => b.length - a.length);

/** The services, and the pages of each. */
export function Navigation() {
  const [location, navigate] = useLocation();
  const active = paths.find((path) => location === path || (path !== '/' && location.startsWith(`${path}/`)));
  return (
    <SideNavigation
      activeHref={active ?? location}
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        navigate(event.detail.href);
      }}
    />
  );
}
