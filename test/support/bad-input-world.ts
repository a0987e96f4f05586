import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'
import { insertContent } from '../modules/content/content.js'
import { buildTestApp, type TestApp } from './app.js'
import { insertProjectThings } from './bad-input-projects.js'
import type { Client } from './client.js'
import { insertDeadEvent } from './dead-event.js'
import { insertMails } from './mail-rows.js'
import { form } from './multipart.js'
import { operationsOf } from './operations.js'
import { insertWebhook } from './webhook-rows.js'

/** An app with at least two of everything that there are lists of, and the addresses of real things in it. */
export async function prepare(t: TestContext) {
  const app = await buildTestApp(t)
  const client = await app.as('admin')
  const learner = await app.createUser({ username: 'sari.dewi' })
  const course = await createCourse(client, 'Merakit robot')
  const otherCourse = await createCourse(client, 'Membuat gim')
  const post = async (url: string, body: object) => {
    const answer = await client.post(url, body)
    assert.equal(answer.status, 201, answer.text)
    return answer.body
  }
  for (const name of ['Satu', 'Dua']) await post('/api/organizations', { name })
  const role = await post('/api/roles', { key: 'editor', title: 'Editor', scope: 'organization', permissions: [] })
  await post(`/api/courses/${course}/enrolments`, { userIds: [learner.id, client.userId] })
  const note = { type: 'note', title: 'Halo', message: 'Apa kabar?', userIds: [client.userId] }
  const notification = await post('/api/notifications', note)
  await post('/api/notifications', note)

  const words = { title: 'Libur', message: 'Besok.', audience: { userIds: [client.userId] } }
  const broadcast = await post('/api/broadcasts', words)
  await post('/api/broadcasts', words)

  const file = await client.request('POST', '/api/files', form({ name: 'catatan.txt', bytes: 'Halo' }))

  const days = { startsOn: '2126-11-23', endsOn: '2127-01-17' }
  const cohort = await post(`/api/courses/${course}/cohorts`, { name: 'Satu', ...days })
  await post(`/api/courses/${course}/cohorts`, { name: 'Dua', ...days })
  const checkpoint = await post(`/api/cohorts/${cohort.id}/checkpoints`, { week: 1, title: 'Satu' })
  await post(`/api/cohorts/${cohort.id}/checkpoints`, { week: 2, title: 'Dua' })
  for (const userId of [learner.id, client.userId]) await post(`/api/cohorts/${cohort.id}/members`, { userId })

  const { invite } = await post(`/api/courses/${course}/invites`, { label: 'Satu' })
  await post(`/api/courses/${course}/invites`, { label: 'Dua' })

  const { quiz, question, attempt, lesson, module } = await createQuiz(app, client, course)
  const link = { kind: 'link', title: 'Satu', url: 'https://naik-kelas.id' }
  const material = await post(`/api/lessons/${lesson}/materials`, link)
  const exceptOf = (userId: string) =>
    post(`/api/courses/${course}/release-exceptions`, { userId, lessonId: lesson, reason: 'Sakit.' })
  const exception = await exceptOf(learner.id)
  await exceptOf(client.userId)
  const memo = await post(`/api/lessons/${lesson}/notes`, { text: 'Satu' })
  await post(`/api/lessons/${lesson}/notes`, { text: 'Dua' })

  const things = await insertProjectThings(app, {
    courseId: course,
    otherCourseId: otherCourse,
    userIds: [learner.id, client.userId]
  })

  const mail = await insertMails(app)
  const event = await insertDeadEvent(app, learner.id)

  const { webhookId, deliveryId } = await insertWebhook(app)
  await insertWebhook(app)

  /** The address with the ids of real objects, or with others. */
  const fill = (path: string, ids: Record<string, string> = {}) =>
    path.replace(/\{(\w+)\}/g, (_, name: string) => {
      if (ids[name] !== undefined) return ids[name]
      if (name === 'userId') return learner.id
      if (name === 'inviteId') return invite.id
      if (name === 'exceptionId') return exception.id
      if (name === 'n') return '1'
      if (name === 'serial') return things.serial
      if (name === 'keyId') return things.key
      if (name === 'organizationId') return app.organizationId
      if (path.startsWith('/api/courses') || path.startsWith('/api/me/muted-courses')) return course
      if (path.startsWith('/api/users')) return learner.id
      if (path.startsWith('/api/roles')) return role.id
      if (path.startsWith('/api/organizations')) return app.organizationId
      if (path.startsWith('/api/notifications')) return notification.id
      if (path.startsWith('/api/broadcasts')) return broadcast.id
      if (path.startsWith('/api/events')) return event
      if (path.startsWith('/api/notes')) return memo.id
      if (path.startsWith('/api/cohorts')) return cohort.id
      if (path.startsWith('/api/checkpoints')) return checkpoint.id
      if (path.startsWith('/api/files')) return file.body.id
      if (path.startsWith('/api/modules')) return module
      if (path.startsWith('/api/lessons')) return lesson
      if (path.startsWith('/api/materials')) return material.id
      if (path.startsWith('/api/questions')) return question
      if (path.startsWith('/api/quizzes')) return quiz
      if (path.startsWith('/api/quiz-attempts')) return attempt
      if (path.startsWith('/api/rubrics')) return things.rubric
      if (path.startsWith('/api/projects')) return things.project
      if (path.startsWith('/api/submissions')) return things.submission
      if (path.startsWith('/api/outputs')) return things.output
      if (path.startsWith('/api/threads')) return things.thread
      if (path.startsWith('/api/comments')) return things.comment
      if (path.startsWith('/api/saved-comments')) return things.savedComment
      if (path.startsWith('/api/reviews')) return things.reviewRequest
      if (path.startsWith('/api/grades')) return things.grade
      if (path.startsWith('/api/appeals')) return things.appeal
      if (path.startsWith('/api/mails')) return mail
      if (path.startsWith('/api/webhooks')) return webhookId
      if (path.startsWith('/api/webhook-deliveries')) return deliveryId
      return 'no-such-session'
    })
  return { app, client, operations: operationsOf(app), fill }
}

