import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import { errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { MuteParams, PreferencesBody, PreferencesSchema, presentPreferences } from './preferences.schemas.js'
import type { SettingsService } from './settings.service.js'

const tags = ['notifications']

export function preferencesRoutes(settings: SettingsService): FastifyPluginAsyncTypebox {
  return async (app) => {
    app.get(
      '/me/notification-preferences',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getNotificationPreferences',
          summary: 'What I am told, how, and when',
          description:
            'Every type of event in both channels. The `ETag` is of what `PUT` replaces; the muted courses have their own routes.',
          tags,
          response: { 200: Ref(PreferencesSchema, 'The preferences') }
        }
      },
      async (request, reply) => {
        const preferences = await settings.get(requirePrincipal(request))
        reply.header('etag', etagOf(preferences))
        return presentPreferences(preferences)
      }
    )

    app.put(
      '/me/notification-preferences',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'replaceNotificationPreferences',
          summary: 'Choose what I am told, how, and when',
          description: [
            'What is absent goes back to what it was at first. What is held back already waits for the moment that the new',
            'choice means. Language and time zone are of the profile. Honours `If-Match`.'
          ].join(' '),
          tags,
          body: PreferencesBody,
          response: { 200: Ref(PreferencesSchema, 'The preferences'), ...errorAnswers(412, 422) }
        }
      },
      async (request, reply) => {
        const preferences = await settings.replace(requirePrincipal(request), request.body, ifMatch(request))
        reply.header('etag', etagOf(preferences))
        return presentPreferences(preferences)
      }
    )

    app.put(
      '/me/muted-courses/:courseId',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'muteCourse',
          summary: 'Be told nothing of a course any more',
          description: 'In no channel, of no type, nor what is held back of it. Any user who sees the course.',
          tags,
          params: MuteParams,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        await settings.mute(requirePrincipal(request), request.params.courseId)
        return reply.code(204).send()
      }
    )

    app.delete(
      '/me/muted-courses/:courseId',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'unmuteCourse',
          summary: 'Be told of a course again',
          description: 'Any user who sees the course, or has muted it.',
          tags,
          params: MuteParams,
          response: { 204: NoContent, ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        await settings.unmute(requirePrincipal(request), request.params.courseId)
        return reply.code(204).send()
      }
    )
  }
}
