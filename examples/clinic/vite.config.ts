import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

/** Where `npm start` serves the clinic. */
const clinic = process.env.CLINIC_URL ?? 'http://127.0.0.1:3000';

export default defineConfig({
  root: `${import.meta.dirname}/web`,
  base: '/app/',
  plugins: [react()],
  build: {
    outDir: '../dist/web',
    emptyOutDir: true,
    // The clinic's policy lets pages load what it serves, and nothing that stands in an address.
    assetsInlineLimit: 0,
    // Every browser that the default target means preloads by itself; what stands in for it would be one more script.
    modulePreload: { polyfill: false },
  },
  server: {
    port: 5173,
    strictPort: true,
    // All that is no page is the clinic's.
    proxy: { '^/(?!app(/|$))': { target: clinic } },
  },
});
