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

/** A module with a lesson that has a material and a former text, of a published course that `learner` takes. */
function authoredOf({ mentor, learner, createCourse }: World) {
  const post = async (url: string, body: object) => {
    const answer = await mentor.post(url, body)
    assert.equal(answer.status, 201, answer.text)
    return answer.body.id as string
  }
  const publish = (url: string, changes = {}) => mentor.patch(url, { status: 'published', ...changes })
  async function createModule(): Promise<string> {
    const courseId = await createCourse({})
    await post(`/api/courses/${courseId}/enrolments`, { userIds: [learner.userId] })
    return post(`/api/courses/${courseId}/modules`, { title: 'Minggu pertama' })
  }
  async function openModule(): Promise<string> {
    const moduleId = await createModule()
    await publish(`/api/modules/${moduleId}`)
    return moduleId
  }
  const createLesson = async () => post(`/api/modules/${await openModule()}/lessons`, { title: 'Satu' })
  async function openLesson(changes = {}): Promise<string> {
    const lessonId = await createLesson()
    await publish(`/api/lessons/${lessonId}`, { content: 'Dua', ...changes })
    return lessonId
  }
  const link = { kind: 'link', title: 'Fastify', url: 'https://fastify.dev' }
  return {
    newModule: createModule,
    openModule,
    newLesson: createLesson,
    openLesson: () => openLesson(),
    openToAll: () => openLesson({ isFree: true }),
    material: async () => post(`/api/lessons/${await openLesson()}/materials`, link)
  }
}

export const contentAccess: AccessPart = {
  table: `
                                                    anon lrnr othr ment othm faci orga owne admi else
POST   /api/courses/{published}/modules              401  403  403  201  403  403  201  201  201  403 : titled
POST   /api/courses/{draft}/modules                  401  404  404  201  404  404  201  201  201  404 : titled
GET    /api/modules/{openModule}                     401  403  403  200  403  403  200  200  200  403
GET    /api/modules/{newModule}                      401  404  404  200  404  404  200  200  200  404
PATCH  /api/modules/{openModule}                     401  403  403  200  403  403  200  200  200  403 : titled
PATCH  /api/modules/{newModule}                      401  404  404  200  404  404  200  200  200  404 : titled
DELETE /api/modules/{openModule}                     401  403  403  204  403  403  204  204  204  403
POST   /api/modules/{openModule}/lessons             401  403  403  201  403  403  201  201  201  403 : titled
POST   /api/modules/{newModule}/lessons              401  404  404  201  404  404  201  201  201  404 : titled
GET    /api/lessons/{openLesson}                     401  200  403  200  403  200  200  200  200  403
GET    /api/lessons/{openToAll}                     200  200  200  200  200  200  200  200  200  200
GET    /api/lessons/{newLesson}                      404  404  404  200  404  404  200  200  200  404
PATCH  /api/lessons/{openLesson}                     401  403  403  200  403  403  200  200  200  403 : titled
PATCH  /api/lessons/{newLesson}                      401  404  404  200  404  404  200  200  200  404 : titled
DELETE /api/lessons/{openLesson}                     401  403  403  204  403  403  204  204  204  403
GET    /api/lessons/{openLesson}/versions            401  403  403  200  403  403  200  200  200  403
GET    /api/lessons/{openLesson}/versions/{first}    401  403  403  200  403  403  200  200  200  403
POST   /api/lessons/{openLesson}/versions/{first}/restore  401 403 403 200 403 403 200 200 200 403
POST   /api/lessons/{openLesson}/materials           401  403  403  201  403  403  201  201  201  403 : link
POST   /api/lessons/{newLesson}/materials            401  404  404  201  404  404  201  201  201  404 : link
PUT    /api/lessons/{openLesson}/materials/order     401  403  403  200  403  403  200  200  200  403 : noMaterials
GET    /api/materials/{material}                     401  200  403  200  403  200  200  200  200  403
PATCH  /api/materials/{material}                     401  403  403  200  403  403  200  200  200  403 : titled
DELETE /api/materials/{material}                     401  403  403  204  403  403  204  204  204  403
GET    /api/courses/{published}/outline              200  200  200  200  200  200  200  200  200  200
GET    /api/courses/{internal}/outline               404  200  200  200  200  200  200  200  200  404
GET    /api/courses/{enrolled}/outline               404  200  404  200  404  404  200  200  200  404
GET    /api/courses/{draft}/outline                  404  404  404  200  404  404  200  200  200  404
PUT    /api/courses/{published}/outline              401  403  403  200  403  403  200  200  200  403 : emptyOrder
PUT    /api/courses/{draft}/outline                  401  404  404  200  404  404  200  200  200  404 : emptyOrder
POST   /api/courses/{published}/clone                401  403  403  201  403  403  201  201  201  403 : titled
POST   /api/courses/{draft}/clone                    401  404  404  201  404  404  201  201  201  404 : titled
POST   /api/markdown/preview                         401  403  403  200  200  403  200  200  200  200 : markdown
GET    /api/courses/{published}/publish-check        401  403  403  200  403  403  200  200  200  403
GET    /api/courses/{draft}/publish-check            401  404  404  200  404  404  200  200  200  404
GET    /api/courses/{releasable}/release-exceptions  401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{enrolled}/release-exceptions    401  403  404  200  404  200  200  200  200  404
POST   /api/courses/{releasable}/release-exceptions  401  403  403  201  403  201  201  201  201  403 : releaseException
POST   /api/courses/{enrolled}/release-exceptions    401  403  404  422  404  422  422  422  422  404 : releaseException
DELETE /api/courses/{releasable}/release-exceptions/{releaseException}  401 403 403 204 403 204 204 204 204 403
`,
  objects: (world) => {
    const releasable = releasableOf(world)
    return {
      ...authoredOf(world),
      first: async () => '1',
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
    titled: async () => ({ title: 'Tiga' }),
    markdown: async () => ({ source: '*Halo*' }),
    link: async () => ({ kind: 'link', title: 'Fastify', url: 'https://fastify.dev' }),
    noMaterials: async () => ({ ids: [] }),
    emptyOrder: async () => ({ modules: [] }),
    releaseException: async () => ({
      userId: learner.userId,
      lessonId: await objects.releasableLesson?.(),
      reason: 'Sakit.'
    })
  })
}
