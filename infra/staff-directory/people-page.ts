import type { Employee } from './employee.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

const button = (uid: string, { id, name, email, groups }: Employee): string => `
  <form method="post" action="/people/${uid}/${encodeURIComponent(id)}">
    <button><b>${escaped(name)}</b> ${escaped(groups.join(', '))}<br><small>${escaped(email)}</small></button>
  </form>`;

/** One button for each of the staff: what a real organisation's sign-in would ask is its own business. */
export const peoplePage = (uid: string, people: readonly Employee[]): string => `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Who are you? · Staff directory</title>
<style>
  body { font: 16px/1.5 system-ui, sans-serif; max-width: 26rem; margin: 4rem auto; padding: 0 1rem; color-scheme: light dark; }
  button { font: inherit; width: 100%; text-align: start; padding: .7rem 1rem; margin: .3rem 0; cursor: pointer; }
</style>
<h1>Who are you?</h1>
<p>A staff directory that plays your organisation’s sign-in on this machine.</p>
${people.map((one) => button(uid, one)).join('')}
</html>
`;
