import { parse, type HTMLElement } from 'node-html-parser';
import { ask, type Asking } from './ask.ts';

export type Page = {
  readonly url: string;
  readonly status: number;
  readonly html: string;
  readonly document: HTMLElement;
};

const MOST_REDIRECTS = 10;

/**
 * A reader's browser without JavaScript: follows links and redirects, fills in forms, keeps
 * cookies by host. What a person cannot do with it, a person without JavaScript cannot do.
 */
export function createBrowser() {
  const cookies = new Map<string, Map<string, string>>();

  const remember = (url: URL, lines: readonly string[]): void => {
    const jar = cookies.get(url.host) ?? new Map<string, string>();
    cookies.set(url.host, jar);
    for (const line of lines) {
      const [pair = '', ...attributes] = line.split(';');
      const [name = '', ...value] = pair.split('=');
      const isGone =
        attributes.some((attribute) => /^\s*max-age=0\s*$/i.test(attribute)) || value.join('=') === '';
      if (isGone) jar.delete(name.trim());
      else jar.set(name.trim(), value.join('='));
    }
  };

  const request = async (address: string, asking: Asking = {}): Promise<Page> => {
    let url = new URL(address);
    let options = asking;
    for (let hop = 0; hop <= MOST_REDIRECTS; hop += 1) {
      const jar = [...(cookies.get(url.host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
      const { status, location, setCookies, body } = await ask(url, {
        ...options,
        headers: { accept: 'text/html', ...options.headers, ...(jar === '' ? {} : { cookie: jar }) },
      });
      remember(url, setCookies);
      if (status < 300 || status >= 400 || location === undefined)
        return { url: url.href, status, html: body, document: parse(body) };
      url = new URL(location, url);
      options = {};
    }
    throw new Error(`too many redirects at ${url}`);
  };

  return {
    visit: (url: string): Promise<Page> => request(url),

    /**
     * Sends the form that has all of `fields`, with its hidden and preset values. Without fields:
     * the form whose action ends with `action`.
     */
    submit(page: Page, fields: Readonly<Record<string, string>>, action?: string): Promise<Page> {
      const form = formWith(page, Object.keys(fields), action);
      const body = new URLSearchParams({ ...presets(form), ...fields });
      const target = new URL(form.getAttribute('action') ?? page.url, page.url);
      return request(target.href, {
        method: 'POST',
        body: body.toString(),
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          origin: target.origin,
          'sec-fetch-site': 'same-origin',
        },
      });
    },
  };
}

export type Browser = ReturnType<typeof createBrowser>;

function formWith(page: Page, names: readonly string[], action: string | undefined): HTMLElement {
  const found = page.document.querySelectorAll('form').find((form) => {
    if (
      action !== undefined &&
      !(form.getAttribute('action') ?? new URL(page.url).pathname).split('?')[0]?.endsWith(action)
    )
      return false;
    return names.every((name) => form.querySelector(`[name="${name}"]`) !== null);
  });
  if (found === undefined)
    throw new Error(
      `${page.url} (${page.status}) has no form with ${names.join(', ')}${action === undefined ? '' : ` for ${action}`}`,
    );
  return found;
}

function presets(form: HTMLElement): Record<string, string> {
  // As a person who presses Enter: of several buttons the first is meant.
  const button = form.querySelector('button:not([type="button"])');
  const controls = [...form.querySelectorAll('input'), ...(button === null ? [] : [button])];
  const fields = controls.flatMap((input) => {
    const name = input.getAttribute('name');
    const type = input.getAttribute('type') ?? 'text';
    const isOff = (type === 'checkbox' || type === 'radio') && input.getAttribute('checked') === undefined;
    return name === undefined || isOff ? [] : [[name, input.getAttribute('value') ?? ''] as const];
  });
  return Object.fromEntries(fields);
}
