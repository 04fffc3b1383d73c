import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/**
 * The citizens' and representatives' pages below /my/, and the page below /provider/ on which a provider of benefits checks a
 * code: static files, talking to the platform's and the points system's API.
 */
export default defineConfig({
  root: import.meta.dirname,
  base: '/my/',
  plugins: [react()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    reportCompressedSize: false,
    modulePreload: { polyfill: false },
    rolldownOptions: {
      input: { index: join(import.meta.dirname, 'index.html'), provider: join(import.meta.dirname, 'provider.html') },
    },
  },
});
