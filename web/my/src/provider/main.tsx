/** Entry of the providers' page: one question about one code. Apart from the citizens' pages, with a sign-in of its own. */
import { QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../../../shared/language.tsx';
import '../my.css';
import { newQueries } from '../queries.ts';
import { Verify } from './verify.tsx';

const queries = newQueries();
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
