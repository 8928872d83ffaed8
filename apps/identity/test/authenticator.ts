import { createHash, generateKeyPairSync, randomBytes, sign } from 'node:crypto';

type Options = { readonly origin: string; readonly isUserVerified?: boolean; readonly rpId?: string };

const sha256 = (data: Buffer | string): Buffer => createHash('sha256').update(data).digest();

/** CBOR of what a passkey says of itself: short texts, short byte strings, small numbers, small maps. */
function head(major: number, length: number): Buffer {
  if (length < 24) return Buffer.from([(major << 5) | length]);
  if (length < 256) return Buffer.from([(major << 5) | 24, length]);
  return Buffer.from([(major << 5) | 25, length >> 8, length & 255]);
}
const cborText = (text: string): Buffer => Buffer.concat([head(3, text.length), Buffer.from(text)]);
const cborBytes = (bytes: Buffer): Buffer => Buffer.concat([head(2, bytes.length), bytes]);
const cborInt = (number: number): Buffer => (number < 0 ? head(1, -1 - number) : head(0, number));
const cborMap = (...pairs: readonly (readonly [Buffer, Buffer])[]): Buffer =>
  Buffer.concat([head(5, pairs.length), ...pairs.flat()]);

const PRESENT = 0x01;
const VERIFIED = 0x04;
const WITH_KEY = 0x40;

/** A passkey as a device keeps one, that says what the test wants it to say. */
export function aPasskey() {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const id = randomBytes(16);
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const cose = cborMap(
    [cborInt(1), cborInt(2)],
    [cborInt(3), cborInt(-7)],
    [cborInt(-1), cborInt(1)],
    [cborInt(-2), cborBytes(Buffer.from(x, 'base64url'))],
    [cborInt(-3), cborBytes(Buffer.from(y, 'base64url'))],
  );
  const authData = ({ origin, isUserVerified = true, rpId }: Options, more: number): Buffer =>
    Buffer.concat([
      sha256(rpId ?? new URL(origin).hostname),
      Buffer.from([PRESENT | (isUserVerified ? VERIFIED : 0) | more]),
      Buffer.alloc(4),
    ]);
  const clientData = (type: string, challenge: string, origin: string): Buffer =>
    Buffer.from(JSON.stringify({ type, challenge, origin, crossOrigin: false }));
  const said = (response: Readonly<Record<string, Buffer>>) => ({
    id: id.toString('base64url'),
    rawId: id.toString('base64url'),
    type: 'public-key',
    clientExtensionResults: {},
    response: Object.fromEntries(
      Object.entries(response).map(([name, bytes]) => [name, bytes.toString('base64url')]),
    ),
  });

  return {
    made(challenge: string, options: Options) {
      const key = Buffer.concat([Buffer.alloc(16), Buffer.from([0, id.length]), id, cose]);
      const attestationObject = cborMap(
        [cborText('fmt'), cborText('none')],
        [cborText('attStmt'), cborMap()],
        [cborText('authData'), cborBytes(Buffer.concat([authData(options, WITH_KEY), key]))],
      );
      const clientDataJSON = clientData('webauthn.create', challenge, options.origin);
      return said({ attestationObject, clientDataJSON });
    },

    used(challenge: string, options: Options) {
      const authenticatorData = authData(options, 0);
      const clientDataJSON = clientData('webauthn.get', challenge, options.origin);
      const signature = sign(
        'sha256',
        Buffer.concat([authenticatorData, sha256(clientDataJSON)]),
        privateKey,
      );
      return said({ authenticatorData, clientDataJSON, signature });
    },
  };
}
