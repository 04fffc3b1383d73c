/** Entry of the citizens' and representatives' pages. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from '../../shared/api.ts';
import { LanguageProvider } from '../../shared/language.tsx';
import { ActingProvider } from './acting.tsx';
import './my.css';
import { router } from './router.tsx';

/** A refusal is an answer: only a broken connection is tried again. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.document.status > 0),
      refetchOnWindowFocus: false,
    },
  },
});

const english = async () => (await import('./english.ts')).ENGLISH;

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider english={english}>
      <QueryClientProvider client={queries}>
        <ActingProvider>
          <RouterProvider router={router} />
        </ActingProvider>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
