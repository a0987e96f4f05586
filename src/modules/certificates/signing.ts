import { createHash, createPrivateKey, generateKeyPairSync, sign } from 'node:crypto'

/** An Ed25519 key as others see it (RFC 8037). */
export interface PublicJwk {
  kty: 'OKP'
  crv: 'Ed25519'
  x: string
}

export interface NewKey {
  /** The thumbprint of the public key (RFC 7638). */
  id: string
  publicJwk: PublicJwk
  /** PKCS #8, base64url. */
  privateKey: string
}

export function createKey(): NewKey {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519')
  const { x = '' } = publicKey.export({ format: 'jwk' })
  const publicJwk: PublicJwk = { kty: 'OKP', crv: 'Ed25519', x }
  return {
    id: thumbprintOf(publicJwk),
    publicJwk,
    privateKey: privateKey.export({ format: 'der', type: 'pkcs8' }).toString('base64url')
  }
}

/** Signs claims as compact JWTs (RFC 7515). `kid` is the address at which the key is found. */
export function createSigner({ privateKey, kid }: { privateKey: string; kid: string }): (claims: object) => string {
  const key = createPrivateKey({ key: Buffer.from(privateKey, 'base64url'), format: 'der', type: 'pkcs8' })
  const header = encode({ alg: 'EdDSA', kid, typ: 'JWT' })
  return (claims) => {
    const input = `${header}.${encode(claims)}`
    return `${input}.${sign(null, Buffer.from(input), key).toString('base64url')}`
  }
}

/** The members that a key must have, in the order of their names, without white space. */
function thumbprintOf({ crv, kty, x }: PublicJwk): string {
  return createHash('sha256').update(JSON.stringify({ crv, kty, x })).digest('base64url')
}

function encode(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}
