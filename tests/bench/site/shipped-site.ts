import path from 'node:path';
import { ensureBuilt } from '@gatefold/web-kit/testing';
import { populated } from '../entitlement/population.ts';
import { startServer, type Server } from '../entitlement/servers.ts';
import { startService } from '../entitlement/service.ts';
import type { Size } from './readers.ts';
import { startStandIns } from './stand-ins.ts';

const ORIGIN = 'http://127.0.0.1:4000';

/** The shipped site and the shipped entitlement with everybody in it, each a process; the others answer by their contracts. */
export async function startShippedSite({ articles, payers }: Size): Promise<Server> {
  await ensureBuilt(path.join(import.meta.dirname, '../../../apps/site'));
  const entitlement = await startService(populated({ readers: payers, articles, ids: true }), 'site');
  const standIns = await startStandIns(payers);
  const { content, billing, identity } = standIns.urls;
  const away = async (): Promise<void> => {
    standIns.close();
    await entitlement.stop();
  };
  const site = await startServer({
    script: '../../../apps/site/src/server/main.ts',
    env: {
      LOG_LEVEL: 'error',
      SITE_URL: ORIGIN,
      SERVICE_PRIVATE_JWK: entitlement.privateJwk,
      CONTENT_URL: content,
      BILLING_URL: billing,
      // Not asked for what is measured here.
      MAIL_URL: 'http://127.0.0.1:9',
      IDENTITY_URL: identity,
      ENTITLEMENT_URL: `http://127.0.0.1:${entitlement.port}`,
    },
    isReady: isKept,
  }).catch(async (error: unknown) => {
    await away();
    throw error;
  });
  return {
    ...site,
    async stop() {
      await site.stop();
      await away();
    },
  };
}

/** The second guest is answered by a page that is kept, once everything is heard. */
async function isKept(url: string): Promise<boolean> {
  const response = await fetch(`${url}/articles/story-1`);
  await response.text();
  return isFromKept(`x-request-id: ${response.headers.get('x-request-id') ?? ''}`);
}

/** Its request id says which process and the how-manieth. */
export const isFromKept = (head: string): boolean => /x-request-id: [\w-]+\.\d+/i.test(head);
