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
  { name: 'cohorts', description: 'Groups that go through a course together, and what they show each week' },
  { name: 'content', description: 'Modules, lessons and materials, their order and when they open' },
  { name: 'files', description: 'Uploads: their bytes, and who may read them' },
  { name: 'progress', description: 'How far learners have come, and the notes that they make on the way' },
  { name: 'quizzes', description: 'Questions, the quizzes made of them, attempts and grades' },
  {
    name: 'projects',
    description: 'What learners build: briefs, deliverables, due dates, and the rubrics that judge them'
  },
  {
    name: 'submissions',
    description: 'What learners hand in: drafts, attempts, their history, and what is said about them'
  },
  { name: 'reviews', description: 'Who reviews, the queue, claims, scores and decisions' },
  { name: 'grades', description: 'The gradebook of a course, every change of a grade, and appeals' },
  { name: 'certificates', description: 'Proof of what was completed: signed, and checked by anybody' },
  { name: 'dashboard', description: 'The courses that one looks after, in figures, and what happened in them last' },
  { name: 'search', description: 'Courses, lessons, notes and people by their words' },
  { name: 'notifications', description: 'What happened, at once: the list and the stream' },
  { name: 'broadcasts', description: 'What people write to many: planned, watched, stopped' },
  {
    name: 'deliveries',
    description: 'Events, mails and webhooks on their way, and what could not be delivered'
  },
  { name: 'audit', description: 'Who did what: added to, never changed' },
  { name: 'webhooks', description: 'Other systems that hear of what happens, and what was sent to them' },
  { name: 'operations', description: 'Is it alive, is it ready' }
]

/** Nothing from elsewhere and no script in the page; the page's own scripts style what they draw. */
const pagePolicy = {
  'default-src': "'none'",
  'script-src': "'self'",
  'style-src': "'self'",
  'style-src-attr': "'unsafe-inline'",
  'img-src': "'self' data:",
  'connect-src': "'self'",
  'base-uri': "'none'",
  'form-action': "'none'",
  'frame-ancestors': "'none'"
}

export interface ContractOptions {
  /** Undefined when we were not told: then the page calls the address that it was opened at. */
  publicUrl: string | undefined
  cookieName: string
  version: string
}

/** OpenAPI 3.1 made of the routes' own schemas, and a page to read it on. Call it before the routes are registered. */
export async function registerOpenapi(
  app: FastifyInstance,
  { publicUrl = '/', cookieName, version }: ContractOptions
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
        license: { name: 'Proprietary', identifier: 'LicenseRef-Proprietary' },
        contact: { name: 'Naik Kelas' }
      },
      servers: [{ url: publicUrl }],
      tags,
      components: {
        securitySchemes: {
          session: { type: 'apiKey', in: 'cookie', name: cookieName, description: 'Set by signing in' }
        }
      },
      security: [{ session: [] }]
    },
    transformObject: (documents) => {
      const document = 'openapiObject' in documents ? documents.openapiObject : documents.swaggerObject
      allowEmptyBodies((document.paths ?? {}) as Paths)
      return document
    },
    refResolver: { buildLocalReference: (json, _base, _fragment, i) => String(json.$id ?? `schema-${i}`) }
  })
  app.get(
    '/api/openapi.json',
    { config: { access: 'public', rateLimit: false }, schema: { hide: true } },
    async (_request, reply) => reply.send(app.swagger())
  )
  await app.register(async (docs) => {
    declareAccess(docs, 'public')
    docs.addHook('onSend', async (_request, _reply, payload) =>
      typeof payload === 'string' ? forPhones(payload) : payload
    )
    await docs.register(swaggerUi, {
      routePrefix: '/docs',
      staticCSP: pagePolicy,
      theme: { title: 'Naik Kelas API' },
      uiConfig: { layout: 'BaseLayout', docExpansion: 'list', persistAuthorization: false }
    })
  })
}

type RequestBody = { required?: boolean; content: Record<string, { schema?: { type?: unknown } }> }
type Paths = Record<string, Record<string, { requestBody?: RequestBody }>>

/** `@fastify/swagger` says of every body that it must be there; one that may be null may be absent. */
function allowEmptyBodies(paths: Paths): void {
  for (const { requestBody } of Object.values(paths).flatMap((operations) => Object.values(operations))) {
    const types = requestBody?.content['application/json']?.schema?.type
    if (requestBody && Array.isArray(types) && types.includes('null')) requestBody.required = false
  }
}

/** Swagger UI's page does not say that it fits a narrow screen, although it does. */
function forPhones(page: string): string {
  return page.replace('<head>', '<head>\n      <meta name="viewport" content="width=device-width, initial-scale=1">')
}

/** What is the same for all routes is said once, here: who may call, and the errors that any route can give. */
function completeContract(route: RouteOptions): void {
  const { schema } = route
  if (!schema || schema.hide) return
  const isPublic = route.config?.access === 'public'
  const access = route.config?.access
  const common = [400, 500, 503] // 400: any address may hold what is not UTF-8
  if (route.config?.rateLimit !== false) common.push(429)
  if (!isPublic) common.push(401)
  if (!isPublic && access !== 'user') common.push(403)
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
