import { Readable } from 'node:stream'
import Type from 'typebox'
import { etagOf, ifMatch } from '../../http/etag.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { errorAnswers, Id, NoContent, Ref } from '../../http/schemas.js'
import type { ExportNotes } from './notes.export.js'
import {
  ExportQuery,
  LessonNotesQuery,
  NoteBody,
  NotePageSchema,
  NotePatchBody,
  NoteSchema,
  NotesExportSchema,
  NotesQuery,
  presentNote
} from './notes.schemas.js'
import type { NotesService } from './notes.service.js'
import { tags } from './progress.routes.js'

const LessonParams = Type.Object({ id: Id('lesson') })
const NoteParams = Type.Object({ id: Id('note') })
const files = {
  markdown: { name: 'notes.md', type: 'text/markdown; charset=utf-8' },
  json: { name: 'notes.json', type: 'application/json; charset=utf-8' }
} as const
/** A text of 10,000 characters, each of up to four bytes or escaped. */
const bodyLimit = 131_072

export function notesRoutes(notes: NotesService, exportNotes: ExportNotes): Routes {
  return (app) => {
    app.post(
      '/lessons/:id/notes',
      {
        config: { access: 'user', audited: false },
        bodyLimit,
        schema: {
          operationId: 'createNote',
          summary: 'Note something in a lesson',
          description:
            'For who may read the lesson. A note is for its writer alone: nobody else sees that there is one, whatever their rights. At most 1,000 in a course.',
          tags,
          params: LessonParams,
          body: NoteBody,
          response: { 201: Ref(NoteSchema, 'The note'), ...errorAnswers(403, 404, 409, 422) }
        }
      },
      async (request, reply) => {
        const note = await notes.create(requirePrincipal(request), request.params.id, request.body)
        return reply
          .code(201)
          .header('location', `/api/notes/${note.id}`)
          .header('etag', etagOf(note))
          .send(presentNote(note))
      }
    )

    app.get(
      '/lessons/:id/notes',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listLessonNotes',
          summary: 'My notes in a lesson, the oldest first',
          description: 'For who may read the lesson, and for who has notes there: they stay theirs.',
          tags,
          params: LessonParams,
          querystring: LessonNotesQuery,
          response: { 200: Ref(NotePageSchema, 'A page of notes'), ...errorAnswers(403, 404, 409) }
        }
      },
      async (request) => {
        const page = await notes.listOfLesson(requirePrincipal(request), request.params.id, request.query)
        return { ...page, data: page.data.map(presentNote) }
      }
    )

    app.get(
      '/me/notes',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listMyNotes',
          summary: 'My notes, the newest first',
          description: 'Any user may call it. Also those in lessons that one cannot read any more.',
          tags,
          querystring: NotesQuery,
          response: { 200: Ref(NotePageSchema, 'A page of notes') }
        }
      },
      async (request) => {
        const page = await notes.listOwn(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentNote) }
      }
    )

    app.get(
      '/me/notes/export',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'exportMyNotes',
          summary: 'All my notes, as a file',
          description:
            'Any user may call it. Markdown to read, or JSON for another program; of all courses, or of one.',
          tags,
          querystring: ExportQuery,
          response: {
            200: {
              description: 'The file',
              content: {
                'application/json': { schema: Ref(NotesExportSchema) },
                'text/markdown': { schema: Type.String() }
              }
            }
          } as Record<number, unknown>
        }
      },
      async (request, reply) => {
        const { userId } = requirePrincipal(request)
        const { name, type } = files[request.query.format ?? 'markdown']
        return reply
          .type(type)
          .header('content-disposition', `attachment; filename="${name}"`)
          .header('cache-control', 'no-store')
          .send(Readable.from(exportNotes(userId, request.query)))
      }
    )

    app.get(
      '/notes/:id',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'getNote',
          summary: 'One of my notes',
          description: 'For its writer alone.',
          tags,
          params: NoteParams,
          response: { 200: Ref(NoteSchema, 'The note'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const note = await notes.get(requirePrincipal(request), request.params.id)
        return reply.header('etag', etagOf(note)).send(presentNote(note))
      }
    )

    app.patch(
      '/notes/:id',
      {
        config: { access: 'user', audited: false },
        bodyLimit,
        schema: {
          operationId: 'updateNote',
          summary: 'Change what is named of a note',
          description: 'For its writer alone. Honours `If-Match`.',
          tags,
          params: NoteParams,
          body: NotePatchBody,
          response: { 200: Ref(NoteSchema, 'The note'), ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        const change = { patch: request.body, check: ifMatch(request) }
        const note = await notes.change(requirePrincipal(request), request.params.id, change)
        return reply.header('etag', etagOf(note)).send(presentNote(note))
      }
    )

    app.delete(
      '/notes/:id',
      {
        config: { access: 'user', audited: false },
        schema: {
          operationId: 'deleteNote',
          summary: 'Delete a note',
          description: 'For its writer alone. Honours `If-Match`.',
          tags,
          params: NoteParams,
          response: { 204: NoContent, ...errorAnswers(404, 412) }
        }
      },
      async (request, reply) => {
        await notes.remove(requirePrincipal(request), request.params.id, ifMatch(request))
        return reply.code(204).send()
      }
    )
  }
}
