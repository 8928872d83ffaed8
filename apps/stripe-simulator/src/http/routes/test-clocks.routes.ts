import type Stripe from 'stripe';
import { required } from '../../usecases/find.ts';
import { createTestClock, deleteTestClock, startAdvance } from '../../usecases/test-clocks.ts';
import { call, deleted, pageOf, pagingMask } from '../route.ts';

const path = '/v1/test_helpers/test_clocks';
const kind = 'test_helpers.test_clock';

export const testClockRoutes = [
  call<Stripe.TestHelpers.TestClockCreateParams>('post', path, {
    simulates: { frozen_time: true, name: true, customer: true },
    run: ({ unit, params }) => createTestClock(unit, params),
  }),
  call<object>('get', `${path}/:clock`, {
    simulates: {},
    run: ({ unit, at }) => required(unit, kind, [at('clock')]),
  }),
  call<Stripe.TestHelpers.TestClockAdvanceParams>('post', `${path}/:clock/advance`, {
    simulates: { frozen_time: true },
    run: ({ unit, at, params }) =>
      startAdvance(unit, required(unit, kind, [at('clock')]), params.frozen_time),
  }),
  call<object>('delete', `${path}/:clock`, {
    simulates: {},
    run({ unit, at }) {
      const clock = required(unit, kind, [at('clock')]);
      deleteTestClock(unit, clock);
      return deleted(kind, clock.id);
    },
  }),
  call<Stripe.TestHelpers.TestClockListParams>('get', path, {
    simulates: pagingMask,
    run: (given) => pageOf(given, kind, { url: path }),
  }),
];
