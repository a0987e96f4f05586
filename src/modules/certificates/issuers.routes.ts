import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { isFreshBy } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import { Empty, errorAnswers, Ref } from '../../http/schemas.js'
import type { Addresses } from './addresses.js'
import {
  IssuerParams,
  IssuerSchema,
  JwkSchema,
  JwkSetSchema,
  KeyParams,
  presentIssuer,
  presentKey,
  presentRevocations,
  RevocationListSchema
} from './issuers.schemas.js'
import type { KeysService } from './keys.service.js'
import { shareWithAll } from './sharing.js'

const tags = ['certificates']
const anybody = 'Anybody may call it, pages of other origins, too.'
const forMinutes = 'public, max-age=300'
/** What was revoked is to be known soon. */
const forSeconds = 'public, max-age=60'
/** A key is named by what it is. */
const forDays = 'public, max-age=86400, immutable'

/** What others need to check a credential without asking for it. */
export function issuersRoutes(keys: KeysService, addresses: Addresses): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.post(
      '/issuers/:organizationId/keys',
      {
        config: { access: 'certificate.manage', audited: true },
        schema: {
          operationId: 'rotateIssuerKey',
          summary: 'Sign with a new key from now on',
          description:
            'Needs the permission `certificate.manage` in the organisation. What the old keys signed goes on being valid.',
          tags,
          params: IssuerParams,
          response: { 201: Ref(JwkSchema, 'The new key: its public half'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const { organizationId } = request.params
        const key = await keys.rotate(requirePrincipal(request), organizationId)
        return reply
          .code(201)
          .header('location', `/api/issuers/${organizationId}/keys/${key.id}`)
          .send(presentKey(key, addresses))
      }
    )

    await app.register(async (open: Parameters<FastifyPluginAsyncTypebox>[0]) => {
      open.addHook('onRequest', shareWithAll)

      open.get(
        '/issuers/:organizationId',
        {
          config: { access: 'public' },
          schema: {
            operationId: 'getIssuer',
            summary: 'Who issues certificates, as a profile of Open Badges 3.0',
            description: anybody,
            tags,
            params: IssuerParams,
            response: { 200: Ref(IssuerSchema, 'The profile'), ...errorAnswers(404) }
          }
        },
        async (request, reply) => {
          const issuer = await keys.issuer(request.params.organizationId)
          return reply.header('cache-control', forMinutes).send(presentIssuer(issuer, addresses))
        }
      )

      open.get(
        '/issuers/:organizationId/keys',
        {
          config: { access: 'public' },
          schema: {
            operationId: 'listIssuerKeys',
            summary: 'All keys of an issuer, retired ones too, as a JWK set',
            description: `${anybody} Kept somewhere safe, it verifies every certificate offline.`,
            tags,
            params: IssuerParams,
            response: { 200: Ref(JwkSetSchema, 'The keys'), ...errorAnswers(404) }
          }
        },
        async (request, reply) => {
          const rows = await keys.list(request.params.organizationId)
          const set = { keys: rows.map((row) => presentKey(row, addresses)) }
          return reply.header('cache-control', forMinutes).send(set)
        }
      )

      open.get(
        '/issuers/:organizationId/keys/:keyId',
        {
          config: { access: 'public' },
          schema: {
            operationId: 'getIssuerKey',
            summary: 'One key, as a JWK: what the header of a credential names',
            description: anybody,
            tags,
            params: KeyParams,
            response: { 200: Ref(JwkSchema, 'The key'), ...errorAnswers(404) }
          }
        },
        async (request, reply) => {
          const { organizationId, keyId } = request.params
          const key = await keys.get(organizationId, keyId)
          return reply.header('cache-control', forDays).send(presentKey(key, addresses))
        }
      )

      open.get(
        '/issuers/:organizationId/revocations',
        {
          config: { access: 'public' },
          schema: {
            operationId: 'listRevocations',
            summary: 'What an issuer has revoked',
            description: `${anybody} It names credentials by their ids: no learner, no serial and no reason.`,
            tags,
            params: IssuerParams,
            response: {
              200: Ref(RevocationListSchema, 'All of it'),
              304: Empty('Unchanged since the tag of `If-None-Match`'),
              ...errorAnswers(404)
            }
          }
        },
        async (request, reply) => {
          const { organizationId } = request.params
          const count = await keys.countRevoked(organizationId)
          reply.header('cache-control', forSeconds)
          if (isFreshBy(request, reply, `revoked-${count}`)) return reply.code(304).send()
          const serials = await keys.revokedSerials(organizationId)
          return presentRevocations({ organizationId, serials }, addresses)
        }
      )
    })
  }
}
