import type { Metrics } from '@gatefold/service-kit';
import type { Sent } from './hot-article.ts';
import type { KeptPages } from './kept-pages.ts';

/** Counts what the kept pages have answered, and says how much is kept. */
export function counting(
  metrics: Metrics,
  kept: readonly Pick<KeptPages, 'bytes' | 'size'>[],
): (sent: Pick<Sent, 'status' | 'granted'>) => void {
  const sum = (what: 'bytes' | 'size'): number => kept.reduce((all, pages) => all + pages[what], 0);
  metrics.gauge('kept_pages_bytes', 'Memory of pages that were made already.', () => sum('bytes'));
  metrics.gauge('kept_pages', 'How many pages are kept.', () => sum('size'));
  const answered = metrics.counter('kept_pages_answered_total', 'Requests that a kept page has answered.', [
    'status',
    'granted',
  ]);
  const counter = (status: 200 | 304, granted: boolean) =>
    answered.labels({ status: String(status), granted: String(granted) });
  const counters = {
    200: { yes: counter(200, true), no: counter(200, false) },
    304: { yes: counter(304, true), no: counter(304, false) },
  };
  return ({ status, granted }) => counters[status][granted ? 'yes' : 'no'].inc();
}
