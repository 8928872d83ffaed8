import { createLogger } from '@gatefold/service-kit';
import Stripe from 'stripe';
import { createAnswers } from '../../apps/stripe-simulator/src/adapters/sqlite/answers.ts';
import { openDatabase } from '../../apps/stripe-simulator/src/adapters/sqlite/database.ts';
import { createIds } from '../../apps/stripe-simulator/src/adapters/sqlite/ids.ts';
import { createSettings } from '../../apps/stripe-simulator/src/adapters/sqlite/settings.ts';
import { createUnits } from '../../apps/stripe-simulator/src/adapters/sqlite/units.ts';
import { registerEndpoint } from '../../apps/stripe-simulator/src/adapters/sqlite/world.ts';
import { createEngine } from '../../apps/stripe-simulator/src/clock/engine.ts';
import type { CheckoutSession } from '../../apps/stripe-simulator/src/domain/checkout.ts';
import { defaultDunning } from '../../apps/stripe-simulator/src/domain/dunning.ts';
import type { Exchange } from '../../apps/stripe-simulator/src/http/exchange.ts';
import { createMatcher } from '../../apps/stripe-simulator/src/http/matcher.ts';
import { answer, failed, type PerformParts } from '../../apps/stripe-simulator/src/http/perform.ts';
import { routes } from '../../apps/stripe-simulator/src/http/routes/index.ts';
import { checkOpen, submitCheckout } from '../../apps/stripe-simulator/src/usecases/complete-checkout.ts';
import type { Unit } from '../../apps/stripe-simulator/src/usecases/ports.ts';

const PAGE_URL = 'http://stripe.example';
const nobody = { id: null, idempotency_key: null };
const logger = createLogger('simulation', 'fatal');
const match = createMatcher(routes);

type Options = {
  /** Milliseconds; what the simulator's own clock says. */
  readonly now: () => number;
  readonly seed: string;
  /** Told of each event, in order, when it is due to be delivered for the first time. */
  readonly onEvent: (eventId: string) => void;
};

/**
 * Stripe in this process: the simulator's real state machines and its real wire format, without a socket.
 *
 * Time stands still between two calls of `runDue`.
 */
export function openStripe({ now, seed, onEvent }: Options) {
  const database = openDatabase(':memory:');
  const settings = createSettings(database);
  const ids = createIds(settings, seed);
  const seconds = (): number => Math.floor(now() / 1_000);
  const queue = ({ event }: { event: string }): void => onEvent(event);
  const units = createUnits({ database, pageUrl: PAGE_URL, ids, dunning: () => defaultDunning, queue });
  const parts = {
    units,
    answers: createAnswers(database),
    seconds,
    pageUrl: PAGE_URL,
    logger,
    onChange: () => undefined,
  };
  registerEndpoint({ units, ids, seconds }, { url: `${PAGE_URL}/hears-all`, secret: null });
  const engine = createEngine(units);
  const change = <T>(work: (unit: Unit) => T): T => units.run({ now: seconds(), asked: nobody }, work);
  const read = <T>(work: (unit: Unit) => T): T => units.read(seconds(), work);
  const call = wireOf(parts);

  return {
    call,
    read,
    nextDue: (): number | null => {
      const due = engine.nextDue();
      return due === null ? null : due * 1_000;
    },
    runDue: () => engine.runDue(seconds()),
    /** Of an answer's header. */
    date: (): string => new Date(now()).toUTCString(),
    eventText: (id: string): string => JSON.stringify(read((unit) => unit.find('event', id))),
    /** A person fills in the hosted page. False when the card was declined or the page is closed. */
    pay(sessionId: string, cardNumber: string): boolean {
      try {
        change((unit) => {
          const session = unit.find('checkout.session', sessionId) as CheckoutSession;
          checkOpen(session);
          return submitCheckout(unit, session, formWith(cardNumber));
        });
        return true;
      } catch {
        return false;
      }
    },
    change,
    close: () => database.close(),
  };
}

type Request = {
  readonly method: string;
  readonly url: string;
  readonly headers: Record<string, string>;
  readonly body: string;
};

/** Stripe's API as it is spoken over the wire: text in, text out. */
function wireOf(parts: PerformParts) {
  let requests = 0;
  return ({ method, url, headers, body }: Request) => {
    const [path = '', query = ''] = url.split('?');
    const matched = match(method, path);
    if (matched === null) throw new Error(`the simulator has no ${method} ${path}`);
    requests += 1;
    const exchange = {
      req: { headers: lowerCased(headers) },
      res: silentResponse(),
      method,
      path,
      params: matched.params,
      text: method === 'POST' ? body : query,
      requestId: `req_${requests}`,
      startedAt: 0,
    } as unknown as Exchange;
    try {
      return answer(parts, matched.route, exchange);
    } catch (error) {
      return failed(error, exchange.requestId, logger);
    }
  };
}

