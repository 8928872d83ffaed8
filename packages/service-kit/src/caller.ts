import type { Request, Response } from 'express';
import {
  createLocalJWKSet,
  createRemoteJWKSet,
  errors,
  jwtVerify,
  type JSONWebKeySet,
  type JWTPayload,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
} from 'jose';
import type { MachineClock } from '@gatefold/kernel';
import { refuseCommon } from './problem.ts';

export const roles = ['reader', 'finance', 'editor', 'admin'] as const;
export type Role = (typeof roles)[number];

/** Who asks. A provisional reader may read and nothing else; a service acts for itself. */
export type Caller =
  | { readonly kind: 'anonymous' }
  | {
      readonly kind: 'reader';
      readonly readerId: string;
      readonly role: Role;
      readonly provisional: boolean;
      /** Came by a mailed link, and may do this one thing to this one subject. */
      readonly only?: { readonly purpose: string; readonly subject: string };
    }
  | { readonly kind: 'service'; readonly name: string };

export type Authenticate = (req: Request) => Promise<Caller>;

type Options = {
  /**
   * Public keys of the services that may speak to this one; the key id is the service's name. Two keys of one
   * service both count, while one replaces the other.
   */
  readonly serviceKeys: JSONWebKeySet;
  /** Where identity publishes the keys that sign readers' tokens. */
  readonly readerKeysUrl: URL;
  readonly clock: MachineClock;
  /** Whether readers may come by a mailed link for one purpose; refused by everybody who has no such purpose. */
  readonly mailedActions?: boolean;
};

/**
 * Tells who sends a request by its bearer token.
 *
 * No token is an anonymous caller. A token that does not verify is refused with `token-invalid`
 * rather than taken for none, so that a mistake shows itself.
 */
export function bearerAuthentication({
  serviceKeys,
  readerKeysUrl,
  clock,
  mailedActions = false,
}: Options): Authenticate {
  const services = createLocalJWKSet(serviceKeys);
  const readers = keysFrom(readerKeysUrl);

  return async (req) => {
    const header = req.get('authorization');
    if (header === undefined) return { kind: 'anonymous' };
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/.exec(header)?.[1];
    if (token === undefined) throw refuseCommon('token-invalid');

    const checks = { audience: 'gatefold', algorithms: ['EdDSA'], currentDate: clock.now() };
    const isReaders = issuerOf(token) === 'gatefold/readers';
    const verified = await (
      isReaders
        ? jwtVerify(token, readers, { ...checks, issuer: 'gatefold/readers' })
        : verifyByAny(token, services, checks)
    ).catch(() => {
      throw refuseCommon('token-invalid');
    });
    return isReaders
      ? mailedActions && verified.payload['typ'] === 'action'
        ? holderFrom(verified.payload)
        : readerFrom(verified.payload)
      : serviceFrom(verified.payload, verified.protectedHeader.kid);
  };
}

/** What identity published is asked for again after this; while it does not answer, what it said last counts this long. */
const ASKED_AGAIN_AFTER_MS = 10 * 60_000;
const BELIEVED_FOR_MS = 24 * 3_600_000;

/** Identity's keys. A reader who is signed in stays it while identity is away, for a day. */
function keysFrom(url: URL): JWTVerifyGetKey {
  const keys = createRemoteJWKSet(url, { timeoutDuration: 3_000, cacheMaxAge: BELIEVED_FOR_MS });
  let askedAt = -Infinity;
  return (header, token) => {
    const now = performance.now();
    if (now - askedAt >= ASKED_AGAIN_AFTER_MS) {
      askedAt = now;
      if (keys.fresh) void keys.reload().catch(() => undefined);
    }
    return keys(header, token);
  };
}

/** With several keys of one id, `jwtVerify` leaves it to its caller to try each. */
async function verifyByAny(token: string, keys: JWTVerifyGetKey, checks: JWTVerifyOptions) {
  try {
    return await jwtVerify(token, keys, checks);
  } catch (error) {
    if (!(error instanceof errors.JWKSMultipleMatchingKeys)) throw error;
    for await (const key of error) {
      const verified = await jwtVerify(token, key, checks).catch(unlessOtherKey);
      if (verified !== null) return verified;
    }
    throw error;
  }
}

function unlessOtherKey(error: unknown): null {
  if (error instanceof errors.JWSSignatureVerificationFailed) return null;
  throw error;
}

/** Only to choose the keys: nothing is believed before the signature is checked. */
function issuerOf(token: string): unknown {
  try {
    return JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString('utf8')).iss;
  } catch {
    throw refuseCommon('token-invalid');
  }
}

function readerFrom({ sub, typ, role }: JWTPayload): Caller {
  const known = roles.find((candidate) => candidate === role);
  if (sub === undefined || known === undefined || (typ !== 'reader' && typ !== 'provisional'))
    throw refuseCommon('token-invalid');
  return { kind: 'reader', readerId: sub, role: known, provisional: typ === 'provisional' };
}

/** Whoever holds a mailed link is shown no more of an account than its purpose, as one who is not verified. */
function holderFrom({ sub, purpose, subject }: JWTPayload): Caller {
  if (sub === undefined || typeof purpose !== 'string' || typeof subject !== 'string')
    throw refuseCommon('token-invalid');
  return { kind: 'reader', readerId: sub, role: 'reader', provisional: true, only: { purpose, subject } };
}

function serviceFrom({ sub, typ }: JWTPayload, keyId: string | undefined): Caller {
  // The key id names the service, so no service can speak in the name of another.
  if (typ !== 'service' || sub === undefined || sub !== keyId) throw refuseCommon('token-invalid');
  return { kind: 'service', name: sub };
}

export const callerOf = (res: Response): Caller => res.locals['caller'] as Caller;

/** The signed-in reader whose address is verified, else `sign-in-required`. */
export function readerOf(res: Response): { readerId: string; role: Role } {
  const caller = callerOf(res);
  if (caller.kind !== 'reader' || caller.provisional) throw refuseCommon('sign-in-required');
  return caller;
}

/**
 * Lets services pass, and readers with one of `allowed`; anonymous callers get `sign-in-required`,
 * others `not-allowed`.
 */
export function requireRole(res: Response, allowed: readonly Role[]): Caller {
  const caller = callerOf(res);
  if (caller.kind === 'anonymous') throw refuseCommon('sign-in-required');
  if (caller.kind === 'service') return caller;
  if (caller.provisional || !allowed.includes(caller.role)) throw refuseCommon('not-allowed');
  return caller;
}

export function requireService(res: Response): string {
  const caller = callerOf(res);
  if (caller.kind === 'anonymous') throw refuseCommon('sign-in-required');
  if (caller.kind !== 'service') throw refuseCommon('not-allowed');
  return caller.name;
}
