/** Entry of the citizens' and representatives' pages. */
import { QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../../shared/language.tsx';
import { ActingProvider } from './acting.tsx';
import './my.css';
import { newQueries } from './queries.ts';
import { router } from './router.tsx';

const queries = newQueries();
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
