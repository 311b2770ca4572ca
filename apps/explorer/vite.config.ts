import { defineConfig } from 'vite';

// The server writes the pages, so the files have names that it knows. Browsers ask each time whether they are the same.
export default defineConfig({
  base: '/explorer/',
  build: {
    assetsInlineLimit: 0,
    modulePreload: false,
    rolldownOptions: {
      input: 'src/explorer.ts',
      output: {
        entryFileNames: '[name].js',
        assetFileNames: '[name][extname]',
      },
    },
  },
});
