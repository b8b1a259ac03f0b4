import '@cloudscape-design/global-styles/index.css';
import './millrace.css';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { Router } from 'wouter';
import { useLocation } from './app/location.ts';
import { Entrance } from './app/shell.tsx';
import { SignIn } from './app/sign-in.tsx';
import { startTheme } from './app/theme.ts';

startTheme();
// what changed is told by the server's stream, so nothing is asked again just because somebody looks
const queries = new QueryClient({ defaultOptions: { queries: { staleTime: 30_000, retry: 1, refetchOnWindowFocus: false } } });
const root = document.getElementById('root');
if (!root) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <Router base="/console" hook={useLocation}>
        <Entrance SignIn={SignIn} />
      </Router>
    </QueryClientProvider>
  </StrictMode>,
);
