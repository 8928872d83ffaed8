import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/home.tsx'),
  route('events', 'routes/events.tsx'),
  route('events/:id', 'routes/event.tsx'),
  route('readers/:id', 'routes/reader.tsx'),
  route('reports', 'routes/reports.tsx'),
  route('reports/:report', 'routes/report.tsx'),
  route('reports/:report/csv', 'routes/report-csv.tsx'),
  route('exports', 'routes/exports.tsx'),
  route('exports/:id/file', 'routes/export-file.tsx'),
  route('periods', 'routes/periods.tsx'),
  route('periods/:month', 'routes/period.tsx'),
  route('subscriptions/:id/evidence/:form', 'routes/evidence.tsx'),
  route('webhooks', 'routes/webhooks.tsx'),
  route('webhooks/:id', 'routes/webhook.tsx'),
  route('webhooks/deliveries/:id', 'routes/webhook-delivery.tsx'),
  route('sign-in', 'routes/sign-in.tsx'),
  route('sign-in/sent', 'routes/sign-in-sent.tsx'),
  route('sign-in/confirm', 'routes/sign-in-confirm.tsx'),
  route('sign-out', 'routes/sign-out.tsx'),
  route('*', 'routes/nothing-here.tsx'),
] satisfies RouteConfig;
