import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { RouterProvider } from '@tanstack/react-router';
import { App, ConfigProvider } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { ApiProblem } from './api.ts';
import './console.css';
import { LanguageProvider, useLanguage } from './language.tsx';
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

/** The page allows no inline style but those that carry this nonce. */
const nonce = document.querySelector<HTMLMetaElement>('meta[property="csp-nonce"]')?.nonce ?? '';

function Console() {
  const { language } = useLanguage();
  return (
    <ConfigProvider
      csp={{ nonce }}
      locale={language === 'en' ? enUS : zhCN}
      theme={{ token: { colorPrimary: '#9b1c1c', borderRadius: 4, colorLink: '#9b1c1c' } }}
    >
      <App>
        <RouterProvider router={router} />
      </App>
    </ConfigProvider>
  );
}

createRoot(document.getElementById('root')!).render(
  <StrictMode>
    <LanguageProvider>
      <QueryClientProvider client={queries}>
        <Console />
      </QueryClientProvider>
    </LanguageProvider>
  </StrictMode>,
);
