import { createRootRoute, createRoute, createRouter, lazyRouteComponent, Outlet } from '@tanstack/react-router';
import { readDiscrepancySearch } from './discrepancies/address.ts';
import { Frame } from './frame.tsx';
import { readIntakeSearch } from './intake/address.ts';
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
  component: lazyRouteComponent(() => import('./ledger/ledger.tsx'), 'Ledger'),
});
const newRecord = createRoute({
  getParentRoute: () => frame,
  path: '/records/new',
  component: lazyRouteComponent(() => import('./record-form/new-record.tsx'), 'NewRecord'),
});
const editRecord = createRoute({
  getParentRoute: () => frame,
  path: '/records/$id/edit',
  component: lazyRouteComponent(() => import('./record-form/edit-record.tsx'), 'EditRecord'),
});
const queue = createRoute({
  getParentRoute: () => frame,
  path: '/queue',
  component: lazyRouteComponent(() => import('./queue/queue.tsx'), 'Queue'),
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
const discrepancies = createRoute({
  getParentRoute: () => frame,
  path: '/discrepancies',
  validateSearch: readDiscrepancySearch,
  component: lazyRouteComponent(() => import('./discrepancies/discrepancies.tsx'), 'Discrepancies'),
});
const discrepancy = createRoute({
  getParentRoute: () => frame,
  path: '/discrepancies/$id',
  validateSearch: readDiscrepancySearch,
  component: lazyRouteComponent(() => import('./discrepancies/page.tsx'), 'DiscrepancyPage'),
});
const duplicates = createRoute({
  getParentRoute: () => frame,
  path: '/duplicates',
  component: lazyRouteComponent(() => import('./duplicates/duplicates.tsx'), 'Duplicates'),
});
const reporting = createRoute({
  getParentRoute: () => frame,
  path: '/reporting',
  component: lazyRouteComponent(() => import('./reporting/reporting.tsx'), 'Reporting'),
});

const account = createRoute({
  getParentRoute: () => frame,
  path: '/account',
  component: lazyRouteComponent(() => import('./account/account.tsx'), 'Account'),
});
const people = createRoute({
  getParentRoute: () => frame,
  path: '/people',
  component: lazyRouteComponent(() => import('./people/people.tsx'), 'People'),
});
const imports = createRoute({
  getParentRoute: () => frame,
  path: '/imports',
  component: lazyRouteComponent(() => import('./imports/imports.tsx'), 'Imports'),
});
const intake = createRoute({
  getParentRoute: () => frame,
  path: '/intake',
  component: lazyRouteComponent(() => import('./intake/start.tsx'), 'IntakeStart'),
});
const intakeDocument = createRoute({
  getParentRoute: () => frame,
  path: '/intake/$id',
  validateSearch: readIntakeSearch,
  component: lazyRouteComponent(() => import('./intake/workbench.tsx'), 'IntakeDocument'),
});
const audit = createRoute({
  getParentRoute: () => frame,
  path: '/audit',
  component: lazyRouteComponent(() => import('./audit/audit.tsx'), 'Audit'),
});
const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation',
  component: lazyRouteComponent(() => import('./people/invitation.tsx'), 'Invitation'),
});

export const router = createRouter({
  routeTree: root.addChildren([
    signIn,
    invitation,
    frame.addChildren([
      intake,
      intakeDocument,
      discrepancies,
      discrepancy,
      imports,
      audit,
      account,
      people,
      newRecord,
      editRecord,
      duplicates,
      home,
      ledger,
      queue,
      summary,
      editions,
      reporting,
    ]),
  ]),
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
