import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { Frame } from './frame.tsx';
import { Failure, Loading, NoSuchPage } from './parts.tsx';
import { readSearch } from './search.ts';

const root = createRootRoute({ component: Outlet, validateSearch: readSearch, notFoundComponent: NoSuchPage });

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  component: lazyRouteComponent(() => import('./sign-in.tsx'), 'SignIn'),
});
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });
const home = createRoute({
  getParentRoute: () => frame,
  path: '/',
  component: lazyRouteComponent(() => import('./home.tsx'), 'Home'),
});
const ledger = createRoute({
  getParentRoute: () => frame,
  path: '/ledger',
  component: lazyRouteComponent(() => import('./ledger.tsx'), 'Ledger'),
});
const queue = createRoute({
  getParentRoute: () => frame,
  path: '/queue',
  component: lazyRouteComponent(() => import('./queue.tsx'), 'Queue'),
});
const summary = createRoute({
  getParentRoute: () => frame,
  path: '/summary',
  component: lazyRouteComponent(() => import('./summary.tsx'), 'Summary'),
});
const editions = createRoute({
  getParentRoute: () => frame,
  path: '/editions',
  component: lazyRouteComponent(() => import('./editions.tsx'), 'Editions'),
});
const duplicates = createRoute({
  getParentRoute: () => frame,
  path: '/duplicates',
  component: lazyRouteComponent(() => import('./duplicates/duplicates.tsx'), 'Duplicates'),
});

export const router = createRouter({
  routeTree: root.addChildren([signIn, frame.addChildren([duplicates, home, ledger, queue, summary, editions])]),
  basepath: '/staff',
  defaultPreload: 'intent',
  defaultPendingComponent: Loading,
  defaultErrorComponent: ({ error }) => <Failure error={error} />,
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
