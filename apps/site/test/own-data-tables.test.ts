import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { OwnData } from '../src/server/own-data.ts';

/** The part of a reader's file in which a table is told, or why it is not. */
type Told = keyof OwnData | { readonly because: string };

const work = { because: 'What is to be done next, and how far it came; what comes of it is told.' };
const books = { because: 'The books, which the law keeps: they hold the same payments in figures.' };
const secret = {
  because: 'Opens or protects the account: in a file that is carried around it would be a danger.',
};
const atStripe = { because: 'Ids and messages of Stripe, which tells a reader itself what it keeps.' };
const imported = { because: 'Whence a subscription was taken over; the subscription itself is told.' };
const office = { because: 'What staff looked at or agreed on; what a reader got by it is told.' };

const told: Readonly<Record<string, Told>> = {
  'billing.stripe_customer': atStripe,
  'billing.checkout': { because: 'A visit to the payment page; what was bought there is told.' },
  'billing.subscription': 'subscriptions',
  'billing.gift': 'gifts',
  'billing.charge': 'subscriptions',
  'billing.refund': 'subscriptions',
  'billing.refund_request': office,
  'billing.leaving_reason': 'subscriptions',
  'billing.credit': 'subscriptions',
  'billing.notice': work,
  'billing.due': work,
  'billing.inbox': atStripe,
  'billing.stripe_call': atStripe,
  'billing.review_case': office,
  'billing.billing_event': books,
  'billing.ledger_entry': books,
  'billing.revenue_spread': books,
  'billing.counted_subscription': books,
  'billing.waiting_price_rise': work,
  'billing.intro_use': { because: 'Keyed hashes by which an introduction is had once; they name nobody.' },
  'billing.import_row': imported,
  'billing.import_claim': imported,
  'content.article_read': 'reading',
  'content.reading_wish': 'reading',
  'content.saved_article': 'saved',
  'content.gone_reader': { because: 'Of deleted accounts only.' },
  'entitlement.access_grant': 'access',
  'entitlement.subscription_fact': { because: 'A copy of what billing tells of the subscription.' },
  'entitlement.boundary': work,
  'entitlement.comp': 'access',
  'entitlement.gift_link': 'articleGifts',
  'entitlement.access_group': 'seats',
  'entitlement.group_member': 'seats',
  'entitlement.group_invite': 'seats',
  'entitlement.goodwill': 'goodwill',
  'entitlement.meter': 'meter',
  'entitlement.metered_reading': 'meter',
  'identity.reader': 'account',
  'identity.provisional_session': secret,
  'identity.account': 'account',
  'identity.session': 'account',
  'identity.sign_in': 'account',
  'identity.login': secret,
  'identity.passkey': 'passkeys',
  'identity.two_factor': secret,
  'identity.staff_log': { because: 'Of members of staff, not of readers.' },
  'identity.verification': secret,
  'identity.action_link': secret,
  'mail.message': { because: 'That a mail was sent; the reader has the mail itself.' },
  'mail.newsletter_choice': 'newsletters',
  'mail.newsletter_issue': { because: 'How far an issue came; it says nothing of that reader.' },
  'mail.undeliverable_address': 'returnedMails',
};

/** Columns by which a row belongs to a reader, at once or by what is theirs. */
const belongs =
  /^(reader_id|account_id|owner_id|giver_id|holder|after_reader|identifier|email(_hash)?|address_hash|ip_address|(stripe_)?(customer|subscription|charge|checkout|gift)_id|stripe_customer_id)$/;

/** Its holder is a process. */
const relay = /^\w+\.relay_shard$/;

const services = ['billing', 'content', 'entitlement', 'identity', 'mail'];

function tablesOf(service: string): string[] {
  const schema = readFileSync(new URL(`../../${service}/prisma/schema.prisma`, import.meta.url), 'utf8');
  const models = [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].map(([, body = '']) => body);
  return models
    .filter((body) => columnsOf(body).some((column) => belongs.test(column)))
    .map((body) => {
      const [, table = ''] = /@@map\("(\w+)"\)/.exec(body) ?? [];
      return `${service}.${table}`;
    });
}

const columnsOf = (body: string): string[] =>
  [...body.matchAll(/^ {2}(\w+) +(?!\w+\[\]).*$/gm)].map(
    ([line, field = '']) => /@map\("(\w+)"\)/.exec(line)?.[1] ?? field,
  );

test('every table that holds something of a reader is told to them, or it is said why not', () => {
  expect(
    services
      .flatMap(tablesOf)
      .filter((table) => !relay.test(table))
      .toSorted(),
  ).toEqual(Object.keys(told).toSorted());
});
