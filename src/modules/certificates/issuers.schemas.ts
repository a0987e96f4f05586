import Type, { type Static } from 'typebox'
import { Id, Ref } from '../../http/schemas.js'
import type { Addresses } from './addresses.js'
import { contexts, issuerProfile } from './credential.js'
import type { PublicKeyRow } from './keys.repository.js'
import { credentialIdOf } from './serial.js'

export const IssuerParams = Type.Object({ organizationId: Id('organization') })
export const KeyParams = Type.Object({
  organizationId: Id('organization'),
  keyId: Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', description: 'The thumbprint of the key (RFC 7638)' })
})

const issuerId = 'https://naik-kelas.id/api/issuers/org_01jd3w8q2k0000abcdefghjkmn'

export const IssuerSchema = Type.Object(
  {
    '@context': Type.Array(Type.String()),
    id: Type.String(),
    type: Type.Array(Type.String()),
    name: Type.String(),
    url: Type.String()
  },
  {
    $id: 'Issuer',
    description: 'A `Profile` of Open Badges 3.0',
    examples: [
      { '@context': contexts, id: issuerId, type: ['Profile'], name: 'SMA Satu', url: 'https://naik-kelas.id' }
    ]
  }
)

const keyExample = {
  kty: 'OKP',
  crv: 'Ed25519',
  x: '11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo',
  kid: `${issuerId}/keys/kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k`,
  use: 'sig',
  alg: 'EdDSA'
}

export const JwkSchema = Type.Object(
  {
    kty: Type.String(),
    crv: Type.String(),
    x: Type.String(),
    kid: Type.String({ description: 'Its address, as the header of a credential names it' }),
    use: Type.String(),
    alg: Type.String()
  },
  { $id: 'Jwk', description: 'A public key (RFC 7517, RFC 8037)', examples: [keyExample] }
)

export const JwkSetSchema = Type.Object(
  { keys: Type.Array(Ref(JwkSchema)) },
  { $id: 'JwkSet', description: 'Public keys (RFC 7517)', examples: [{ keys: [keyExample] }] }
)

export const RevocationListSchema = Type.Object(
  {
    id: Type.String(),
    type: Type.String(),
    issuer: Type.String(),
    revokedCredential: Type.Array(
      Type.Object({ id: Type.String(), revoked: Type.Boolean(), revocationReason: Type.String() })
    )
  },
  {
    $id: 'RevocationList',
    description: 'The list of the 1EdTech Revocation List status method',
    examples: [
      {
        id: `${issuerId}/revocations`,
        type: '1EdTechRevocationList',
        issuer: issuerId,
        revokedCredential: [
          {
            id: 'urn:uuid:9d0f6a52-7c1e-8b34-a6f0-3e5d2c4b1a90',
            revoked: true,
            revocationReason: 'Revoked by the issuer'
          }
        ]
      }
    ]
  }
)

export const issuerSchemas = [IssuerSchema, JwkSchema, JwkSetSchema, RevocationListSchema]

export function presentIssuer(issuer: { id: string; name: string }, addresses: Addresses): Static<typeof IssuerSchema> {
  return { '@context': [...contexts], ...issuerProfile(issuer, addresses) }
}

export function presentKey({ id, organizationId, publicJwk }: PublicKeyRow, addresses: Addresses) {
  const { kty, crv, x } = publicJwk
  return { kty, crv, x, kid: addresses.key(organizationId, id), use: 'sig', alg: 'EdDSA' }
}

/**
 * What somebody wrote as a reason may name a child: here it says no more than that the issuer did it. Nor are there serials,
 * by which anybody would come to the names of all whose certificates were revoked.
 */
export function presentRevocations(
  { organizationId, serials }: { organizationId: string; serials: readonly string[] },
  addresses: Addresses
): Static<typeof RevocationListSchema> {
  return {
    id: addresses.revocations(organizationId),
    type: '1EdTechRevocationList',
    issuer: addresses.issuer(organizationId),
    revokedCredential: serials.map((serial) => ({
      id: credentialIdOf(serial),
      revoked: true,
      revocationReason: 'Revoked by the issuer'
    }))
  }
}
