import { entitlement, expressPath } from '@gatefold/api';
import { callerOf, parse } from '@gatefold/service-kit';
import { Router, type Response } from 'express';
import type { z } from 'zod';
import type { AccessAnswer } from '../domain/answer.ts';
import type { MeteredQuestion } from '../usecases/read-by-meter.ts';
import { readerAskedFor } from './permissions.ts';
import { toAnswer, toMeter } from './responses.ts';

type Deps = {
  checkAccess(questions: readonly MeteredQuestion[]): Promise<AccessAnswer[]>;
  /** What a visitor's browser is given to keep. */
  meterToken(visitorId: string): string;
  /** Told of every answer about the present. */
  onAnswer(answer: AccessAnswer, reader: string | null): void;
};

/** The path of every page view: whether somebody may read something now. */
export function accessRoutes({ checkAccess, meterToken, onAnswer }: Deps): Router {
  const router = Router();

  const answersTo = async (questions: readonly MeteredQuestion[]) => {
    const answers = await checkAccess(questions);
    for (const [index, answer] of answers.entries()) {
      const { at, reader } = questions[index]!;
      if (at === null) onAnswer(answer, reader);
    }
    return answers.map((answer) => ({
      ...toAnswer(answer),
      ...(answer.meter === undefined ? {} : { meter: toMeter(answer.meter, meterToken) }),
    }));
  };

  router.get(expressPath(entitlement.check), async (req, res) => {
    const question = toQuestion(res, parse(entitlement.check.query, req.query));
    const [answer] = await answersTo([question]);
    res.set('cache-control', 'no-store').json(answer);
  });

  router.post(expressPath(entitlement.checkMany), async (req, res) => {
    const { questions } = parse(entitlement.checkMany.body, req.body);
    const answers = await answersTo(questions.map((question) => toQuestion(res, question)));
    res.set('cache-control', 'no-store').json({ answers });
  });

  return router;
}

function toQuestion(res: Response, asked: z.output<typeof entitlement.check.query>): MeteredQuestion {
  const { reader, article, feature, publication, at, atLeast, giftLink, meter, address } = asked;
  return {
    reader: readerAskedFor(res, reader),
    article: article ?? null,
    feature: feature ?? null,
    publication: publication ?? null,
    at: at === undefined ? null : new Date(at),
    atLeast: atLeast ?? null,
    giftLink: giftLink ?? null,
    meter: meter ?? null,
    // A reader could say any: only services know from where somebody reads.
    address: callerOf(res).kind === 'service' ? (address ?? null) : null,
  };
}
