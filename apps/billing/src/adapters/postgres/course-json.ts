import type { PathInstants } from '../../domain/price-path.ts';
import type { Steering, Subscription } from '../../domain/subscription.ts';
import { fromStepsJson, toStepsJson, type StepJson } from './steps-json.ts';

/** What was done to a subscription after it was bought, as it is kept: instants and minor units as text. */
export type CourseJson = {
  readonly marks?: readonly {
    readonly index: number;
    readonly at: string;
    readonly credit: string;
    readonly isAsked: boolean;
  }[];
  readonly pause?: { readonly from: string; readonly until: string };
  readonly pausedAt?: readonly string[];
  readonly savedAt?: string;
  readonly listPrice?: string;
  readonly change?: {
    readonly at: string;
    readonly bundle: string;
    readonly alsoReads?: readonly string[];
    readonly earlier: {
      readonly offer: string;
      readonly offerVersion: number;
      readonly steps: readonly StepJson[];
      readonly bundle: string;
      readonly listPrice?: string | null;
    };
  };
};

/** Nearly every subscription runs as it was bought: of those nothing is kept but `{}`. */
export function toCourseJson({ instants: { marks = [] }, steering }: Subscription): CourseJson {
  const { pause, pausedAt, change, savedAt, listPrice } = steering;
  return {
    ...(marks.length === 0
      ? {}
      : {
          marks: marks.map((mark) => ({
            ...mark,
            at: mark.at.toISOString(),
            credit: mark.credit.toString(),
          })),
        }),
    ...(pause === null
      ? {}
      : { pause: { from: pause.from.toISOString(), until: pause.until.toISOString() } }),
    ...(pausedAt.length === 0 ? {} : { pausedAt: pausedAt.map((at) => at.toISOString()) }),
    ...(listPrice === null ? {} : { listPrice }),
    ...(savedAt === null ? {} : { savedAt: savedAt.toISOString() }),
    ...(change === null ? {} : { change: changeJson(change) }),
  };
}

const changeJson = ({ at, bundle, alsoReads, earlier }: NonNullable<Steering['change']>) => ({
  at: at.toISOString(),
  bundle,
  alsoReads,
  earlier: {
    ...earlier.path,
    steps: toStepsJson(earlier.path.steps),
    bundle: earlier.bundle,
    listPrice: earlier.listPrice,
  },
});

export function fromCourseJson(
  { marks = [], pause, pausedAt = [], change, savedAt, listPrice }: CourseJson,
  bought: PathInstants,
): Pick<Subscription, 'instants' | 'steering'> {
  return {
    instants:
      marks.length === 0
        ? bought
        : {
            ...bought,
            marks: marks.map((mark) => ({ ...mark, at: new Date(mark.at), credit: BigInt(mark.credit) })),
          },
    steering: {
      pause: pause === undefined ? null : { from: new Date(pause.from), until: new Date(pause.until) },
      pausedAt: pausedAt.map((at) => new Date(at)),
      listPrice: listPrice ?? null,
      savedAt: savedAt === undefined ? null : new Date(savedAt),
      change: change === undefined ? null : fromChangeJson(change),
    },
  };
}

const fromChangeJson = ({ at, bundle, alsoReads = [], earlier }: NonNullable<CourseJson['change']>) => ({
  at: new Date(at),
  bundle,
  alsoReads,
  earlier: {
    path: {
      offer: earlier.offer,
      offerVersion: earlier.offerVersion,
      steps: fromStepsJson(earlier.steps),
    },
    bundle: earlier.bundle,
    listPrice: earlier.listPrice ?? null,
  },
});
