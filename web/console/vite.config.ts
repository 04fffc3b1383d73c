import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** The officers' console: static files below /console/, talking to /api/platform of the same origin. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/console/',
  plugins: [react()],
  resolve: { alias: [{ find: /^zod$/, replacement: join(import.meta.dirname, '../shared/zod-without-eval.ts') }] },
  build: { outDir: 'dist', emptyOutDir: true, chunkSizeWarningLimit: 1500, reportCompressedSize: false },
});
