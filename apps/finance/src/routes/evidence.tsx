import { billing, type Client } from '@gatefold/api';
import { isId } from '@gatefold/kernel';
import { pathOf } from '@gatefold/web-kit/own-path';
import type { LoaderFunctionArgs } from 'react-router';
import { asPage, notFound, problemPage } from '../features/problem/problem.ts';
import { visitOf } from '../server/visit.ts';

type Form = { readonly media: string; read(client: Client, id: string): Promise<string> };

const forms: Readonly<Record<string, Form>> = {
  pdf: {
    media: 'application/pdf',
    read: (client, id) => client.call(billing.evidenceDocument, { params: { id } }),
  },
  json: {
    media: 'application/json',
    read: async (client, id) =>
      JSON.stringify(await client.call(billing.evidencePack, { params: { id } }), null, 2),
  },
};

/** The evidence of a subscription as a file. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { id = '', form: name = '' } = params;
  const form = Object.hasOwn(forms, name) ? forms[name] : undefined;
  if (!isId(id) || form === undefined) throw problemPage(404, notFound);
  const file = await form.read(visitOf(context).asPerson.billing, id).catch((error: unknown) => {
    throw asPage(error, pathOf(request));
  });
  return new Response(file, {
    headers: {
      'content-type': form.media,
      'content-disposition': `attachment; filename="evidence-${id}.${name}"`,
    },
  });
}
