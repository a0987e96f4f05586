import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { publishCourse } from '../courses/courses.js'

/** What was made, as the API tells of it. */
export async function post(client: Client, url: string, body: object) {
  const answer = await client.post(url, body)
  assert.equal(answer.status, 201, answer.text)
  return answer.body
}

/** What has become of it. */
export async function patch(client: Client, url: string, body: object) {
  const answer = await client.patch(url, body)
  assert.equal(answer.status, 200, answer.text)
  return answer.body
}

/** A published course that a mentor writes by the API. */
export async function buildCourse(t: TestContext) {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id: courseId } = await publishCourse(mentor)
  const addModule = (title: string, fields = {}) =>
    post(mentor, `/api/courses/${courseId}/modules`, { title, ...fields })
  const addLesson = (module: { id: string }, title: string, fields = {}) =>
    post(mentor, `/api/modules/${module.id}/lessons`, { title, ...fields })
  const publish = (kind: 'modules' | 'lessons', { id }: { id: string }, fields = {}) =>
    patch(mentor, `/api/${kind}/${id}`, { status: 'published', ...fields })
  const outline = async (client = mentor) => (await client.get(`/api/courses/${courseId}/outline`)).body
  return {
    app,
    mentor,
    courseId,
    addModule,
    addLesson,
    publish,
    outline,
    /** The modules and their lessons in their order, by their titles. */
    titles: async () =>
      (await outline()).modules.map(({ title, lessons }: { title: string; lessons: { title: string }[] }) => [
        title,
        ...lessons.map((lesson) => lesson.title)
      ]),
    /** A published lesson in a published module. */
    async openLesson(fields = {}) {
      const module = await addModule('Minggu pertama')
      await publish('modules', module)
      const lesson = await addLesson(module, 'Satu', fields)
      return publish('lessons', lesson)
    },
    async enrol(client: Client) {
      await post(mentor, `/api/courses/${courseId}/enrolments`, { userIds: [client.userId] })
      return client
    }
  }
}

/** The messages that a user has got, the newest first. */
export async function messagesOf(client: Client): Promise<{ type: string; title: string; message: string }[]> {
  return (await client.get('/api/notifications')).body.data
}
