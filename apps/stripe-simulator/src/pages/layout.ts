import { createHash } from 'node:crypto';
import type { Response } from 'express';
import { markup, type Html } from './html.ts';

const css = `
:root{color-scheme:light dark;--paper:light-dark(#fdfcf9,#14130f);--sheet:light-dark(#fff,#1c1b17);--ink:light-dark(#1a1814,#ece8df);--soft:light-dark(#5d574c,#a9a294);--rule:light-dark(#ddd7ca,#35322a);--edge:light-dark(#8a8273,#7d7566);--accent:light-dark(#0b4f6c,#9bd3ea);--accent-ink:light-dark(#fff,#06202b);--bad:light-dark(#a3160c,#ff9d8f);--focus:light-dark(#0b57d0,#8ab4ff)}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:400 1rem/1.5 system-ui,sans-serif}
main{max-width:60rem;margin:0 auto;padding:1rem clamp(1rem,4vw,2.5rem) 3rem;display:grid;gap:2rem}
@media(min-width:48rem){main.pay{grid-template-columns:1fr 1fr;gap:4rem}}
h1{font-size:1.5rem;line-height:1.2;margin:.5rem 0 1rem;text-wrap:balance;overflow-wrap:anywhere}
h2{font-size:1.05rem;margin:1.5rem 0 .5rem}
p{margin:.5rem 0}
a{color:inherit;text-underline-offset:.16em}
:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
.stage{margin:0;padding:.6rem clamp(1rem,4vw,2.5rem);border-bottom:1px solid var(--rule);font-size:.85rem;color:var(--soft);background:var(--sheet)}
.soft{color:var(--soft);font-size:.9rem}
.num{font-variant-numeric:tabular-nums}
dl.lines{margin:0}
dl.lines>div{display:flex;justify-content:space-between;gap:1rem;padding:.6rem 0;border-bottom:1px solid var(--rule)}
dl.lines dd{margin:0;text-align:right;white-space:nowrap;font-variant-numeric:tabular-nums}
dl.lines .sum{font-weight:650;border-bottom:0}
form{display:grid;gap:1rem}
label,.field{display:grid;gap:.3rem;font-size:.9rem;font-weight:600}
input:not([type=checkbox]):not([type=hidden]){font:inherit;font-weight:400;min-height:44px;padding:0 .75rem;border:1px solid var(--edge);border-radius:4px;background:var(--sheet);color:var(--ink);width:100%}
select{font:inherit;font-weight:400;min-height:44px;padding:0 .5rem;border:1px solid var(--edge);border-radius:4px;background:var(--sheet);color:var(--ink);width:100%}
article{display:grid;gap:1rem;border:1px solid var(--rule);border-radius:4px;padding:1rem}
article h2{margin:0}
h3{font-size:.95rem;margin:0}
input[aria-invalid=true]{border-color:var(--bad)}
.pair{display:grid;grid-template-columns:1fr 1fr;gap:1rem}
.tick{display:flex;gap:.6rem;align-items:flex-start;font-weight:400}
.tick input{width:1.2rem;height:1.2rem;margin:.15rem 0 0;flex:none}
button{font:inherit;font-weight:650;min-height:48px;padding:0 1.25rem;border:1px solid var(--accent);border-radius:4px;background:var(--accent);color:var(--accent-ink);cursor:pointer}
button.plain{background:transparent;color:var(--ink);border-color:var(--edge)}
.error{border-left:4px solid var(--bad);padding:.5rem .9rem;margin:0;background:var(--sheet);color:var(--bad);font-weight:600}
.levers{display:grid;gap:.75rem}
.levers form{display:flex;flex-wrap:wrap;gap:.5rem .75rem;align-items:end;border-top:1px solid var(--rule);padding-top:.75rem}
.levers label{flex:1 1 11rem;min-width:0}
.levers button{flex:0 1 auto}
.levers code{flex:1 1 100%;color:var(--soft)}
main>*{min-width:0}
@media(min-width:80rem){main.room{max-width:110rem;grid-template-columns:minmax(22rem,30rem) 1fr;gap:3rem}}
main.room h2:first-child,main.room .row h2{margin-top:.5rem}
main.room .levers button{min-height:44px}
.row{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
button.small{min-height:28px;padding:0 .6rem;font-size:.8rem;font-weight:500}
td form{display:inline}
pre{margin:0;white-space:pre-wrap}
pre.tall{max-height:24rem;overflow:auto;border:1px solid var(--rule);padding:.75rem;background:var(--sheet)}
table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{text-align:left;padding:.35rem .75rem .35rem 0;border-bottom:1px solid var(--rule);vertical-align:top;overflow-wrap:break-word}
code,pre{font-family:ui-monospace,monospace;font-size:.82rem;overflow-wrap:anywhere}
.scroll{overflow-x:auto}
`;

/** In one piece: the policy names the hash of every character between the tags. */
const style: Html = { html: `<style>${css}</style>` };
const hashOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
const styleHash = hashOf(css);

type Page = {
  readonly title: string;
  readonly body: Html;
  readonly kind?: 'pay' | 'plain' | 'room';
  /** Where a form of this page may lead in the end: a redirect counts for the browser as the form's target. */
  readonly leadsTo?: string | null;
  /** The one script that this page runs, if any. */
  readonly script?: string | null;
};

/** Sends a page that runs no script but its own, and may load nothing. */
export function sendPage(
  res: Response,
  status: number,
  { title, body, kind = 'plain', leadsTo = null, script = null }: Page,
): void {
  const targets = leadsTo === null ? `'self'` : `'self' ${new URL(leadsTo).origin}`;
  const page = markup`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title}</title>
        ${style}
      </head>
      <body>
        <header class="stage">Simulated payment page: no money moves here, and only test cards are accepted.</header>
        <main class="${kind}">${body}</main>
        ${script !== null && { html: `<script>${script}</script>` }}
      </body>
    </html>`;
  res
    .status(status)
    .type('html')
    .set({
      'cache-control': 'no-store',
      'content-security-policy': `default-src 'none'; style-src ${styleHash};${script === null ? '' : ` script-src ${hashOf(script)}; connect-src 'self';`} form-action ${targets}; base-uri 'none'; frame-ancestors 'none'`,
      'x-content-type-options': 'nosniff',
      'referrer-policy': 'no-referrer',
    })
    .send(page.html);
}
