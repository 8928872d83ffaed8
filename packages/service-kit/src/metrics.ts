import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export { Counter, Gauge, Histogram };

/** One registry a service; the process's own figures and the duration of requests are in it from the start. */
export function createMetrics(service: string) {
  const registry = new Registry();
  registry.setDefaultLabels({ service });
  collectDefaultMetrics({ register: registry });
  const requestSeconds = new Histogram({
    name: 'http_request_seconds',
    help: 'Time from the first byte of a request to the last of its answer.',
    labelNames: ['method', 'route', 'status'] as const,
    buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers: [registry],
  });

  return {
    registry,
    requestSeconds,
    /** A figure that is measured when somebody asks for it, such as the age of the oldest outbox row. */
    gauge(name: string, help: string, measure: () => Promise<number> | number): void {
      new Gauge({
        name,
        help,
        registers: [registry],
        async collect() {
          this.set(await measure());
        },
      });
    },
    counter: (name: string, help: string, labelNames: string[] = []) =>
      new Counter({ name, help, labelNames, registers: [registry] }),
    histogram: (name: string, help: string, buckets: number[]) =>
      new Histogram({ name, help, buckets, registers: [registry] }),
  };
}

export type Metrics = ReturnType<typeof createMetrics>;
