import { etagOf, ifMatch, isFresh } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, Ref } from '../../http/schemas.js'
import { CourseParams } from './certificates.schemas.js'
import { presentSettings, SettingsBody, SettingsSchema } from './settings.schemas.js'
import type { SettingsService } from './settings.service.js'

const tags = ['certificates']

export function settingsRoutes(settings: SettingsService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/certificate-settings',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getCertificateSettings',
          summary: 'Whether a course gives certificates, and which',
          description: 'For who manages or reviews the course, or holds `enrolment.read`. At first: none.',
          tags,
          params: CourseParams,
          response: {
            200: Ref(SettingsSchema, 'The settings'),
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(403, 404)
          }
        }
      },
      async (request, reply) => {
        const found = await settings.get(requirePrincipal(request), request.params.id)
        if (isFresh(request, reply, found)) return reply.code(304).send()
        return presentSettings(found)
      }
    )

    app.put(
      '/courses/:id/certificate-settings',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'setCertificateSettings',
          summary: 'Say whether a course gives certificates, and which',
          description:
            'For who manages the course. Honours `If-Match`. It is for what is issued from now on: certificates that there are stay as they are.',
          tags,
          params: CourseParams,
          body: SettingsBody,
          response: { 200: Ref(SettingsSchema, 'The settings'), ...errorAnswers(403, 404, 412) }
        }
      },
      async (request, reply) => {
        const change = { input: request.body, check: ifMatch(request) }
        const saved = await settings.put(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(saved)).send(presentSettings(saved))
      }
    )
  }
}
