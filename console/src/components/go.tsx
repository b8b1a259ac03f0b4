import Link from '@cloudscape-design/components/link';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';

/** A link to a page of the console; a real one, that can be opened in a new tab. */
export function Go({ to, children, primary }: { readonly to: string; readonly children: ReactNode; readonly primary?: boolean }) {
  const [, navigate] = useLocation();
  return (
    <Link
      href={`/console${to}`}
      variant={primary ? 'primary' : 'secondary'}
      onFollow={(event) => {
        event.preventDefault();
        navigate(to);
      }}
    >
      {children}
    </Link>
  );
}
