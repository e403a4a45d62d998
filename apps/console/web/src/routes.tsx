import type { QueryClient } from '@tanstack/react-query';
import { createRootRouteWithContext, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { call, carryToken, Problem } from './api/call.js';
import { keyOf } from './api/use-api.js';
import { deliverySearch } from './pages/deliveries/search.js';
import { DeliveriesPage } from './pages/deliveries/deliveries.page.js';
import { DestinationPage } from './pages/destinations/destination.page.js';
import { DestinationsPage } from './pages/destinations/destinations.page.js';
import { NewDestinationPage } from './pages/destinations/new-destination.page.js';
import { FailedPage } from './pages/failed/failed.page.js';
import { HomePage } from './pages/home/home.page.js';
import { KeysPage } from './pages/keys/keys.page.js';
import { NoSpace } from './pages/home/no-space.js';
import { RejectedPage } from './pages/rejected/rejected.page.js';
import { rejectedSearch } from './pages/rejected/search.js';
import { signInSearch } from './pages/sign-in/search.js';
import { SignInPage } from './pages/sign-in/sign-in.page.js';
import { Empty, Failure, Skeleton } from './parts/states.js';
import { readSearch, writeSearch } from './parts/search-text.js';
import { Shell } from './shell/shell.js';

interface Context {
  readonly queries: QueryClient;
}

/** Who is signed in; everything else needs that first. */
const requireMe = async ({ context, location }: { context: Context; location: { href: string } }): Promise<void> => {
  try {
    const me = await context.queries.ensureQueryData({
      queryKey: keyOf('GET /api/me', {}),
      queryFn: () => call('GET /api/me'),
      retry: false,
    });
    carryToken(me.csrf_token);
  } catch (error) {
    if (error instanceof Problem && error.status === 401)
      // The router's own way to lead elsewhere.
      // oxlint-disable-next-line typescript/only-throw-error
      throw redirect({ to: '/sign-in', search: { next: location.href } });
    throw error;
  }
};

const root = createRootRouteWithContext<Context>()({});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: signInSearch,
  component: SignInPage,
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }): Promise<void> => {
    await requireMe({ context, location });
    const { items } = await call('GET /api/spaces', { query: { limit: 500 } });
    const known = items.find(({ id }) => id === localStorage.getItem('waybill.space')) ?? items.at(-1);
    // The router's own way to lead elsewhere.
    // oxlint-disable-next-line typescript/only-throw-error
    if (known) throw redirect({ to: '/s/$space', params: { space: known.id } });
  },
  component: NoSpace,
});

const space = createRoute({
  getParentRoute: () => root,
  path: '/s/$space',
  beforeLoad: requireMe,
  loader: ({ params }) => localStorage.setItem('waybill.space', params.space),
  component: Shell,
});

const inSpace = { getParentRoute: () => space } as const;

const tree = root.addChildren([
  signIn,
  start,
  space.addChildren([
    createRoute({ ...inSpace, path: '/', component: HomePage }),
    createRoute({ ...inSpace, path: 'deliveries', validateSearch: deliverySearch, component: DeliveriesPage }),
    createRoute({ ...inSpace, path: 'failed', component: FailedPage }),
    createRoute({ ...inSpace, path: 'destinations', component: DestinationsPage }),
    createRoute({ ...inSpace, path: 'destinations/new', component: NewDestinationPage }),
    createRoute({ ...inSpace, path: 'destinations/$destination', component: DestinationPage }),
    createRoute({ ...inSpace, path: 'keys', component: KeysPage }),
    createRoute({ ...inSpace, path: 'rejected', validateSearch: rejectedSearch, component: RejectedPage }),
  ]),
]);

const ErrorPage = ({ error }: { readonly error: unknown }) => (
  <div className="alone">
    <Failure
      problem={
        error instanceof Problem
          ? error
          : new Problem(0, 'page', error instanceof Error ? error.message : String(error), null)
      }
      retry={() => location.reload()}
    />
  </div>
);

/** The pages and their addresses. What a list is filtered by stands in the address, readable. */
export const makeRouter = (queries: QueryClient) =>
  createRouter({
    routeTree: tree,
    context: { queries },
    parseSearch: readSearch,
    stringifySearch: writeSearch,
    defaultPendingComponent: () => <Skeleton />,
    defaultErrorComponent: ErrorPage,
    defaultNotFoundComponent: () => <Empty title="There is no such page" />,
  });

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof makeRouter>;
  }
}
