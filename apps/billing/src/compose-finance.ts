import type { BusinessClock } from '@gatefold/kernel';
import type { Router } from 'express';
import type { Evidence } from './domain/evidence.ts';
import type { HouseRules } from './domain/house-rules.ts';
import { eventTimingRoutes } from './http/event-timings.routes.ts';
import { evidenceRoutes } from './http/evidence.routes.ts';
import { exportRoutes } from './http/exports.routes.ts';
import { introUseRoutes } from './http/intro-uses.routes.ts';
import { outgoingWebhookRoutes } from './http/outgoing-webhooks.routes.ts';
import { periodRoutes } from './http/periods.routes.ts';
import { priceRiseRecordRoutes } from './http/price-rise-records.routes.ts';
import { reportRoutes } from './http/reports.routes.ts';
import type { ExportJobs } from './usecases/export-jobs.ts';
import type { IntroUses } from './usecases/intro-once.ts';
import type { Periods } from './usecases/period-ports.ts';
import { riseOf, risenBy } from './usecases/read-rises.ts';
import { readReports } from './usecases/read-reports.ts';
import type { Reports } from './usecases/report-ports.ts';
import type { PriceRises } from './usecases/rise-ports.ts';
import type { EventTimings } from './usecases/timing-ports.ts';
import { manageWebhooks } from './usecases/send-webhooks.ts';
import type { WebhookDeliveries, WebhookEndpoints } from './usecases/webhook-ports.ts';

/** What the finance side needs from the world. */
export type FinanceWorld = {
  clock: BusinessClock;
  reports: Reports;
  introUses: IntroUses;
  periods: Periods;
  priceRises: PriceRises;
  exportJobs: ExportJobs;
  eventTimings: EventTimings;
  evidenceOf: (subscriptionId: string) => Promise<Evidence | null>;
  webhookEndpoints: WebhookEndpoints;
  webhookDeliveries: WebhookDeliveries;
  newSecret: () => string;
  isDevelopment: boolean;
};

/** Where the parts of the finance side meet. */
export const financeRoutes = (world: FinanceWorld & { houseRules: HouseRules }): Router[] => [
  reportRoutes({ readReports: readReports(world) }),
  introUseRoutes(world),
  periodRoutes(world),
  priceRiseRecordRoutes({ ...world, riseOf: riseOf(world), risenBy: risenBy(world) }),
  exportRoutes(world),
  eventTimingRoutes(world),
  evidenceRoutes(world),
  outgoingWebhookRoutes({ ...world, manageWebhooks: manageWebhooks(world) }),
];
