type Jar = Map<string, string>;

/** Where a browser ends that is sent to the directory and presses somebody's button: back where it came from, not asked there. */
export async function choose(url: string, person: string): Promise<URL> {
  const issuer = new URL(url).origin;
  const jar: Jar = new Map();
  const people = await follow(new URL(url), { jar, method: 'GET', issuer });
  return follow(new URL(`${people.pathname}/${person}`, issuer), { jar, method: 'POST', issuer });
}

type Going = { readonly jar: Jar; readonly method: 'GET' | 'POST'; readonly issuer: string };

/** Follows redirects to the first address that is a page, or another host's. */
async function follow(url: URL, { jar, method, issuer }: Going): Promise<URL> {
  if (url.origin !== issuer) return url;
  const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const answer = await fetch(url, { method, redirect: 'manual', headers: { cookie } });
  for (const line of answer.headers.getSetCookie()) {
    const [name = '', value = ''] = line.split(';')[0]?.split('=') ?? [];
    jar.set(name, value);
  }
  const location = answer.headers.get('location');
  if (location === null && answer.ok) return url;
  if (location === null) throw new Error(`${url.pathname} answered ${answer.status}: ${await answer.text()}`);
  return follow(new URL(location, url), { jar, method: 'GET', issuer });
}
