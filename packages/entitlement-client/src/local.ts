import {
  beginSearch,
  createProjection,
  createSearch,
  createVerdict,
  judgeAt,
  lookFor,
  readId,
  readIdInLowerCase,
  readSnapshot,
  ruleAt,
  ruleByName,
  ruleFor,
  searchBoth,
  takeRecords,
  type Case,
  type DeniedReason,
  type GrantedReason,
  type Projection,
  type Verdict,
} from '@gatefold/access';
import { readFile } from 'node:fs/promises';
import type { Clock } from './clocks.ts';
import type { FailurePolicy } from './failure-policy.ts';
import type { LocalSource, Positions } from './local-source.ts';
import { overHttp } from './over-http.ts';
import { serviceAt } from './service.ts';
import { createSteadyClock } from './steady-clock.ts';
import { ARTICLES, SETS } from './topics.ts';

export type LocalClientOptions = {
  readonly baseUrl: string;
  /** A service's token. */
  readonly token: () => Promise<string>;
  /** What counts for last-known payers once nothing is heard. */
  readonly failurePolicy: FailurePolicy;
  /** Where news comes from; a stream of entitlement's unless it is named. */
  readonly source?: LocalSource;
  /** A snapshot to begin with while the service does not hand one out. */
  readonly snapshotFile?: string;
  /** Seconds without a sign of life after which what is known counts as old. One comes every five. */
  readonly staleAfterSeconds?: number;
  readonly businessClock?: Clock;
  readonly machineClock?: Clock;
  /** Told of everything that went wrong; the client goes on by itself. */
  readonly onTrouble?: (error: unknown) => void;
};

export type LocalAnswer = {
  granted: boolean;
  reason: GrantedReason | DeniedReason;
  /** Milliseconds since 1970; the first instant at which the grant that opens is over, 0 without one. */
  until: number;
  /** Of the reader's set; 0 for one of whom nothing is known. */
  version: number;
  /** `policy`: nothing was heard for too long, and the failure policy decided with it. */
  decidedBy: 'local' | 'policy';
  /** Whether money for anything that the reader has, or had last, did not come in: there may be more to tell them. */
  hasUnpaid: boolean;
};

export const anAnswer = (): LocalAnswer => ({
  granted: false,
  reason: 'unknown',
  until: 0.5,
  version: 0.5,
  decidedBy: 'policy',
  hasUnpaid: false,
});

export type LocalClient = {
  /** Resolves once everything is here. While it fails it tries again, and answers by what it has. */
  start(): Promise<void>;
  stop(): Promise<void>;
  /**
   * Decides at once and asks nobody. `reader` null is a visitor; the article is named by id or slug.
   *
   * With `into` the answer is written there, and nothing is left behind for the garbage collector.
   */
  check(reader: string | null, article: string, into?: LocalAnswer): LocalAnswer;
  /** The same for a feature, of any publication unless one is named. */
  checkFeature(reader: string | null, feature: string, publication?: string): LocalAnswer;
  /** Whether a sign of life has come lately. */
  isFresh(): boolean;
  readonly readers: number;
  /** Moves on whenever something was heard of any article: whoever keeps what was made of one makes it anew. */
  readonly articlesHeard: number;
};

type State = {
  projection: Projection;
  hasBegun: boolean;
  heardAt: number;
  articlesHeard: number;
  isStopping: boolean;
  following: { stop(): Promise<void> } | null;
};

const AGAIN_AFTER_MS = 1_000;
const FOLLOW_EVERY_MS = 1_000;
/** A file of millions of readers takes its time. */
const SNAPSHOT_WITHIN_MS = 60_000;

/** Keeps what every reader has in this process, and decides by it: also when everything else is down. */
export function createLocalClient(options: LocalClientOptions): LocalClient {
  const { staleAfterSeconds = 30, failurePolicy: policy } = options;
  const state: State = {
    projection: createProjection({ ids: false }),
    hasBegun: false,
    heardAt: -Infinity,
    articlesHeard: 0,
    isStopping: false,
    following: null,
  };
  const steady = createSteadyClock();
  const times = timesOf(options, steady.now);
  const isFreshAt = (now: number): boolean =>
    state.hasBegun && now - state.heardAt < staleAfterSeconds * 1_000;
  const decide = decider(state, { times, isFreshAt, policy });
  let following: NodeJS.Timeout | undefined;

  return {
    isFresh: () => isFreshAt(times.machine()),
    start() {
      following ??= setInterval(steady.follow, FOLLOW_EVERY_MS).unref();
      return begin(state, { ...options, machineNow: times.machine });
    },
    async stop() {
      clearInterval(following);
      state.isStopping = true;
      await state.following?.stop();
    },
    check: (reader, article, into = anAnswer()) => decide.article(reader, article, into),
    checkFeature: (reader, feature, publication) => decide.feature(reader, feature, publication ?? null),
    get readers() {
      return state.projection.table.size;
    },
    get articlesHeard() {
      return state.articlesHeard;
    },
  };
}

/** One reading of one clock is enough where nobody turns either. */
type Times = { readonly isOne: boolean; business(): number; machine(): number };

function timesOf({ businessClock, machineClock }: LocalClientOptions, steadyNow: () => number): Times {
  const by = (clock: Clock | undefined): (() => number) =>
    clock === undefined ? steadyNow : () => clock.now().getTime();
  const isOne = businessClock === machineClock;
  return { isOne, business: by(businessClock), machine: by(machineClock) };
}

