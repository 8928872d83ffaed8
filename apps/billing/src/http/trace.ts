import type { Request } from 'express';

/** W3C trace context, version 00. What is not well formed is no trace: it would go into every event. */
const TRACEPARENT = /^00-(?!0{32})[0-9a-f]{32}-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}$/;

/** The trace that a request belongs to, to be carried to the events that come of it. */
export function traceOf(req: Request): string | null {
  const trace = req.get('traceparent');
  return trace !== undefined && TRACEPARENT.test(trace) ? trace : null;
}
