import type { Config } from '@react-router/dev/config';

export default {
  appDirectory: 'src',
  buildDirectory: 'build',
  ssr: true,
  // No page asks for routes by script, so there is no address that lists them.
  routeDiscovery: { mode: 'initial' },
} satisfies Config;
