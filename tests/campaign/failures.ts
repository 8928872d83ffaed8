import { entitlement } from '@gatefold/api';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDice } from '../process/dice.ts';
import {
  failureRows,
  passesOf,
  readingFaults,
  type FailureRow,
  type Passes,
} from '../process/failure-policy.ts';
import { createLife } from '../process/life.ts';
import { openPress, type Press } from '../process/press.ts';
import { openWorld, type World } from '../process/world.ts';
import { clockOf, turnClock } from '../simulator/control.ts';
import type { Campaign, Check, Round, Setting } from './campaign.ts';

/** So long that signs of life are missed, and with them what is only known for a while. */
const DOWN_FOR_MS = 20_000;
const REST_MS = 50;
const KINDS = 3;

type Ground = { readonly world: World; readonly press: Press; readonly passes: Passes };

/** Every row of the failure policy on real processes, each for longer than anything is remembered. */
export const failures: Campaign = {
  name: 'failures',
  says: `everything is away in turn, each for ${DOWN_FOR_MS / 1_000} s, and three kinds of reader read meanwhile`,
  rounds: 1,
  plants: [],
  async round(setting): Promise<Round> {
    const world = await openWorld({ purpose: 'failures' });
    try {
      const press = await openPress(world, createLife(world, createDice(setting.seed)));
      const ground = { world, press, passes: await passesOf(press) };
      const checks: Check[] = [];
      for (const row of failureRows.filter(({ isThere }) => isThere?.(world) ?? true))
        checks.push(...(await playRow(ground, row, setting)));
      checks.push(await playTrust(ground, setting));
      await press.close();
      return { checks, notes: [] };
    } finally {
      await world.close();
    }
  },
};

async function playRow(ground: Ground, row: FailureRow, { say }: Setting): Promise<Check[]> {
  say(`${row.down} is down`);
  const mend = await row.strike(ground);
  let asked = 0;
  const faults: string[] = [];
  try {
    const also = await row.also?.(ground);
    const until = performance.now() + DOWN_FOR_MS;
    while (performance.now() < until) {
      faults.push(...(await readingFaults(ground, row, ground.passes)));
      asked += KINDS;
      await sleep(REST_MS);
    }
    for (const fault of [...new Set([...faults, ...(also ?? [])])].slice(0, 5)) say(`  ${fault}`);
    return [
      { invariant: `reading while ${row.down} is down`, runs: asked, faults: faults.length },
      ...(also === undefined
        ? []
        : [{ invariant: `what else holds while ${row.down} is down`, runs: 1, faults: also.length }]),
    ];
  } finally {
    await mend();
  }
}

/** A payer of whom nothing is heard any more reads to the second as far as entitlement had said that one may trust it. */
async function playTrust({ world, press }: Ground, { say }: Setting): Promise<Check> {
  const { grant } = await world.toEntitlement.call(entitlement.check, {
    query: { reader: press.readers.payer, feature: 'articles' },
  });
  await press.read('payer');
  await world.entitlement.stop();
  const end = new Date(grant?.untilIfStale ?? 0);
  const turnTo = async (before: number): Promise<void> => {
    const now = await clockOf(world.simulator.url);
    const seconds = Math.floor((end.getTime() - now.getTime()) / 1_000) - before;
    await turnClock(world.simulator.url, { advance: seconds });
  };
  await turnTo(60);
  const before = (await press.read('payer')).outcome;
  await turnTo(-1);
  const after = (await press.read('payer')).outcome;
  const faults = [
    before[0] ? '' : `closed before its end: ${before.join()}`,
    after[0] ? `open after its end: ${after.join()}` : '',
  ].filter((fault) => fault !== '');
  for (const fault of faults) say(`  ${fault}`);
  return { invariant: 'trust ends where entitlement said', runs: 2, faults: faults.length };
}
