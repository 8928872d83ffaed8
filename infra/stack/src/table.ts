import type { StackFile } from './stack-file.ts';

/** The last thing that `npm start` prints: where everything is, who is who, and how to pay. */
export function table(stack: StackFile, { log, state }: { log: string; state: string }): string {
  const url = (name: string): string => stack.urls[name] ?? '';
  const rows = (entries: readonly (readonly [string, string])[]): string =>
    entries.map(([name, value]) => `  ${name.padEnd(12)} ${value}`).join('\n');

  return [
    '',
    'The Meridian and The Signal are open.',
    '',
    rows([
      ['The Meridian', url('site')],
      ['The Signal', url('signal')],
      ['Finance', url('finance')],
      ['Mail inbox', url('inbox')],
      ['Stripe', `${url('stripe')} (simulated)`],
      [
        'APIs',
        ['billing', 'entitlement', 'content', 'identity', 'mail']
          .map((app) => `${app} ${portOf(url(app))}`)
          .join('  '),
      ],
      ['Event log', log],
      [
        'Today',
        `${stack.clock.slice(0, 10)} by the simulator's clock; npm run gatefold -- clock advance 28d`,
      ],
    ]),
    '',
    ...(stack.people.length === 0 ? [] : [people(stack.people), '']),
    '  Pay with     4242 4242 4242 4242, any date to come, any three digits',
    '               (4000 0000 0000 0341 is taken once and fails at the next charge)',
    '',
    `  Logs are in ${state}/logs. Ctrl-C ends everything; the next start goes on from here.`,
    '',
  ].join('\n');
}

function people(all: StackFile['people']): string {
  const lines = all.map(({ name, email, role, state }) => {
    const who = role === 'reader' ? name : `${name} (${role})`;
    return `  ${who.padEnd(16)} ${email.padEnd(28)} ${state}`;
  });
  return [
    '  Sign in with any of these; the link comes to the mail inbox. Staff press “Sign in with the Meridian’s directory”.',
    ...lines,
  ].join('\n');
}

const portOf = (url: string): string => new URL(url).port;
