import { reactRouter } from '@react-router/dev/vite';
import { defineConfig } from 'vite';

export default defineConfig({
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
