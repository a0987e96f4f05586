import formbody from '@fastify/formbody'
import multipart from '@fastify/multipart'
import { stringify } from 'devalue'
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify'
import { AppError } from '../../lib/errors.js'
import { setSessionCookie } from './auth.routes.js'
import type { AuthService, SignedIn } from './auth.service.js'
import { describeBrowser } from './device.js'
import type { Sessions } from './sessions.js'

const homePath = '/app/'
const loginPath = '/app/login'
const maxFieldBytes = 2_048
const fieldNames = ['username', 'password', 'age'] as const

export interface PublishedFormsDeps {
  auth: Pick<AuthService, 'register' | 'login' | 'endSession'>
  sessions: Pick<Sessions, 'blankCookie'>
}

type Fields = Partial<Record<(typeof fieldNames)[number], unknown>>
type Action = (fields: Fields, request: FastifyRequest) => Promise<SignedIn>

/**
 * The form endpoints of the first front end, which is still in use: SvelteKit's form actions, named by the query
 * (`?/login`). A browser's form is redirected; SvelteKit's `enhance`, which says so in a header, gets the action result
 * that its `deserialize` reads. Not part of the documented API.
 */
export function publishedFormsRoutes({ auth, sessions }: PublishedFormsDeps): FastifyPluginAsync {
  const actions: Record<string, Action> = {
    '/login': ({ username, password }, request) =>
      auth.login(
        { username: text(username, 'username'), password: text(password, 'password') },
        { device: describeBrowser(request.headers).device, former: request.principal }
      ),
    '/register': ({ username, password, age }, request) =>
      auth.register(
        {
          username: text(username, 'username'),
          password: text(password, 'password'),
          ...(age !== undefined && age !== '' && { age: toAge(age) })
        },
        describeBrowser(request.headers)
      )
  }

  return async (app) => {
    await acceptForms(app)
    const options = { config: { access: 'public', audited: true }, schema: { hide: true } } as const

    app.post('/demo/lucia/login', options, async (request, reply) => {
      const action = actions[actionName(request)]
      if (!action) throw new AppError(404, 'ROUTE_NOT_FOUND', 'There is no such form action')
      try {
        const { session } = await action(fieldsOf(request.body), request)
        setSessionCookie(reply, session.cookie)
        return redirect(request, reply, homePath)
      } catch (error) {
        if (!(error instanceof AppError) || error.statusCode >= 500) throw error
        return refuse(request, reply, error)
      }
    })

    app.post('/demo/lucia', options, async (request, reply) => {
      if (actionName(request) !== '/logout') throw new AppError(404, 'ROUTE_NOT_FOUND', 'There is no such form action')
      if (request.principal) await auth.endSession(request.principal, request.principal.sessionId)
      setSessionCookie(reply, sessions.blankCookie())
      return redirect(request, reply, loginPath)
    })
  }
}

async function acceptForms(app: FastifyInstance): Promise<void> {
  await app.register(formbody, { bodyLimit: maxFieldBytes * fieldNames.length })
  await app.register(multipart, {
    attachFieldsToBody: 'keyValues',
    limits: { fields: fieldNames.length, files: 0, fieldSize: maxFieldBytes, parts: fieldNames.length }
  })
  // The parser's errors about a form that breaks off know no status. What is thrown here goes on to the app's handler.
  app.setErrorHandler((error: Error) => {
    if ('statusCode' in error || !/multipart/i.test(error.message)) throw error
    throw new AppError(400, 'MALFORMED_BODY', 'The body is not a whole form')
  })
}

/** SvelteKit names the action by a query that is a path: `?/login`. */
function actionName({ url }: FastifyRequest): string {
  return decodeURIComponent((url.split('?')[1] ?? '').split(/[&=]/)[0] ?? '')
}

function fieldsOf(body: unknown): Fields {
  return typeof body === 'object' && body !== null ? body : {}
}

function text(value: unknown, field: string): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= maxFieldBytes && !value.includes('\0'))
    return value
  throw invalidField(field)
}

/** Forms know text alone. */
function toAge(value: unknown): number {
  const age = typeof value === 'string' && /^\d{1,3}$/.test(value) ? Number(value) : value
  if (typeof age === 'number' && Number.isInteger(age) && age >= 1 && age <= 150) return age
  throw invalidField('age')
}

function invalidField(field: string): AppError {
  return new AppError(400, 'VALIDATION_FAILED', `${field} is missing or not valid`, {
    details: { [field]: ['is not valid'] }
  })
}

function isSvelteKit(request: FastifyRequest): boolean {
  return request.headers['x-sveltekit-action'] === 'true'
}

function redirect(request: FastifyRequest, reply: FastifyReply, location: string): FastifyReply {
  if (isSvelteKit(request)) return reply.send({ type: 'redirect', status: 303, location })
  return reply.redirect(location, 303)
}

function refuse(request: FastifyRequest, reply: FastifyReply, { message, headers = {} }: AppError): FastifyReply {
  if (isSvelteKit(request))
    return reply.headers(headers).send({ type: 'failure', status: 400, data: stringify({ message }) })
  return reply.headers(headers).redirect(`${loginPath}?error=${encodeURIComponent(message)}`, 303)
}
