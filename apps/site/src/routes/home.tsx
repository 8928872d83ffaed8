import { content } from '@gatefold/api';
import { data, useLoaderData, type LoaderFunctionArgs } from 'react-router';
import { FrontPage } from '../features/newspaper/front-page.tsx';
import { layOut } from '../features/newspaper/front.ts';
import { asPage } from '../features/problem/problem.ts';
import { headline } from '../features/offer/timeline.ts';
import { cacheControl, fromLoader } from '../server/caching.ts';
import type { Offer } from '../server/lookups.ts';
import { visitOf } from '../server/visit.ts';
import { useVoice } from '../words/speaking.tsx';
import type { Voice } from '../words/voice.ts';

export const headers = fromLoader;

const ENOUGH = 60;

export async function loader({ context }: LoaderFunctionArgs) {
  const visit = visitOf(context);
  const { asReader, lookups, session } = visit;
  const [pieces, sections, offer] = await Promise.all([
    asReader.content.call(content.listArticles, {
      query: { publication: visit.voice.paper.key, limit: ENOUGH },
    }),
    lookups.sections(),
    session.kind === 'reader' ? null : lookups.offer(),
  ]).catch((error: unknown) => {
    throw asPage(error);
  });
  const front = layOut(pieces.data, sections);
  const invitation = offer === null ? null : invitationTo(offer, visit.voice);
  return data({ front, invitation }, { headers: { 'cache-control': cacheControl(visit) } });
}

function invitationTo({ phases, benefits, name }: Offer, voice: Voice) {
  const price = headline(phases, voice);
  return price === null ? null : { headline: price, gets: benefits[0] ?? name };
}

export default function Home() {
  const { front, invitation } = useLoaderData<typeof loader>();
  const { say, paper, language } = useVoice();
  const { name } = paper;
  const says = paper.says[language];
  return (
    <>
      <title>{`${name}: ${says}`}</title>
      <meta name="description" content={say('front.description', { says, name })} />
      <FrontPage front={front} invitation={invitation} />
    </>
  );
}
