import { MutationCache, QueryCache, QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Problem } from './api/call.js';
import { makeRouter } from './routes.js';
import { chosenTheme, showTheme } from './shell/theme.js';
import './styles/tokens.css';
import './styles/elements.css';
import './styles/shell.css';
import './styles/parts.css';
import './styles/table.css';
import './styles/pages.css';

const RETRIES = 2;

showTheme(chosenTheme());

/** A session that ended leads to where one signs in; one comes back to the same place. */
const onError = (error: Error): void => {
  if (!(error instanceof Problem) || error.status !== 401 || location.pathname === '/sign-in') return;
  location.assign(`/sign-in?next=${encodeURIComponent(location.pathname + location.search)}`);
};

const queries = new QueryClient({
  queryCache: new QueryCache({ onError }),
  mutationCache: new MutationCache({ onError }),
  defaultOptions: {
    queries: {
      retry: (count, error) =>
        count < RETRIES && !(error instanceof Problem && error.status >= 400 && error.status < 500),
      staleTime: 1_000,
    },
  },
});

const router = makeRouter(queries);

const root = document.getElementById('root');
if (!root) throw new Error('the document has no root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
