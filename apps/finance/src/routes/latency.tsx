import { pathOf } from '@gatefold/web-kit/own-path';
import { useLoaderData, type LoaderFunctionArgs, type MetaFunction } from 'react-router';
import { LatencyPage } from '../features/latency/latency-page.tsx';
import { journeysOf } from '../server/latency.ts';
import { visitOf } from '../server/visit.ts';

export const meta: MetaFunction = () => [{ title: 'Latency · Gatefold finance' }];

export const loader = ({ context, request }: LoaderFunctionArgs) =>
  journeysOf(visitOf(context), pathOf(request));

export default function Latency() {
  return <LatencyPage {...useLoaderData<typeof loader>()} />;
}