async function createCourse(client: Client, title: string): Promise<string> {
  const { body, text } = await client.post('/api/courses', { title, description: 'Dari nol.' })
  assert.ok(body.id, text)
  await client.post(`/api/courses/${body.id}/publish`)
  return body.id
}

/** A quiz that runs: with two attempts of one learner, and one of the questions twice in the bank. */
async function createQuiz(app: TestApp, client: Client, course: string) {
  const { lesson = '', 'Module 1': module = '' } = await insertContent(app, course, [
    { lessons: [{ title: 'lesson' }] }
  ])
  const form = { kind: 'essay', prompt: 'Mengapa?' }
  const { body: made } = await client.post(`/api/courses/${course}/questions`, form)
  await client.post(`/api/courses/${course}/questions`, form)
  const { body: quiz } = await client.post(`/api/lessons/${lesson}/quiz`, { title: 'Kuis' })
  await client.put(`/api/quizzes/${quiz.id}/questions`, { questions: [{ questionId: made.id, points: 1 }] })
  await client.patch(`/api/quizzes/${quiz.id}`, { status: 'published' })
  const answers = [{ questionId: made.id, answer: 'Sebab …' }]
  let attempt = ''
  for (let n = 0; n < 2; n++) {
    const { body, text } = await client.post(`/api/quizzes/${quiz.id}/attempts`)
    assert.ok(body.id, text)
    await client.post(`/api/quiz-attempts/${body.id}/submit`, { answers })
    attempt = body.id
  }
  return { quiz: quiz.id as string, question: made.id as string, attempt, lesson, module }
}

/** The id of something that is not there, of the kind that the address asks for. */
export function unknownId(path: string, param: string): string {
  const kinds: [string, string][] = [
    ['/api/courses', 'crs'],
    ['/api/me/muted-courses', 'crs'],
    ['/api/users', 'usr'],
    ['/api/roles', 'role'],
    ['/api/organizations', 'org'],
    ['/api/notifications', 'notif'],
    ['/api/broadcasts', 'brd'],
    ['/api/events', 'evt'],
    ['/api/notes', 'note'],
    ['/api/cohorts', 'coh'],
    ['/api/checkpoints', 'chk'],
    ['/api/files', 'file'],
    ['/api/modules', 'mod'],
    ['/api/lessons', 'les'],
    ['/api/materials', 'mat'],
    ['/api/questions', 'qst'],
    ['/api/quizzes', 'quiz'],
    ['/api/quiz-attempts', 'qat'],
    ['/api/rubrics', 'rub'],
    ['/api/projects', 'prj'],
    ['/api/submissions', 'sub'],
    ['/api/outputs', 'out'],
    ['/api/threads', 'thr'],
    ['/api/comments', 'cmt'],
    ['/api/saved-comments', 'svc'],
    ['/api/reviews', 'rrq'],
    ['/api/grades', 'grd'],
    ['/api/appeals', 'apl'],
    ['/api/webhooks', 'whe'],
    ['/api/webhook-deliveries', 'whd'],
    ['/api/mails', 'mail']
  ]
  if (param === 'n') return '999999'
  if (param === 'serial') return 'NK-2026-ZZZZ-ZZZZ-ZZZZ-ZZZZ'
  if (param === 'keyId') return 'z'.repeat(43)
  const byParam: Record<string, string> = { userId: 'usr', inviteId: 'inv', exceptionId: 'rex', organizationId: 'org' }
  const prefix = byParam[param] ?? kinds.find(([start]) => path.startsWith(start))?.[1]
  return `${prefix ?? 'ses'}_0000000000zzzzzzzzzzzzzzzz`
}
