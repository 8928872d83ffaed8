import path from 'node:path';
import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

/** A publisher's own file of tokens, in the place of ours; its path counts from where `npm` was called. */
const { THEME: theme, INIT_CWD: calledFrom = '.' } = process.env;

export default defineConfig({
  ...(theme === undefined
    ? {}
    : { resolve: { alias: { '@gatefold/ui/tokens.css': path.resolve(calledFrom, theme) } } }),
  plugins: [reactRouter()],
  // The server and the pages must hold the same copy of these, since errors are told apart by their class.
  environments: {
    ssr: {
      build: { rolldownOptions: { external: ['@gatefold/api', '@gatefold/kernel', '@gatefold/web-kit'] } },
    },
  },
  // The policy of the pages allows no `data:` address.
  build: { assetsInlineLimit: 0 },
});
