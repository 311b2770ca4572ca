import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  base: '/admin/',
  plugins: [react()],
  build: {
    // Licences ask to be passed on with what was bundled.
    license: { fileName: 'third-party-licenses.md' },
    // Files inside of scripts and styles would be addresses that the content security policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    chunkSizeWarningLimit: 2_000,
  },
  server: { proxy: { '/api': 'http://localhost:8000' } },
});
