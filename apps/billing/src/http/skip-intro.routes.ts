import { billing, expressPath } from '@gatefold/api';
import { at, fromMoneyJson, toMoneyJson } from '@gatefold/kernel';
import { parse } from '@gatefold/service-kit';
import { Router } from 'express';
import type { SkipQuote } from '../domain/skip-intro.ts';
import type { Subscription } from '../domain/subscription.ts';
import type { Asker } from '../usecases/ownership.ts';
import { seesOf } from './asker.ts';
import { commandOf, type Command } from './course.routes.ts';
import { subscriptionResponse } from './responses.ts';

type Deps = {
  quoteOfSkip(asked: { id: string; asker: Asker }): Promise<SkipQuote>;
  skipIntroduction(command: Command & { accepted: SkipQuote }): Promise<Subscription>;
  epoch: number;
};

/** Beginning the regular price before the introduction is over: what it comes to, then the word. */
export function skipIntroRoutes({ epoch, ...does }: Deps): Router {
  const router = Router();

  router.get(expressPath(billing.quoteSkipIntro), async (req, res) => {
    const asker = seesOf(res);
    const { id } = parse(billing.quoteSkipIntro.params, req.params);
    const quote = await does.quoteOfSkip({ id, asker });
    res.set('cache-control', 'no-store').json({ at: quote.at.toISOString(), due: toMoneyJson(quote.due) });
  });

  router.post(expressPath(billing.skipIntro), async (req, res) => {
    const command = commandOf(req, res);
    const quote = parse(billing.skipIntro.body, req.body);
    const accepted = { at: at(quote.at), due: fromMoneyJson(quote.due) };
    res.json(subscriptionResponse(await does.skipIntroduction({ ...command, accepted }), epoch));
  });

  return router;
}