type Manner = { times: Times; isFreshAt(now: number): boolean; policy: FailurePolicy };

function decider(state: State, { times, isFreshAt, policy }: Manner) {
  const verdict = createVerdict();
  const asked: Case = {
    at: -1,
    rule: ruleFor(state.projection.table.shapes, null, ''),
    isSignedIn: false,
    now: 0.5,
    isStale: false,
  };

  const [readers, articles] = [createSearch(1), createSearch(1)];
  /** Finds whoever asks, and beside them the article, if it goes by an id. */
  const find = (reader: string | null, article: string | null): void => {
    beginSearch(articles, state.projection.articles.numbers);
    if (article !== null && readIdInLowerCase(article)) lookFor(articles);
    beginSearch(readers, state.projection.table);
    if (reader !== null && readId(reader)) lookFor(readers);
    searchBoth(articles, readers);
    asked.isSignedIn = reader !== null;
    asked.at = readers.count === 1 ? readers.found[0]! : -1;
  };
  const answerBy = (rule: Case['rule'] | null, answer: LocalAnswer): LocalAnswer => {
    asked.now = times.business();
    const isOld = !isFreshAt(times.isOne ? asked.now : times.machine());
    answer.decidedBy = isOld ? 'policy' : 'local';
    if (rule === null) return unknown(answer);
    asked.rule = rule;
    asked.isStale = isOld && policy === 'open-for-known-payers';
    judgeAt(state.projection.table, asked, verdict);
    return isOld ? byPolicy(answer, verdict, policy) : copy(answer, verdict);
  };

  return {
    article(reader: string | null, article: string, answer: LocalAnswer): LocalAnswer {
      find(reader, article);
      const at = articles.count === 1 ? articles.found[0]! : -1;
      const { articles: book } = state.projection;
      return answerBy(at === -1 ? ruleByName(book, article, null) : ruleAt(book, at, null), answer);
    },
    feature(reader: string | null, feature: string, publication: string | null): LocalAnswer {
      find(reader, null);
      return answerBy(ruleFor(state.projection.table.shapes, publication, feature), anAnswer());
    },
  };
}

/**
 * What counts while nothing is heard: yes to those last known to have it, as long as it may be trusted. A
 * reader of whom nothing is known may have paid since, which is no reason to say that they have not.
 */
function byPolicy(answer: LocalAnswer, verdict: Verdict, policy: FailurePolicy): LocalAnswer {
  const needsGrant = verdict.granted && verdict.grantAt !== -1;
  if ((policy === 'closed' && needsGrant) || verdict.reason === 'no-plan') return unknown(answer);
  return copy(answer, verdict);
}

function copy(answer: LocalAnswer, verdict: Verdict): LocalAnswer {
  const { granted, reason, until, version, hasUnpaid } = verdict;
  answer.granted = granted;
  answer.reason = reason;
  answer.until = until;
  answer.version = version;
  answer.hasUnpaid = hasUnpaid;
  return answer;
}

function unknown(answer: LocalAnswer): LocalAnswer {
  answer.granted = false;
  answer.reason = 'unknown';
  answer.until = 0;
  answer.version = 0;
  answer.hasUnpaid = false;
  return answer;
}

type Beginning = LocalClientOptions & { machineNow(): number };

async function begin(state: State, options: Beginning): Promise<void> {
  const { onTrouble, machineNow, source = overHttp(options) } = options;
  while (!state.isStopping) {
    try {
      const { projection, isNew } = await snapshotOf(options);
      state.projection = projection;
      state.articlesHeard += 1;
      if (isNew) state.heardAt = machineNow();
      break;
    } catch (error) {
      onTrouble?.(error);
      await new Promise((resolve) => setTimeout(resolve, AGAIN_AFTER_MS));
    }
  }
  if (state.isStopping) return;
  state.hasBegun = true;
  state.following = source.follow(positionsOf(state.projection), {
    take(topic, records) {
      const topics = { sets: SETS, articles: ARTICLES };
      takeRecords(state.projection, { topic, records, topics }, (_record, error) => onTrouble?.(error));
      state.heardAt = machineNow();
      if (topic === ARTICLES) state.articlesHeard += 1;
    },
    onTrouble: (error) => onTrouble?.(error),
    onGap: () => void begin(state, options),
  });
}

/** From the service, else from the file, which is then as old as it is. */
async function snapshotOf(options: LocalClientOptions): Promise<{ projection: Projection; isNew: boolean }> {
  try {
    const response = await serviceAt(options)({ path: '/v1/snapshot', timeoutMs: SNAPSHOT_WITHIN_MS });
    const file = new Uint8Array(await response.arrayBuffer());
    return { projection: readSnapshot(file, { ids: false }), isNew: true };
  } catch (error) {
    if (options.snapshotFile === undefined) throw error;
    options.onTrouble?.(error);
    const bytes = await readFile(options.snapshotFile);
    const file = new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.length);
    return { projection: readSnapshot(file, { ids: false }), isNew: false };
  }
}

const positionsOf = ({ positions }: Projection): Positions =>
  Object.fromEntries(
    [...positions].map(([topic, offsets]) => [
      topic,
      Object.fromEntries([...offsets].map(([partition, next]) => [String(partition), String(next)])),
    ]),
  );
