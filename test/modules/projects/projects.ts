import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { insertContent, setEnrolment } from '../content/content.js'
import { publishCourse } from '../courses/courses.js'

export interface ProjectWorld {
  app: TestApp
  mentor: Client
  learner: Client
  courseId: string
  lessonId: string
}

export const codeOf = ({ status, body }: Answer) => [status, body?.code]

/** The code, and the fields that it names. */
export const faultOf = ({ status, body }: Answer) => [status, body?.code, Object.keys(body?.details ?? {})]

export const inOneWeek = 7 * 86_400_000

/** A published course with one lesson, its mentor, and a learner who takes it. */
export async function makeWorld(t: TestContext): Promise<ProjectWorld> {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const { id: courseId } = await publishCourse(mentor, { title: 'Elektronika' })
  const ids = await insertContent(app, courseId, [{ lessons: [{ title: 'Hambatan' }] }])
  await setEnrolment(app, { courseId, userId: learner.userId })
  return { app, mentor, learner, courseId, lessonId: ids.Hambatan ?? '' }
}

export const fields = {
  title: 'Robot',
  brief: 'Buat **robot**.',
  deliverables: [
    { title: 'Kode', kind: 'repository' },
    { title: 'Laporan', kind: 'text', isRequired: false }
  ]
}

/** A project by the API, open unless it is said otherwise. */
export async function addProject(
  { mentor, courseId }: Pick<ProjectWorld, 'mentor' | 'courseId'>,
  wanted: object = {},
  { isOpen = true } = {}
) {
  const made = await mentor.post(`/api/courses/${courseId}/projects`, { ...fields, ...wanted })
  assert.equal(made.status, 201, made.text)
  if (!isOpen) return made.body
  const opened = await mentor.patch(`/api/projects/${made.body.id}`, { status: 'published' })
  assert.equal(opened.status, 200, opened.text)
  return opened.body
}

/** What the user was told, the newest first. */
export async function noticesOf(client: Client): Promise<{ type: string; message: string; link: string }[]> {
  return (await client.get('/api/notifications')).body.data
}
