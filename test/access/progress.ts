import { enrol, makeCourse } from '../modules/progress/world.js'
import type { AccessPart } from '../support/access-world.js'

/** `{taken}` is a published course that `learner` takes; `{lesson…}` are lessons of such a course, `{ownNote}` is a note of the learner’s. */
export const progressAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
PUT    /api/lessons/{takenLesson}/progress           401  200  403  403  403  403  403  403  403  403 : position
PUT    /api/lessons/{draftLesson}/progress           401  404  404  403  404  404  403  403  403  404 : position
PUT    /api/me/progress                              401  200  200  200  200  200  200  200  200  200 : positions
GET    /api/courses/{taken}/progress/me              401  200  403  403  403  403  403  403  403  403
GET    /api/courses/{draft}/progress/me              401  404  404  403  404  404  403  403  403  404
GET    /api/courses/{taken}/progress                 401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{draft}/progress                 401  404  404  200  404  200  200  200  200  404
GET    /api/courses/{taken}/progress/explain         401  200  403  403  403  403  403  403  403  403
GET    /api/courses/{taken}/progress/explain?userId={learner} 401  200  403  200  403  200  200  200  200  403
GET    /api/me/continue                              401  200  200  200  200  200  200  200  200  200
POST   /api/lessons/{takenLesson}/notes              401  201  403  201  403  201  201  201  201  403 : note
POST   /api/lessons/{freeLesson}/notes               401  201  201  201  201  201  201  201  201  201 : note
GET    /api/lessons/{takenLesson}/notes              401  200  403  200  403  200  200  200  200  403
GET    /api/me/notes                                 401  200  200  200  200  200  200  200  200  200
GET    /api/me/notes/export                          401  200  200  200  200  200  200  200  200  200
GET    /api/notes/{ownNote}                          401  200  404  404  404  404  404  404  404  404
PATCH  /api/notes/{ownNote}                          401  200  404  404  404  404  404  404  404  404 : note
DELETE /api/notes/{ownNote}                          401  204  404  404  404  404  404  404  404  404
`,
  objects: ({ app, mentor, learner }) => {
    const names = ['Taken', 'Free', 'Draft']
    const make = async () => {
      const course = await makeCourse(app, mentor, { Satu: names }, (name) => ({
        isFree: name === 'Free',
        ...(name === 'Draft' && { status: 'draft' as const })
      }))
      await enrol(learner, course)
      return course
    }
    const lesson = (name: string) => async () => (await make()).lessons[name] ?? ''
    return {
      taken: async () => (await make()).id,
      takenLesson: lesson('Taken'),
      freeLesson: lesson('Free'),
      draftLesson: lesson('Draft'),
      ownNote: async () => {
        const { body } = await learner.post(`/api/lessons/${await lesson('Taken')()}/notes`, { text: 'Milikku' })
        return body.id
      }
    }
  },
  bodies: (_world, { takenLesson }) => ({
    position: async () => ({ positionMs: 1_000 }),
    positions: async () => ({ items: [{ lessonId: await takenLesson?.(), positionMs: 1_000 }] }),
    note: async () => ({ text: 'Catatan' })
  })
}
