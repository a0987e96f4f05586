import swagger from '@fastify/swagger'
import swaggerUi from '@fastify/swagger-ui'
import type { FastifyInstance, RouteOptions } from 'fastify'
import { declareAccess } from './access.js'
import { ErrorSchema, errorAnswers } from './schemas.js'

const tags = [
  { name: 'auth', description: 'Accounts, sessions and passwords' },
  { name: 'users', description: 'Users and their profiles' },
  { name: 'roles', description: 'Roles, permissions and who holds them' },
  { name: 'organizations', description: 'Schools, partners, companies and communities, and their members' },
  { name: 'courses', description: 'The catalogue and those who take its courses' },
  { name: 'notifications', description: 'What happened, at once: the list and the stream' },
  { name: 'operations', description: 'Is it alive, is it ready' }
]

/** OpenAPI 3.1 made of the routes' own schemas, and a page to read it on. Call it before the routes are registered. */
export async function registerOpenapi(
  app: FastifyInstance,
  { serverUrl, cookieName, version }: { serverUrl: string; cookieName: string; version: string }
): Promise<void> {
  app.addSchema(ErrorSchema)
  app.addHook('onRoute', completeContract)
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Naik Kelas',
        description: 'The API of Naik Kelas, a learning platform for project-based programmes.',
        version,
        license: { name: 'Proprietary', url: `${serverUrl}/` },
        contact: { name: 'Naik Kelas', url: `${serverUrl}/` }
      },
      servers: [{ url: serverUrl }],
      tags,
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: cookieName, description: 'Set by signing in' }
        }
      },
      security: [{ session: [] }]
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`) }
  })
  // Whoever opens the bare address in a browser is led to something to read.
  app.get('/', { config: { access: 'public', rateLimit: false }, schema: { hide: true } }, async (_request, reply) =>
    reply.redirect('/docs/')
  )
  app.get(
    '/api/openapi.json',
    { config: { access: 'public', rateLimit: false }, schema: { hide: true } },
    async (_request, reply) => reply.send(app.swagger())
  )
  await app.register(async (docs) => {
    declareAccess(docs, 'public')
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: true,
      uiConfig: { url: '/api/openapi.json', deepLinking: true, docExpansion: 'list', persistAuthorization: false }
    })
  })
}

/** What is the same for all routes is said once, here: who may call, and the errors that any route can give. */
function completeContract(route: RouteOptions): void {
  const { schema } = route
  if (!schema || schema.hide) return
  const isPublic = route.config?.access === 'public'
  const access = route.config?.access
  const common = [500, 503]
  if (route.config?.rateLimit !== false) common.push(429)
  if (!isPublic) common.push(401)
  if (!isPublic && access !== 'user') common.push(403)
  if (schema.body || schema.querystring || schema.params) common.push(400)
  if (schema.body) common.push(413, 415)
  const isUnsafe = [route.method].flat().some((method) => !['GET', 'HEAD'].includes(method))
  if (isUnsafe) common.push(403)
  schema.response = { ...errorAnswers(...new Set(common)), ...(schema.response as object) }
  if (isPublic) schema.security = [] as never
  schema.description ??= describeAccess(access)
}

function describeAccess(access: unknown): string {
  if (access === 'public') return 'Anybody may call it.'
  return access === 'user' ? 'Any user may call it.' : `Needs the permission \`${String(access)}\`.`
}
