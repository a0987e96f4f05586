import type { FastifyPluginAsyncTypebox } from '@fastify/type-provider-typebox'
import { acceptFileForms, readFileForm } from '../../http/file-form.js'
import { requirePrincipal } from '../../http/principal.js'
import type { Routes } from '../../http/routes.js'
import { Empty, errorAnswers, NoContent, Ref } from '../../http/schemas.js'
import { sendFile } from '../../http/send-file.js'
import { isInline } from './file-types.js'
import {
  FileLinkSchema,
  FilePageSchema,
  FileParams,
  FileQuery,
  FileSchema,
  FilesQuery,
  presentFile,
  presentLink,
  UploadForm
} from './files.schemas.js'
import type { FilesService } from './files.service.js'
import type { UploadsService } from './uploads.service.js'

const tags = ['files']
const bytes = {
  'application/octet-stream': { schema: { type: 'string', contentMediaType: 'application/octet-stream' } }
}

/** Where the bytes lie. */
export interface BytePlaces {
  folder: string
  placeOf(id: string): string
}

/** In a scope of their own, where a body is a form. */
export function uploadRoutes(uploads: UploadsService): FastifyPluginAsyncTypebox {
  return async (app) => {
    await acceptFileForms(app)
    app.post(
      '/files',
      {
        config: { access: 'user', slowBody: true },
        // Read piece by piece in the handler.
        validatorCompiler: () => () => true,
        schema: {
          operationId: 'uploadFile',
          summary: 'Upload a file',
          description:
            'For members of the organisation. Only its uploader reads it until it is used in a course. What is not used within a day is deleted. What its bytes are is found out by looking at them; the name and the declared type must not say otherwise.',
          tags,
          consumes: ['multipart/form-data'],
          body: UploadForm,
          response: { 201: Ref(FileSchema, 'The file'), ...errorAnswers(404, 408, 422) }
        }
      },
      async (request, reply) => {
        const actor = requirePrincipal(request)
        const file = await uploads.upload(actor, await readFileForm(request))
        return reply
          .code(201)
          .header('location', `/api/files/${file.id}`)
          .header('etag', etagOf(file))
          .send(presentFile(file))
      }
    )
  }
}

export function filesRoutes(files: FilesService, store: BytePlaces): Routes {
  return (app) => {
    app.get(
      '/files',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'listFiles',
          summary: 'What I have uploaded, or the library of a course, the newest first',
          description: 'The library for who manages the course or holds `enrolment.read`.',
          tags,
          querystring: FilesQuery,
          response: { 200: Ref(FilePageSchema, 'A page of files'), ...errorAnswers(403, 404) }
        }
      },
      async (request) => {
        const page = await files.list(requirePrincipal(request), request.query)
        return { ...page, data: page.data.map(presentFile) }
      }
    )

    app.get(
      '/files/:id',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'downloadFile',
          summary: 'The bytes of a file, or a range of them',
          description:
            'For its uploader, who works on its course, who may read a lesson that shows it, and who has a signed link. Honours `Range`, `If-Range` and `If-None-Match`. A link that is not valid is a 403, whether or not there is such a file.',
          tags,
          params: FileParams,
          querystring: FileQuery,
          response: {
            200: { description: 'The whole file', content: bytes },
            206: { description: 'The range of `Range`', content: bytes },
            304: Empty('Unchanged since the version of `If-None-Match`'),
            ...errorAnswers(403, 404, 416)
          }
        }
      },
      async (request, reply) => {
        const { expires, signature } = request.query
        const proof = expires !== undefined && signature !== undefined ? { expires, signature } : undefined
        const { file, byLink } = await files.open(request.principal, request.params.id, proof)
        return sendFile(request, reply, {
          root: store.folder,
          path: store.placeOf(file.id),
          name: file.name,
          contentType: file.contentType,
          etag: etagOf(file),
          isInline: isInline(file.contentType),
          isShared: byLink
        })
      }
    )

    app.get(
      '/files/:id/meta',
      {
        config: { access: 'public' },
        schema: {
          operationId: 'getFile',
          summary: 'What is known of a file',
          description: 'For who may read it.',
          tags,
          params: FileParams,
          response: { 200: Ref(FileSchema, 'The file'), ...errorAnswers(404) }
        }
      },
      async (request) => presentFile(await files.get(request.principal, request.params.id))
    )

    app.post(
      '/files/:id/links',
      {
        config: { access: 'user' },
        schema: {
          operationId: 'linkFile',
          summary: 'A link to the bytes that needs no session, for ten minutes',
          description:
            'For who may read the file: what `<video>` and other players take. Whoever has the link reads it.',
          tags,
          params: FileParams,
          response: { 201: Ref(FileLinkSchema, 'The link'), ...errorAnswers(404) }
        }
      },
      async (request, reply) => {
        const link = await files.link(requirePrincipal(request), request.params.id)
        return reply.code(201).send(presentLink(link))
      }
    )

    app.delete(
      '/files/:id',
      {
        config: { access: 'user', audited: true },
        schema: {
          operationId: 'deleteFile',
          summary: 'Delete a file that nothing uses',
          description: 'For its uploader, and who manages the course that it belongs to.',
          tags,
          params: FileParams,
          response: { 204: NoContent, ...errorAnswers(404, 409) }
        }
      },
      async (request, reply) => {
        await files.remove(requirePrincipal(request), request.params.id)
        return reply.code(204).send()
      }
    )
  }
}

/** By the bytes, which never change. */
function etagOf({ sha256 }: { sha256: string }): string {
  return `"${sha256.slice(0, 32)}"`
}
