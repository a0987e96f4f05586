import Type, { type Static } from 'typebox'
import { Body, ByKind, Id, Nullable, OneOf } from '../../http/schemas.js'
import { Title, Version } from './content-changes.schemas.js'
import type { MaterialRow, ShownMaterial } from './materials.repository.js'

const kinds = ['text', 'video', 'link', 'file'] as const
/** An address of the web: never `javascript:`, never the `//host` of whoever shows it. */
const webAddress = '^https?://[^\\u0000-\\u0020\\u007f\\\\"<>/?#][^\\u0000-\\u0020\\u007f\\\\"<>]*$'
const secureAddress = webAddress.replace('s?', 's')

const Text = Type.String({ maxLength: 50_000, description: 'Markdown' })
const Url = Type.String({ minLength: 1, maxLength: 2_000, pattern: webAddress, description: 'A web address' })
const FileId = Id('file', { description: 'Of the course, or uploaded by the caller' })

export const MaterialParams = Type.Object({ id: Id('material') })

/** By its `kind` it has one of these forms, and is held to that one alone. */
export const MaterialBody = ByKind(
  [
    Body({ kind: Type.Literal('text'), title: Title, body: Text }, { title: 'A text' }),
    Body(
      {
        kind: Type.Literal('video'),
        title: Title,
        url: Type.Optional({ ...Url, pattern: secureAddress, description: 'A web address, by https' }),
        fileId: Type.Optional(FileId)
      },
      { title: 'A video, that lies elsewhere or was uploaded: a `url` or a `fileId`' }
    ),
    Body({ kind: Type.Literal('link'), title: Title, url: Url }, { title: 'A link' }),
    Body({ kind: Type.Literal('file'), title: Title, fileId: FileId }, { title: 'A file for saving' })
  ],
  { examples: [{ kind: 'link', title: 'Dokumentasi Fastify', url: 'https://fastify.dev/docs/latest/' }] }
)
export type MaterialFields = Static<typeof MaterialBody>

export const MaterialPatchBody = Body(
  {
    title: Type.Optional(Title),
    body: Type.Optional(Text),
    url: Type.Optional(Url),
    fileId: Type.Optional(FileId)
  },
  {
    minProperties: 1,
    description:
      'The kind stays. Only what a material of its kind has; of a video, a `url` takes the place of the file',
    examples: [{ title: 'Dokumentasi' }]
  }
)
export type MaterialPatch = Static<typeof MaterialPatchBody>

export const MaterialOrderBody = Body(
  { ids: Type.Array(Id('material'), { maxItems: 50, description: 'All materials of the lesson, each once' }) },
  { examples: [{ ids: ['mat_01jd3w8q2k0000abcdefghjkmn'] }] }
)

export const MaterialSchema = Type.Object(
  {
    id: Id('material'),
    lessonId: Id('lesson'),
    kind: OneOf(kinds),
    title: Type.String(),
    body: Type.Optional(Nullable(Type.String({ description: 'Of a text, for who manages the course: Markdown' }))),
    bodyHtml: Nullable(Type.String({ description: 'Of a text: rendered and sanitised' })),
    url: Nullable(Type.String({ description: 'Of a link, and of a video that lies elsewhere' })),
    file: Type.Unsafe<ShownMaterial['file']>({
      type: ['object', 'null'],
      description: 'Of a file, and of a video that was uploaded; its bytes are at `/api/files/{id}`',
      required: ['id', 'name', 'contentType', 'size'],
      properties: {
        id: Id('file'),
        name: Type.String(),
        contentType: Type.String(),
        size: Type.Integer({ description: 'Bytes' })
      }
    }),
    version: Version
  },
  {
    $id: 'Material',
    examples: [
      {
        id: 'mat_01jd3w8q2k0000abcdefghjkmn',
        lessonId: 'les_01jd3w8q2k0000abcdefghjkmn',
        kind: 'link',
        title: 'Dokumentasi Fastify',
        bodyHtml: null,
        url: 'https://fastify.dev/docs/latest/',
        file: null,
        version: 1
      }
    ]
  }
)

/** What a material of the kind may have, beside its title. */
export const fieldsOfKind: Record<MaterialRow['kind'], readonly string[]> = {
  text: ['body'],
  video: ['url', 'fileId'],
  link: ['url'],
  file: ['fileId']
}

export function isSecureAddress(url: string): boolean {
  return new RegExp(secureAddress).test(url)
}

export function presentMaterial(
  { id, lessonId, kind, title, body, bodyHtml, url, file, version }: ShownMaterial,
  { isManager }: { isManager: boolean }
): Static<typeof MaterialSchema> {
  return { id, lessonId, kind, title, ...(isManager && { body }), bodyHtml, url, file, version }
}
