import BreadcrumbGroup from '@cloudscape-design/components/breadcrumb-group';
import { useSyncExternalStore } from 'react';
import { useLocation } from 'wouter';
import { named } from '../components/named.ts';
import { areas } from './areas.ts';

let last: string | undefined;
const listeners = new Set<() => void>();

/** A page says what its last breadcrumb is called, where the address does not. */
export function crumb(title: string | undefined): void {
  last = title;
  for (const listener of listeners) listener();
}

/** Where one is: the area, its link, and what the address says beyond. */
export function Crumbs() {
  const [location, navigate] = useLocation();
  const title = useSyncExternalStore(
    (changed) => {
      listeners.add(changed);
      return () => listeners.delete(changed);
    },
    () => last,
  );
  const links = areas.flatMap(({ links }) => links).sort((a, b) => b.path.length - a.path.length);
  const link = links.find(({ path }) => location === path || location.startsWith(`${path}/`));
  const rest = link ? location.slice(link.path.length).split('/').filter(Boolean).map(named) : [];
  const items = [
    { text: 'Millrace', href: '/' },
    ...(link && link.path !== '/' ? [{ text: link.text, href: link.path }] : []),
    ...rest.map((text, i) => ({
      text: i === rest.length - 1 ? (title ?? text) : text,
      href: `${link?.path}/${rest
        .slice(0, i + 1)
        .map(encodeURIComponent)
        .join('/')}`,
    })),
  ];
  return (
    <BreadcrumbGroup
      ariaLabel="Breadcrumbs"
      items={items}
      onFollow={(event) => {
        event.preventDefault();
        navigate(event.detail.href);
      }}
    />
  );
}
