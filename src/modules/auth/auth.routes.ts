import type { FastifyReply } from 'fastify'
import { type Principal, requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { holdsSomewhere, permissionCodes } from '../../lib/permissions.js'
import type { Users } from '../users/index.js'
import {
  CurrentSessionSchema,
  LoginBody,
  MeSchema,
  PasswordBody,
  RegisterBody,
  SetupBody,
  SignedInSchema
} from './auth.schemas.js'
import type { AuthService, SignedIn } from './auth.service.js'
import { describeBrowser, describeDevice } from './device.js'
import type { SessionCookie, Sessions } from './sessions.js'
import type { Setup } from './setup.service.js'

const tags = ['auth']

export interface AuthRoutesDeps {
  auth: AuthService
  setup: Setup
  sessions: Pick<Sessions, 'blankCookie'>
  users: Pick<Users, 'present'>
}

export function authRoutes({ auth, setup, sessions, users }: AuthRoutesDeps): Routes {
  const answer = (reply: FastifyReply, { user, session }: SignedIn) => {
    setSessionCookie(reply, session.cookie)
    return { user: users.present(user) }
  }

  const present = ({ profile, grants, sessionExpiresAt }: Principal) => ({
    user: users.present(profile),
    roles: grants.map(({ role, organizationId }) => ({ role, organizationId })),
    permissions: permissionCodes.filter((code) => holdsSomewhere(grants, code)),
    session: { expiresAt: sessionExpiresAt.toISOString() }
  })

  return (app) => {
    app.post(
      '/auth/register',
      {
        config: { access: 'public', audited: true },
        schema: {
          operationId: 'register',
          summary: 'Make an account and sign in',
          description: 'Who names no language has that of `Accept-Language`, or else the one of the installation.',
          tags,
          body: RegisterBody,
          response: {
            201: Ref(SignedInSchema, 'The new user, signed in by the cookie'),
            ...errorAnswers(403, 409, 422)
          }
        }
      },
      async (request, reply) => {
        const signedIn = await auth.register(request.body, describeBrowser(request.headers))
        reply.code(201)
        return answer(reply, signedIn)
      }
    )

    app.post(
      '/auth/login',
      {
        config: { access: 'public', audited: true },
        schema: {
          operationId: 'login',
          summary: 'Sign in',
          tags,
          body: LoginBody,
          response: { 200: Ref(SignedInSchema, 'Signed in by the cookie'), ...errorAnswers(401, 403) }
        }
      },
      async (request, reply) => {
        const device = describeDevice(request.headers['user-agent'])
        return answer(reply, await auth.login(request.body, { device, former: request.principal }))
      }
    )

    app.post(
      '/auth/logout',
      {
        config: { access: 'user', audited: true },
        schema: { operationId: 'logout', summary: 'Sign out', tags, response: { 204: NoContent } }
      },
      async (request, reply) => {
        const principal = requirePrincipal(request)
        await auth.endSession(principal, principal.sessionId)
        setSessionCookie(reply, sessions.blankCookie())
        return reply.code(204).send()
      }
    )

    app.get(
      '/auth/me',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getMe',
          summary: 'Who am I, and what may I do',
          tags,
          response: { 200: Ref(MeSchema, 'The caller') }
        }
      },
      async (request) => present(requirePrincipal(request))
    )

    app.get(
      '/auth/session',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getSession',
          summary: 'Who am I, if anybody',
          description: 'As `GET /api/auth/me`, for a page that guests see too: to be nobody is no error.',
          tags,
          response: { 200: Ref(CurrentSessionSchema, 'The caller, or null without a session that lives') }
        }
      },
      async ({ principal }, reply) => {
        // Without a cookie, too: it is another answer as soon as somebody signs in.
        reply.header('cache-control', 'no-store')
        return { me: principal && present(principal) }
      }
    )

    app.post(
      '/auth/password',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'changePassword',
          summary: 'Change one’s password; all other sessions end',
          tags,
          body: PasswordBody,
          response: { 204: NoContent }
        }
      },
      async (request, reply) => {
        const device = describeDevice(request.headers['user-agent'])
        const session = await auth.changePassword(requirePrincipal(request), { ...request.body, device })
        setSessionCookie(reply, session.cookie)
        return reply.code(204).send()
      }
    )

    app.post(
      '/auth/setup',
      {
        config: { access: 'public', audited: true },
        schema: {
          operationId: 'setUp',
          summary: 'Make the first administrator, with the token printed at the first start',
          tags,
          body: SetupBody,
          response: { 201: Ref(SignedInSchema, 'The administrator, signed in by the cookie'), ...errorAnswers(409) }
        }
      },
      async (request, reply) => {
        const signedIn = await setup.complete({ ...request.body, ...describeBrowser(request.headers) })
        reply.code(201)
        return answer(reply, signedIn)
      }
    )
  }
}

export function setSessionCookie(reply: FastifyReply, { name, value, attributes }: SessionCookie): void {
  reply.setCookie(name, value, attributes)
}
