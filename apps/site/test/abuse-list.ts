/** Where links and forms that come from elsewhere would like to send a reader. */
export const elsewhere = [
  'https://evil.example/',
  '//evil.example',
  '///evil.example',
  '////evil.example/%2f..',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/\n/evil.example',
  '/\r\n/evil.example',
  '/.//evil.example',
  '/..//evil.example',
  '/%2f%2fevil.example/..//evil.example',
  'https:evil.example',
  'https:/evil.example',
  'http:///evil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  ' https://evil.example',
  '\u0000//evil.example',
  '\u00a0//evil.example',
  'evil.example',
  '@evil.example',
  'https://localhost@evil.example/',
  'https://evil.example/#localhost',
  '/\u2028/evil.example',
  '?next=//evil.example',
  `/${'a'.repeat(2_000)}`,
  '/x\r\nset-cookie: gatefold_session=planted',
] as const;

/** Where a form may come from that is not ours, as browsers say it. */
export const foreignPages = [
  { name: 'another site', headers: { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' } },
  { name: 'a sandboxed frame', headers: { origin: 'null', 'sec-fetch-site': 'cross-site' } },
  { name: 'a sibling host', headers: { origin: 'http://evil.localhost', 'sec-fetch-site': 'same-site' } },
  { name: 'nowhere that it says', headers: { origin: '', 'sec-fetch-site': '' } },
] as const;

/** Everything that a form can be sent to. */
export const commands = [
  '/articles/harbour-dredging-stalls',
  '/nothing-here',
  '/offer',
  '/sign-in',
  '/sign-in/sent',
  '/sign-in/confirm',
  '/by-mail/cancel',
  '/give',
  '/teams',
  '/seats/accept',
  '/redeem',
  '/account/seats',
  '/account/gift-back',
  '/sign-in/passkey',
  '/sign-in/passkey/options',
  '/language',
  '/account/language',
  '/sign-out',
  '/cancel',
  '/withdraw',
  '/account/card',
  '/account/cancel',
  '/account/undo-cancel',
  '/account/pause',
  '/account/resume',
  '/account/plan',
  '/account/plan/undo',
  '/account/address',
  '/account/stay',
  '/account/why',
  '/account/return',
  '/account/skip',
  '/account/settings',
  '/account/reading',
  '/account/saved',
  '/account/newsletters',
  '/account/sessions/end',
  '/account/passkeys',
  '/account/passkeys/options',
  '/account/email/confirm',
  '/account/delete',
  '/account/delete/confirm',
] as const;

/** Taken from anywhere, since only the link counts: what others may do there is in `newsletters.int.test.ts`. */
export const openForms = ['/newsletters/leave'];

export const mailedLinks = [
  '/sign-in/confirm?token=good',
  '/account/email/confirm?token=good',
  '/account/delete/confirm?token=good',
  '/newsletters/leave?token=good',
  ...['card', 'cancel', 'undo', 'resume', 'receipt', 'withdraw'].map(
    (purpose) => `/by-mail/${purpose}?token=${purpose}.good`,
  ),
] as const;

/** How programs that look through mails open what they find. */
export const scanners = [
  { name: 'plainly', method: 'GET', headers: {} },
  { name: 'for its head', method: 'HEAD', headers: {} },
  { name: 'ahead of a click', method: 'GET', headers: { 'sec-purpose': 'prefetch;prerender' } },
  { name: 'as a safety service', method: 'GET', headers: { 'user-agent': 'SafeLinks/1.0 (+scanner)' } },
  { name: 'asking what is allowed', method: 'OPTIONS', headers: {} },
  { name: 'as a preview of a chat', method: 'GET', headers: { 'user-agent': 'facebookexternalhit/1.1' } },
] as const;

/** Headers that some servers believe. */
export const claims = [
  { 'x-original-url': '/account' },
  { 'x-rewrite-url': '/account' },
  { 'x-forwarded-host': 'evil.example' },
  { 'x-forwarded-proto': 'https', 'x-forwarded-port': '443' },
  { forwarded: 'for=127.0.0.1;host=evil.example;proto=https' },
  { 'x-forwarded-for': '127.0.0.1' },
  { 'x-real-ip': '127.0.0.1' },
  { 'x-http-method-override': 'POST' },
  { 'x-method-override': 'DELETE' },
  { 'x-forwarded-user': 'ada@example.com' },
  { 'x-user-id': '00000000-0000-7000-8000-000000000001' },
  { 'x-reader-id': '00000000-0000-7000-8000-000000000001' },
  { authorization: 'Bearer token-of-ada' },
  { authorization: 'Basic YWRhOmFkYQ==' },
  { 'x-gatefold-session': 'session-of-ada' },
  { 'cf-access-jwt-assertion': 'token-of-ada' },
] as const;

/** What nobody asked for, in the hope that it is taken over. */
export const extras = {
  role: 'admin',
  readerId: '00000000-0000-7000-8000-000000000002',
  price: '0',
  provisional: 'false',
  '__proto__[role]': 'admin',
  'constructor.prototype.role': 'admin',
  'email[]': 'evil@example.com',
  emailVerified: 'true',
} as const;

export const noCodes = [
  '',
  '0',
  '1234567',
  '123456789',
  'abcdefgh',
  "1' OR '1'='1",
  '12345678; DROP TABLE session',
  '１２３４５６７８',
  '-1234567',
  '1e7',
  '0x123456',
  '../../etc',
] as const;

/** Addresses that some servers read twice. */
export const strangePaths = [
  '/articles/%2e%2e/%2e%2e/etc/passwd',
  '/articles/..%2f..%2fpackage.json',
  '/assets/..%2f..%2fserver%2findex.js',
  '/assets/%2e%2e/server/index.js',
  '/media/..%2f..%2fv1%2freaders',
  '/media/%2e%2e%2fv1%2fpasses',
  '/articles/%00',
  '/articles/%E0%A4%A',
  '/articles/<script>alert(1)</script>',
  '/search?q=%3Cscript%3Ealert(1)%3C/script%3E',
  '/search?q=%00%0d%0aset-cookie:x=y',
  `/search?q=${'q'.repeat(4_000)}`,
  '/sections/constructor',
  '/authors/__proto__',
  '/account/cancel?subscription[]=1&subscription[]=2',
  '/checkout/return?checkout=../../v1/announcements',
] as const;
