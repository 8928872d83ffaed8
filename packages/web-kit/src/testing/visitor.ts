import { parse } from 'node-html-parser';

type Init = {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly form?: Record<string, string>;
};

/** Asks for one page, with or without a session in a cookie of this name, and follows nothing. Forms are sent as a browser sends them. */
export const visitorOf =
  (cookieName: string) =>
  (url: string, session: string | null = null) => {
    const ask = async (path: string, { method = 'GET', headers = {}, form }: Init = {}) => {
      const response = await fetch(new URL(path, url), {
        method,
        redirect: 'manual',
        headers: {
          accept: 'text/html',
          ...(session === null ? {} : { cookie: `${cookieName}=${session}` }),
          ...headers,
        },
        ...(form === undefined ? {} : { body: new URLSearchParams(form) }),
      });
      const html = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        location: response.headers.get('location'),
        html,
        document: parse(html),
      };
    };

    return {
      get: (path: string, init: Init = {}) => ask(path, init),
      /** From a page of our own, unless `headers` say otherwise. */
      post: (path: string, form: Record<string, string>, headers: Record<string, string> = {}) =>
        ask(path, {
          method: 'POST',
          form,
          headers: { origin: new URL(url).origin, 'sec-fetch-site': 'same-origin', ...headers },
        }),
      ask,
    };
  };
