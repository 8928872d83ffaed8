import { ApiProblem } from '@gatefold/api';
import type { Visit } from './visit.ts';

type Begun = { readonly options: object; readonly ceremony: string; readonly expiresAt: string };

/** What the script on a page asks for: the browser's task, and a cookie that ties its answer to it. */
export async function begunCeremony({ ceremonies }: Visit, begin: Promise<Begun>): Promise<Response> {
  const headers = new Headers({ 'cache-control': 'private, no-store' });
  try {
    const { options, ceremony, expiresAt } = await begin;
    headers.set('set-cookie', ceremonies.open(ceremony, expiresAt));
    return Response.json(options, { headers });
  } catch (error) {
    const status = error instanceof ApiProblem && error.status < 500 ? error.status : 503;
    return Response.json({ begun: false }, { status, headers });
  }
}

/** What the browser said to it, as its form sends it; null for what is none. */
export function saidByBrowser(form: FormData): { id: string } | null {
  try {
    const said: unknown = JSON.parse(String(form.get('response')));
    if (typeof said !== 'object' || said === null || !('id' in said)) return null;
    return typeof said.id === 'string' ? { ...said, id: said.id } : null;
  } catch {
    return null;
  }
}
