import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/staff/',
  cacheDir: '../../.cache/vite',
  plugins: [react()],
  build: { target: 'es2022', emptyOutDir: true, chunkSizeWarningLimit: 1500, modulePreload: { polyfill: false } },
});
