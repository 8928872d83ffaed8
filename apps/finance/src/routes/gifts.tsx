import { billing } from '@gatefold/api';
import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { GiftsPage } from '../features/gifts/gifts-page.tsx';
import { asPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';
import { forwardLinks } from '../words/pages-of.ts';

export const meta: MetaFunction = () => [{ title: 'Gifts · Gatefold finance' }];

const PER_PAGE = 50;

export async function loader({ context, request }: LoaderFunctionArgs) {
  const { searchParams } = new URL(request.url);
  const typed = billing.listGifts.query.shape.state.safeParse(searchParams.get('state') ?? undefined);
  const state = typed.success ? typed.data : undefined;
  const after = searchParams.get('after')?.slice(0, 200);
  const query = { limit: PER_PAGE, ...(state && { state }), ...(after && { after }) };
  const { data, nextCursor } = await visitOf(context)
    .asPerson.billing.call(billing.listGifts, { query })
    .catch((error: unknown) => {
      throw asPage(error, pathOf(request));
    });
  const links = forwardLinks('/gifts', { state, after }, nextCursor);
  return { gifts: data, state: state ?? '', links };
}

export default function Gifts() {
  return <GiftsPage {...useLoaderData<typeof loader>()} />;
}
