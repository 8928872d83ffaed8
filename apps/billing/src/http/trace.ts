import type { Request } from 'express';

/** W3C trace context, version 00. What is not well formed is no trace: it would go into every event. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace that a request belongs to, to be carried to the events that come of it. */
export const traceOf = (req: Request): string | null => traceFrom(req.get('traceparent'));

export const traceFrom = (trace: string | string[] | undefined): string | null =>
  typeof trace === 'string' && TRACEPARENT.test(trace) ? trace : null;
