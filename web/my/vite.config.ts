import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The citizens' and representatives' pages: static files below /my/, talking to the platform's and the points system's API. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/my/',
  plugins: [react()],
  build: { outDir: 'dist', emptyOutDir: true, reportCompressedSize: false, modulePreload: { polyfill: false } },
  server: { proxy: { '/api': 'http://localhost:8080', '/idp': 'http://localhost:8080' } },
});
