export { addressOf, createPagesApp } from './app.ts';
export { answers, loadPages, pagesWorld, type PagesWorld } from './main.ts';
export { pages, type PagesBuild, type PageSent, type TurnedAway } from './pages.ts';
export { handleErrorWith, pageRenderer } from './render.ts';
export { contentPolicy } from './security.ts';
export { sessionCookie, type SessionCookie } from './session-cookie.ts';
export type { Session } from './session-memory.ts';
export { createSessions, type Sessions, type SessionState } from './sessions.ts';
export { speakingAs } from './speaking-as.ts';
