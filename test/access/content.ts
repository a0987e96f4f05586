import assert from 'node:assert/strict'
import { insertContent } from '../modules/content/content.js'
import type { AccessPart, World } from '../support/access-world.js'

/** A course with a lesson that `learner` takes, the same for all that one request names. */
function releasableOf({ app, mentor, learner, createCourse }: World) {
  let made: Promise<{ courseId: string; lessonId: string }> | undefined
  const create = async () => {
    const courseId = await createCourse({})
    const enrolment = await mentor.post(`/api/courses/${courseId}/enrolments`, { userIds: [learner.userId] })
    assert.equal(enrolment.status, 201, enrolment.text)
    const ids = await insertContent(app, courseId, [{ lessons: [{ title: 'Satu' }] }])
    return { courseId, lessonId: ids.Satu ?? '' }
  }
  return () => {
    made ??= create()
    return made
  }
}

export const contentAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/courses/{published}/outline              200  200  200  200  200  200  200  200  200  200
GET    /api/courses/{internal}/outline               404  200  200  200  200  200  200  200  200  404
GET    /api/courses/{enrolled}/outline               404  200  404  200  404  404  200  200  200  404
GET    /api/courses/{draft}/outline                  404  404  404  200  404  404  200  200  200  404
GET    /api/courses/{releasable}/release-exceptions  401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{enrolled}/release-exceptions    401  403  404  200  404  200  200  200  200  404
POST   /api/courses/{releasable}/release-exceptions  401  403  403  201  403  201  201  201  201  403 : releaseException
POST   /api/courses/{enrolled}/release-exceptions    401  403  404  422  404  422  422  422  422  404 : releaseException
DELETE /api/courses/{releasable}/release-exceptions/{releaseException}  401 403 403 204 403 204 204 204 204 403
`,
  objects: (world) => {
    const releasable = releasableOf(world)
    return {
      releasable: async () => (await releasable()).courseId,
      releasableLesson: async () => (await releasable()).lessonId,
      releaseException: async () => {
        const { courseId, lessonId } = await releasable()
        const fields = { userId: world.learner.userId, lessonId, reason: 'Sakit.' }
        const { body } = await world.mentor.post(`/api/courses/${courseId}/release-exceptions`, fields)
        return body.id
      }
    }
  },
  bodies: ({ learner }, objects) => ({
    releaseException: async () => ({
      userId: learner.userId,
      lessonId: await objects.releasableLesson?.(),
      reason: 'Sakit.'
    })
  })
}
