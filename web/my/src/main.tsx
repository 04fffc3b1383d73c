/** Entry of the citizens' and representatives' pages. */
import { QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../../shared/language.tsx';
import { NoticesProvider } from '../../shared/notices.tsx';
import { ActingProvider } from './acting.tsx';
import { anybody } from './api.ts';
import './my.css';
import { newQueries } from './queries.ts';
import { router } from './router.tsx';

const queries = newQueries();
const english = async () => (await import('./english.ts')).ENGLISH;

function WithNotices({ children }: { readonly children: ReactNode }) {
  const inForce = useQuery({ queryKey: ['notices-in-force'], queryFn: () => anybody('GET /policy/notices') });
  return (
    <NoticesProvider inForce={inForce.data} settled={!inForce.isPending}>
      {children}
    </NoticesProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider english={english}>
      <QueryClientProvider client={queries}>
        <WithNotices>
          <ActingProvider>
            <RouterProvider router={router} />
          </ActingProvider>
        </WithNotices>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
