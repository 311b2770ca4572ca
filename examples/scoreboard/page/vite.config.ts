import { defineConfig } from 'vite';

export default defineConfig({
  build: {
    // Files inside of scripts and styles would be addresses that the content security policy forbids.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
});
