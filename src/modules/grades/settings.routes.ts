import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Ref } from '../../http/schemas.js'
import { CourseParams, tags } from './gradebook.schemas.js'
import { GradebookSettingsSchema, ItemsBody, presentSettings, SettingsBody, SettingsQuery } from './settings.schemas.js'
import type { SettingsService } from './settings.service.js'

export function settingsRoutes(gradebook: SettingsService): Routes {
  return (app) => {
    app.get(
      '/courses/:id/gradebook/settings',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getGradebookSettings',
          summary: 'How a course grades',
          description:
            'For its staff, and for its learners, who are shown what they themselves are graded for. The `ETag` is for changes: items come and go without it.',
          tags,
          params: CourseParams,
          querystring: SettingsQuery,
          response: { 200: Ref(GradebookSettingsSchema, 'The settings, with the items'), ...errorAnswers(403, 404) }
        }
      },
      async (request, reply) => {
        const seen = await gradebook.get(requirePrincipal(request), request.params.id, request.query)
        return reply.header('etag', etagOf(seen.settings)).send(presentSettings(seen))
      }
    )

    app.put(
      '/courses/:id/gradebook/settings',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'changeGradebookSettings',
          summary: 'Change how a course grades',
          description:
            'For who manages the course. Whoever passes by the change, and lacks nothing else, has completed the course.',
          tags,
          params: CourseParams,
          body: SettingsBody,
          response: {
            200: Ref(GradebookSettingsSchema, 'The settings as they are now'),
            ...errorAnswers(403, 404, 412)
          }
        }
      },
      async (request, reply) => {
        const change = { fields: request.body, check: ifMatch(request) }
        const seen = await gradebook.save(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(seen.settings)).send(presentSettings(seen))
      }
    )

    app.put(
      '/courses/:id/gradebook/items',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'weighGradeItems',
          summary: 'Say what single items count',
          description:
            'For who manages the course. Items that are not named stay as they are. Each must be one of the course (422 `UNKNOWN_ITEM` names it).',
          tags,
          params: CourseParams,
          body: ItemsBody,
          response: {
            200: Ref(GradebookSettingsSchema, 'The settings, with all items'),
            ...errorAnswers(403, 404, 412, 422)
          }
        }
      },
      async (request, reply) => {
        const change = { items: request.body.items, check: ifMatch(request) }
        const seen = await gradebook.saveItems(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(seen.settings)).send(presentSettings(seen))
      }
    )
  }
}
