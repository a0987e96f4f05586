import assert from 'node:assert/strict'
import { eq } from 'drizzle-orm'
import { type AccessPart, raw } from '../support/access-world.js'
import { form } from '../support/multipart.js'

/** `{upload}`: of the mentor, used nowhere. `{libraryFile}`: the same in the library of a published course; no lesson shows it. */
export const filesAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
POST   /api/files                                    401  201  201  201  201  201  201  201  201  404 : upload
POST   /api/files                                    401  404  404  404  404  404  404  404  201  201 : awayUpload
GET    /api/files                                    401  200  200  200  200  200  200  200  200  200
GET    /api/files?courseId={published}               401  403  403  200  403  200  200  200  200  403
GET    /api/files?courseId={draft}                   401  404  404  200  404  200  200  200  200  404
GET    /api/files/{upload}                           404  404  404  200  404  404  404  404  404  404
GET    /api/files/{libraryFile}                      404  404  404  200  404  200  200  200  200  404
GET    /api/files/{linkedFile}                       200  200  200  200  200  200  200  200  200  200
GET    /api/files/{upload}/meta                      404  404  404  200  404  404  404  404  404  404
GET    /api/files/{libraryFile}/meta                 404  404  404  200  404  200  200  200  200  404
POST   /api/files/{upload}/links                     401  404  404  201  404  404  404  404  404  404
POST   /api/files/{libraryFile}/links                401  404  404  201  404  201  201  201  201  404
DELETE /api/files/{upload}                           401  404  404  204  404  404  404  404  404  404
DELETE /api/files/{libraryFile}                      401  404  404  204  404  403  204  204  204  404
`,
  objects: ({ app, mentor, createCourse }) => {
    /** Used, as far as the limit of unused ones goes. */
    const upload = async (fields: object = {}): Promise<string> => {
      const { body, status, text } = await mentor.request('POST', '/api/files', form({ name: 'a.txt', bytes: 'Halo' }))
      assert.equal(status, 201, text)
      const { files } = app.database.tables
      await app.database.transaction(async (tx) => {
        await tx
          .update(files)
          .set({ attachedAt: app.clock.now(), ...fields })
          .where(eq(files.id, body.id))
      })
      return body.id
    }
    return {
      upload: () => upload(),
      linkedFile: async () => {
        const { body } = await mentor.post(`/api/files/${await upload()}/links`)
        return body.url.split('/').at(-1)
      },
      libraryFile: async () => upload({ courseId: await createCourse({}), uploadedBy: null })
    }
  },
  bodies: ({ away }) => ({
    upload: async () => raw(form({ name: 'a.txt', bytes: 'Halo' })),
    awayUpload: async () => raw(form({ name: 'a.txt', bytes: 'Halo' }, { organizationId: away }))
  })
}