export type InProcessStripe = ReturnType<typeof openStripe>;

const formWith = (number: string) => ({
  email: 'reader@example.com',
  name: 'A Reader',
  card: { number, expMonth: 12, expYear: 2045 },
  savesCard: false,
  answers: {
    businessName: '',
    individualName: '',
    phone: '',
    promotions: false,
    termsAccepted: true,
    customFields: {},
    shipping: null,
  },
});

const lowerCased = (headers: Record<string, string>): Record<string, string> =>
  Object.fromEntries(Object.entries(headers).map(([name, value]) => [name.toLowerCase(), value]));

function silentResponse() {
  const response = { setHeader: () => response };
  return response;
}

/** How Stripe may answer without having heard, or although it has done what was asked. */
export const troubles = [
  'busy',
  'conflict',
  'broken',
  'broken-after',
  'cut',
  'cut-after',
  'slow',
  'garbled',
] as const;
export type Trouble = (typeof troubles)[number];

/** What goes wrong on the way: before Stripe hears of it, at Stripe, or before its answer is heard. */
export type Weather = {
  beforeCall(): void;
  trouble(): Trouble | null;
  afterCall(): void;
  /** Lets time go by. */
  pass(milliseconds: number): void;
};

type Sent = { readonly status: number; readonly body: string };

const errorOf = (status: number, type: string, code: string | null): Sent => ({
  status,
  body: JSON.stringify({ error: { type, message: 'No', ...(code === null ? {} : { code }) } }),
});
const BROKEN = errorOf(500, 'api_error', null);

type Call = {
  readonly kept: Set<string>;
  readonly key: string;
  readonly isWrite: boolean;
  call(): Sent;
  pass(milliseconds: number): void;
};

const cut = (): never => {
  throw Object.assign(new Error('no answer came'), { code: 'ENETRESET' });
};
/** What is broken is kept under its idempotency key, as Stripe keeps it. */
const broken = ({ kept, key }: Call): Sent => {
  if (key !== '') kept.add(key);
  return BROKEN;
};

/** How each trouble answers, the call being done or not. */
const answers: Readonly<Record<Trouble, (asked: Call) => Sent>> = {
  busy: () => errorOf(429, 'invalid_request_error', 'rate_limit'),
  conflict: () => errorOf(409, 'invalid_request_error', 'lock_timeout'),
  broken,
  'broken-after': (asked) => {
    asked.call();
    return broken(asked);
  },
  cut,
  'cut-after': ({ call }) => {
    call();
    return cut();
  },
  // Billing waits for twenty seconds, and Stripe takes thirty.
  slow({ call, pass }) {
    pass(20_000);
    call();
    return cut();
  },
  garbled: ({ call, isWrite }) => (isWrite ? withOtherAmounts(call()) : call()),
};

/** A write that is done as it was asked for, and answered as if it were over something else. */
const withOtherAmounts = ({ status, body }: Sent): Sent => ({
  status,
  body: body.replaceAll(
    /"(amount\w*|total|unit_amount)":\s*(\d+)/g,
    (_, name, sum) => `"${name}":${Number(sum) + 1}`,
  ),
});

function answerUnder(trouble: Trouble | null, asked: Call): Sent {
  if (asked.key !== '' && asked.kept.has(asked.key)) return BROKEN;
  return trouble === null ? asked.call() : answers[trouble](asked);
}

/** The real package, whose requests end in the simulator. `kept` outlives it, as Stripe's memory does. */
export const clientOf = (stripe: InProcessStripe, weather: Weather, kept: Set<string> = new Set()): Stripe =>
  new Stripe('sk_sim_simulation', {
    maxNetworkRetries: 0,
    telemetry: false,
    httpClient: {
      getClientName: () => 'simulation',
      async makeRequest(...[, , url, method, headers, body]) {
        weather.beforeCall();
        const about = { method, url, headers: headers as Record<string, string> };
        const key = lowerCased(about.headers)['idempotency-key'] ?? '';
        const call = (): Sent => stripe.call({ ...about, body: String(body ?? '') });
        const isWrite = method === 'POST';
        const { pass } = weather;
        const sent = answerUnder(weather.trouble(), { key, kept, isWrite, call, pass });
        weather.afterCall();
        const answered = { 'content-type': 'application/json', date: stripe.date() };
        return {
          getStatusCode: () => sent.status,
          getHeaders: () => answered,
          getRawResponse: () => ({ ...sent, headers: answered }),
          toStream: () => sent,
          toJSON: async () => JSON.parse(sent.body) as unknown,
        };
      },
    },
  });
