import Type, { type Static } from 'typebox'
import { DateTime, Id, listQuery, Nullable, PageOf } from '../../http/schemas.js'
import type { FileLink } from './file-links.js'
import type { FileRow } from './files.repository.js'

export const FileParams = Type.Object({ id: Id('file') })

/** As a link carries it; both or neither. */
export const FileQuery = Type.Object({
  expires: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 99_999_999_999, description: 'Of a signed link: seconds since 1970' })
  ),
  signature: Type.Optional(
    Type.String({ pattern: '^[A-Za-z0-9_-]{43}$', maxLength: 43, description: 'Of a signed link' })
  )
})

export const FilesQuery = Type.Object({
  ...listQuery,
  courseId: Type.Optional(Id('course', { description: 'The library of this course; without it, one’s own uploads' }))
})
export type FilesParams = Static<typeof FilesQuery>

/** For the contract: the form is read as it comes (`http/file-form.ts`), not validated as a body. */
export const UploadForm = Type.Object(
  {
    organizationId: Type.Optional(
      Id('organization', { description: 'Whose quota it counts against, before `file`; by default the default one' })
    ),
    file: Type.Unsafe<unknown>({ type: 'string', contentMediaType: 'application/octet-stream' })
  },
  { additionalProperties: false }
)

const fileExample = {
  id: 'file_01jd3w8q2k0000abcdefghjkmn',
  name: 'rangkaian.png',
  contentType: 'image/png',
  size: 48_213,
  sha256: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  organizationId: 'org_01jd3w8q2k0000abcdefghjkmn',
  courseId: null,
  uploadedBy: 'usr_01jd3w8q2k0000abcdefghjkmn',
  createdAt: '2026-11-20T08:00:00.000Z',
  url: '/api/files/file_01jd3w8q2k0000abcdefghjkmn'
}

export const FileSchema = Type.Object(
  {
    id: Id('file'),
    name: Type.String({ description: 'As the uploader called it' }),
    contentType: Type.String({ description: 'What its bytes are' }),
    size: Type.Integer({ description: 'Bytes' }),
    sha256: Type.String({ description: 'Of the bytes, hexadecimal' }),
    organizationId: Id('organization', { description: 'Whose quota it counts against' }),
    courseId: Nullable(Id('course', { description: 'Whose library it is in; null while nothing uses it' })),
    uploadedBy: Nullable(Id('user')),
    createdAt: DateTime(),
    url: Type.String({ description: 'Where its bytes are' })
  },
  { $id: 'File', examples: [fileExample] }
)

export const FilePageSchema = PageOf(FileSchema, 'FilePage')

export const FileLinkSchema = Type.Object(
  {
    url: Type.String({ description: 'Without scheme and host' }),
    expiresAt: DateTime()
  },
  {
    $id: 'FileLink',
    examples: [
      {
        url: `${fileExample.url}?expires=1795248600&signature=YJ3S0a9Qd1c5hE2mWcA9o0ZlqX7mJ8v1QeGk3T5uYxM`,
        expiresAt: '2026-11-20T08:10:00.000Z'
      }
    ]
  }
)

export const fileSchemas = [FileSchema, FilePageSchema, FileLinkSchema]

export function presentFile(row: FileRow): Static<typeof FileSchema> {
  const { id, name, contentType, size, sha256, organizationId, courseId, uploadedBy, createdAt } = row
  return {
    ...{ id, name, contentType, size, sha256, organizationId, courseId, uploadedBy },
    createdAt: createdAt.toISOString(),
    url: `/api/files/${id}`
  }
}

export function presentLink({ url, expiresAt }: FileLink): Static<typeof FileLinkSchema> {
  return { url, expiresAt: expiresAt.toISOString() }
}
