/** Entry of the providers' page: one question about one code. Apart from the citizens' pages, with a sign-in of its own. */
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from '../../../shared/api.ts';
import { LanguageProvider } from '../../../shared/language.tsx';
import '../my.css';
import { Verify } from './verify.tsx';

/** A refusal is an answer: only a broken connection is tried again. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.document.status > 0),
      refetchOnWindowFocus: false,
    },
  },
});

const english = async () => (await import('../english.ts')).ENGLISH;

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider english={english}>
      <QueryClientProvider client={queries}>
        <Verify />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
