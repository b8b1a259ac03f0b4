import AppLayout from '@cloudscape-design/components/app-layout';
import { lazy, Suspense, useEffect, useRef, useState } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { type Session, useSession } from '../aws/index.ts';
import { Loading } from '../components/states.tsx';
import { areas } from './areas.ts';
import { Crumbs } from './crumbs.tsx';
import { useChanges, useHeard } from './live.ts';
import { Navigation } from './navigation.tsx';
import { leave, Notices } from './notices.tsx';
import { PageBoundary } from './page-boundary.tsx';
import { type Opener, Palette } from './palette.tsx';
import { TopBar } from './top-bar.tsx';

/** Pages that have not failed yet: code that once did not come React never asks for again. */
const pagesOf = () =>
  areas.flatMap((area) =>
    area.pages.map(({ path, load, name }) => {
      const Page = lazy(async () => {
        const found = (await load())[name];
        if (!found) throw new Error(`${path} has no export ${name}`);
        return { default: found };
      });
      return { path, Page };
    }),
  );

const narrow = matchMedia('(max-width: 688px)');

/** What is around every page. */
export function Shell({ session }: { readonly session: Session }) {
  useChanges(session);
  const heard = useHeard();
  const [pages, setPages] = useState(pagesOf);
  const [location] = useLocation();
  const [navigation, setNavigation] = useState(!narrow.matches);
  const palette = useRef<Opener>(null);
  const content = useRef<HTMLDivElement>(null);
  const came = useRef(false);
  // biome-ignore lint/correctness/useExhaustiveDependencies: of each page, once
  useEffect(() => {
    // a narrow navigation covers the page it led to
    if (narrow.matches) setNavigation(false);
    // what was pressed has gone with its page: keys go on where the new one begins
    if (came.current && document.activeElement === document.body) content.current?.focus({ preventScroll: true });
    came.current = true;
    return leave;
  }, [location]);
  return (
    <>
      <button type="button" className="skip" onClick={() => content.current?.focus()}>
        Skip to the page
      </button>
      <div id="top-bar">
        <TopBar onSearch={() => palette.current?.open()} />
      </div>
      <AppLayout
        headerSelector="#top-bar"
        navigation={<Navigation />}
        navigationOpen={navigation}
        onNavigationChange={({ detail }) => setNavigation(detail.open)}
        navigationWidth={248}
        toolsHide
        breadcrumbs={<Crumbs />}
        notifications={<Notices />}
        stickyNotifications
        ariaLabels={{
          navigation: 'Services',
          navigationClose: 'Close the services',
          navigationToggle: 'Open the services',
          notifications: 'Notices',
        }}
        content={
          <div id="content" ref={content} tabIndex={-1}>
            <PageBoundary key={location} onRetry={() => setPages(pagesOf())}>
              <Suspense fallback={<Loading />}>
                {heard ? (
                  <Switch>
                    {pages.map(({ path, Page }) => (
                      <Route key={path} path={path}>
                        <Page />
                      </Route>
                    ))}
                    <Route>
                      <NotFound />
                    </Route>
                  </Switch>
                ) : (
                  <Loading />
                )}
              </Suspense>
            </PageBoundary>
          </div>
        }
      />
      <Palette opener={palette} />
    </>
  );
}

const NotFound = lazy(async () => ({ default: (await import('../components/not-found.tsx')).NotFound }));

/** The shell, or the way in. */
export function Entrance({ SignIn }: { readonly SignIn: () => React.ReactNode }) {
  const session = useSession();
  return session ? <Shell session={session} /> : <SignIn />;
}
