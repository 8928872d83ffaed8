import { mail, openApiOf, operations } from '@gatefold/api';
import type { BusinessClock, MachineClock, NewId } from '@gatefold/kernel';
import type { Published, Subscription } from '@gatefold/messaging';
import {
  createHttpApp,
  parkedRoutes,
  type Authenticate,
  type Logger,
  type Metrics,
  type Parking,
  type Service,
  type Worker,
} from '@gatefold/service-kit';
import type { Router } from 'express';
import type { PoolClient } from 'pg';
import { noticesConsumer } from './consumers/notices.consumer.ts';
import { readerConsumer } from './consumers/reader.consumer.ts';
import type { Newsletter } from './domain/newsletter.ts';
import { addressRoutes } from './http/addresses.routes.ts';
import { deliveryReportRoutes } from './http/delivery-reports.routes.ts';
import { issueRoutes } from './http/issues.routes.ts';
import { messageRoutes } from './http/messages.routes.ts';
import { newsletterRoutes } from './http/newsletters.routes.ts';
import { statusOf } from './http/problems.ts';
import { rounds, type Rounds } from './jobs/rounds.ts';
import { endByLink, lookAtLink } from './usecases/end-by-link.ts';
import type { Deliveries } from './usecases/delivery-ports.ts';
import { ownAddress, trustAddress } from './usecases/own-address.ts';
import { takeReport } from './usecases/take-report.ts';
import type { Access, Choices, Issues, LeaveLinks } from './usecases/newsletter-ports.ts';
import type { Gifts, Messages, Post, Readers, Title } from './usecases/ports.ts';
import { chooseNewsletter, readersNewsletters } from './usecases/readers-newsletters.ts';
import { sendDue } from './usecases/send-due.ts';
import { issueProgress, sendIssue, spreadIssues } from './usecases/send-issue.ts';
import { takeAccountMailOn, takeNoticeOn, takeSeatMailOn, takeSignInMailOn } from './usecases/take-on.ts';
import { writeLetter } from './usecases/write-letter.ts';

/** A consumer of the event log, as `packages/messaging` makes it. */
export type Intake = Worker & { caughtUp(published: Published): Promise<void>; readonly parking: Parking };

export type Drain = (
  now: Date,
  published: Published,
) => Promise<{ nextDueAt: Date | null; published: Published }>;

/** What mail needs from the world. `main.ts` passes the real things, a test passes its own. */
export type World = {
  businessClock: BusinessClock;
  machineClock: MachineClock;
  logger: Logger;
  metrics: Metrics;
  newId: NewId;
  /** The title of the house of this key, else the main one. */
  titleNamed(key: string | undefined): Title;
  locale: string;
  authenticate: Authenticate;
  messages: Messages<PoolClient>;
  deliveries: Deliveries<PoolClient>;
  isSignedReport: Parameters<typeof deliveryReportRoutes>[0]['isSignedReport'];
  readers: Readers;
  gifts: Gifts;
  newsletters: readonly Newsletter[];
  choices: Choices<PoolClient>;
  issues: Issues;
  access: Access;
  leaveLinks: LeaveLinks;
  /** Mails of newsletters that this process begins in a second. */
  perSecond: number;
  post: Post;
  /** Begins to listen to events; `onHandled` is to be called after each. */
  intake(subscriptions: readonly Subscription[], onHandled: () => void): Intake;
  /** Machine time between two rounds of mails that wait for their next try. */
  roundEveryMs: number;
  /** Follows business time; each tick is answered by `drain`. */
  follow(drain: Drain): Worker;
  readiness: Readonly<Record<string, () => Promise<unknown>>>;
  close(): Promise<void>;
};

/** The only place where mail's parts meet. It reads top to bottom: use cases, then edges. */
export function compose(world: World): Service & { readonly rounds: Rounds } {
  const { messages, logger } = world;
  const sending = rounds({
    spreadIssues: spreadIssues(world),
    sendDue: sendDue({ ...world, writeLetter: writeLetter(world), log: logger }),
    doubtAbandoned: () => messages.doubtAbandoned(),
    everyMs: world.roundEveryMs,
    logger,
  });
  const consumers = [noticesConsumer({ takeNoticeOn: takeNoticeOn(world) }), readerConsumer(world)];
  const intake = world.intake(consumers, sending.wake);
  const clock = world.follow(async (_now, published) => {
    await intake.caughtUp(published);
    let outlook = await messages.outlook();
    if (outlook.hasWork || sending.isRunning()) {
      await sending.round();
      outlook = await messages.outlook();
    }
    return { nextDueAt: outlook.nextDueAt, published: {} };
  });

  const http = createHttpApp({
    ...world,
    statusOf,
    openapi: openApiOf('Gatefold mail', { ...mail, ...operations }),
    rawRoutes: [deliveryReportRoutes({ ...world, takeReport: takeReport(world) })],
    routes: [
      messageRoutes({
        takeSignInMailOn: takeSignInMailOn({ ...world, wake: sending.wake }),
        takeAccountMailOn: takeAccountMailOn({ ...world, wake: sending.wake }),
        takeSeatMailOn: takeSeatMailOn({ ...world, wake: sending.wake }),
        listOf: messages.listOf,
      }),
      ...newsletters(world, sending.wake),
      parkedRoutes(intake.parking),
    ],
  });

  // The clock first: all others ask what time it is.
  return { http, rounds: sending, workers: [clock, intake, sending], close: world.close };
}

/** What there is, who asked for what, and the issues. */
function newsletters(world: World, wake: () => void): readonly Router[] {
  const choosing = { ...world, log: world.logger };
  return [
    newsletterRoutes({
      newsletters: world.newsletters,
      readersNewsletters: readersNewsletters(choosing),
      chooseNewsletter: chooseNewsletter(choosing),
      lookAtLink: lookAtLink(world),
      endByLink: endByLink(world),
    }),
    addressRoutes({
      ownAddress: ownAddress(world),
      trustAddress: trustAddress(world),
      takeReport: takeReport(world),
    }),
    issueRoutes({ sendIssue: sendIssue({ ...world, wake }), issueProgress: issueProgress(world) }),
  ];
}
