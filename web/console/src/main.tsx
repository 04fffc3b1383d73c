import { QueryClient, QueryClientProvider, useQuery } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { type ReactNode, StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { LanguageProvider } from '../../shared/language.tsx';
import { NoticesProvider } from '../../shared/notices.tsx';
import { ApiProblem, call } from './api.ts';
import './console.css';
import { ENGLISH } from './english.ts';
import { useLanguage } from './language.tsx';
import { router } from './router.tsx';
import { nonce } from './style-nonce.ts';

/** A refusal is an answer: only a broken connection is tried again. */
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.document.status > 0),
      refetchOnWindowFocus: false,
    },
    // an act that could not be sent fails with words instead of going out unseen when the line is back
    mutations: { networkMode: 'always' },
  },
});

/** Dark enough to be read on the grey page and on their own light tints (WCAG AA). */
const TOKENS = {
  colorPrimary: '#9b1c1c',
  colorLink: '#9b1c1c',
  // the lighter shades made of it are too pale to read on white
  colorLinkHover: '#7f1616',
  colorLinkActive: '#7f1616',
  colorSuccess: '#237804',
  colorWarning: '#8a5a00',
  colorError: '#b42318',
  colorInfo: '#1d4ed8',
  colorSuccessBg: '#f6ffed',
  colorWarningBg: '#fffbe6',
  colorErrorBg: '#fff1f0',
  colorInfoBg: '#eef4ff',
  colorTextDescription: '#595959',
  colorTextPlaceholder: '#6b7280',
  borderRadius: 4,
};

/** Whoever asked their system for less motion gets none: dialogs stand still from the first moment. */
const STILL = matchMedia('(prefers-reduced-motion: reduce)').matches;

function Console() {
  const { language } = useLanguage();
  return (
    <ConfigProvider
      csp={{ nonce }}
      button={{ autoInsertSpace: false }}
      locale={language === 'en' ? enUS : zhCN}
      theme={{ token: { ...TOKENS, motion: !STILL } }}
    >
      <App>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  );
}

function WithNotices({ children }: { readonly children: ReactNode }) {
  const inForce = useQuery({
    queryKey: ['notices-in-force'],
    queryFn: () => call('GET /policy/notices'),
    staleTime: 300_000,
  });
  return (
    <NoticesProvider inForce={inForce.data} settled={!inForce.isPending}>
      {children}
    </NoticesProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider english={ENGLISH}>
      <QueryClientProvider client={queries}>
        <WithNotices>
          <Console />
        </WithNotices>
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
