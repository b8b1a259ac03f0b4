import type { MouseEvent, ReactNode } from 'react';
import { useLocation } from 'wouter';

/** A link to a page of the console; a real one, that can be opened in a new tab. Plain, since tables have many: it is most of what paging draws. */
export function Go({ to, children, primary }: { readonly to: string; readonly children: ReactNode; readonly primary?: boolean }) {
  const [, navigate] = useLocation();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    navigate(to);
  };
  return (
    <a className={primary ? 'go primary' : 'go'} href={`/console${to}`} onClick={follow}>
      {children}
    </a>
  );
}
