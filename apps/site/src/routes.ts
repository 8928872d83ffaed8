import { index, route, type RouteConfig } from '@react-router/dev/routes';

export default [
  index('routes/home.tsx'),
  route('sections/:slug', 'routes/section.tsx'),
  route('columns', 'routes/columns.tsx'),
  route('columns/:slug', 'routes/column.tsx'),
  route('authors/:slug', 'routes/author.tsx'),
  route('galleries', 'routes/galleries.tsx'),
  route('articles/:slug', 'routes/article.tsx'),
  route('search', 'routes/search.tsx'),
  route('offer', 'routes/offer.tsx'),
  route('checkout/return', 'routes/checkout-return.tsx'),
  route('sign-in', 'routes/sign-in.tsx'),
  route('sign-in/sent', 'routes/sign-in-sent.tsx'),
  route('sign-in/confirm', 'routes/sign-in-confirm.tsx'),
  route('sign-out', 'routes/sign-out.tsx'),
  route('account', 'routes/account.tsx'),
  route('account/card', 'routes/account-card.tsx'),
  route('account/cancel', 'routes/account-cancel.tsx'),
  route('account/cancel/done', 'routes/account-cancelled.tsx'),
  route('account/undo-cancel', 'routes/account-undo-cancel.tsx'),
  route('*', 'routes/nothing-here.tsx'),
] satisfies RouteConfig;
