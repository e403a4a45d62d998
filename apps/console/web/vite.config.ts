import { resolve } from 'node:path';
import { defineConfig } from 'vite';

/** In development the API is asked here: `npm start` serves it. */
const API = 'http://127.0.0.1:4100';

export default defineConfig({
  root: import.meta.dirname,
  build: {
    outDir: resolve(import.meta.dirname, '../../../dist/apps/console/web'),
    emptyOutDir: true,
    target: 'es2023',
    // Everything is a file of ours, as the content security policy asks.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  server: { proxy: { '/api': API } },
});
