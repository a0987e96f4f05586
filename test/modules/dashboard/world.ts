import assert from 'node:assert/strict'
import { createId } from '../../../src/lib/ids.js'
import type { TestApp } from '../../support/app.js'
import type { Answer, Client } from '../../support/client.js'
import { insertAttempt, insertProject } from '../../support/project-rows.js'
import { createOrganization } from '../courses/courses.js'
import { addQuiz, type MadeCourse, makeCourse } from '../progress/world.js'

type Tables = TestApp['database']['tables']
type Fields<K extends 'enrolments' | 'lessonProgress' | 'certificates' | 'reviewRequests'> = Partial<
  Tables[K]['$inferInsert']
>

export const hourMs = 3_600_000
export const dayMs = 24 * hourMs

/** What happens in courses, put into the tables directly: at the moments that a test names. */
export function scribe(app: TestApp) {
  const { database } = app
  const { tables } = database
  const insert = (write: (tx: Parameters<Parameters<typeof database.transaction>[0]>[0]) => Promise<unknown>) =>
    database.transaction(async (tx) => void (await write(tx)))
  const keys = new Map<string, string>()
  let serials = 0

  async function keyOf(organizationId: string): Promise<string> {
    const known = keys.get(organizationId)
    if (known) return known
    const id = String(keys.size).padStart(43, 'k')
    keys.set(organizationId, id)
    const publicJwk = { kty: 'OKP', crv: 'Ed25519', x: 'x'.repeat(43) } as const
    const row = { id, organizationId, publicJwk, privateKey: 'none', createdAt: app.clock.now() }
    await insert((tx) => tx.insert(tables.issuerKeys).values(row))
    return id
  }

  return {
    async enrol({ id: courseId }: { id: string }, { userId }: Client, at: Date, fields: Fields<'enrolments'> = {}) {
      const id = createId('enrolment', app.clock.now().getTime())
      const row = { id, courseId, userId, status: 'active', activatedAt: at, createdAt: at, updatedAt: at } as const
      await insert((tx) => tx.insert(tables.enrolments).values({ ...row, ...fields }))
    },

    async learn(
      { id: courseId, lessons }: MadeCourse,
      { userId }: Client,
      lesson: string,
      fields: { startedAt: Date } & Fields<'lessonProgress'>
    ) {
      const lessonId = lessons[lesson] ?? ''
      const row = { userId, lessonId, courseId, positionMs: 0, resumeMs: 0, updatedAt: fields.startedAt, ...fields }
      await insert((tx) => tx.insert(tables.lessonProgress).values(row))
    },

    async takeQuiz(course: MadeCourse, { userId }: Client, times: { startedAt: Date; submittedAt: Date }) {
      const quizId = await addQuiz(app, course, 'B')
      const row = { id: createId('quizAttempt', app.clock.now().getTime()), quizId, userId, number: 1, paper: [] }
      const result = { status: 'submitted', maxPoints: 100, isPassed: false } as const
      await insert((tx) => tx.insert(tables.quizAttempts).values({ ...row, ...result, ...times }))
    },

    handIn: (projectId: string, { userId }: Client, request: Fields<'reviewRequests'>) =>
      insertAttempt(app, { projectId, userId }, { request }),

    /** Handed in so many hours before it was decided. */
    async decide(
      projectId: string,
      learner: Client,
      {
        by,
        at,
        hours,
        decision = 'accept'
      }: {
        by: Client
        at: Date
        hours: number
        decision?: 'accept' | 'request_changes' | 'reject'
      }
    ) {
      const times = { queuedAt: new Date(at.getTime() - hours * hourMs), decidedAt: at }
      const request = { status: 'decided', claimedBy: by.userId, ...times } as const
      const { requestId, attemptId } = await insertAttempt(app, { projectId, userId: learner.userId }, { request })
      const review = { requestId, attemptId, reviewerId: by.userId, decision, decidedAt: at, version: 1 }
      const texts = { summary: '', summaryHtml: '', scores: [], createdAt: at, updatedAt: at }
      const id = createId('review', app.clock.now().getTime())
      await insert((tx) => tx.insert(tables.reviews).values({ id, ...review, ...texts }))
    },

    async certify(
      { id: courseId }: { id: string },
      { userId }: Client,
      issuedAt: Date,
      { organizationId = app.organizationId, ...fields }: Fields<'certificates'> = {}
    ) {
      const serial = `NK-2026-0000-0000-0000-${String(serials++).padStart(4, '0')}`
      const names = { recipientName: 'Sari', courseTitle: 'Robot', issuerName: 'Sekolah', title: 'Robot' }
      const row = { id: createId('certificate', app.clock.now().getTime()), serial, organizationId, courseId, userId }
      const keyId = await keyOf(organizationId)
      await insert((tx) =>
        tx.insert(tables.certificates).values({ ...row, keyId, issuedAt, ...names, credential: 'a.b.c', ...fields })
      )
      return serial
    }
  }
}

export type World = Awaited<ReturnType<typeof createWorld>>

/** Two courses of one organisation, each with its own mentor, and one of another organisation; a project in each. */
export async function createWorld(app: TestApp) {
  const away = await createOrganization(app, 'Sekolah lain')
  const mentor = await app.as('mentor')
  const otherMentor = await app.signInAs({ username: 'mentor_lain', role: 'mentor' })
  const elsewhere = await app.signInAs({ username: 'pemilik_lain', role: 'owner', organizationId: away })
  const course = await makeCourse(app, mentor, { Robot: ['A', 'B'] })
  const other = await makeCourse(app, otherMentor, { Kimia: ['C'] })
  const foreign = await makeCourse(app, inOrganization(elsewhere, away), { Asing: ['D'] })
  const learner = (username: string, organizationId = app.organizationId) => app.signInAs({ username, organizationId })
  return {
    ...{ away, mentor, otherMentor, elsewhere, course, other, foreign },
    ...{ sari: await learner('sari'), budi: await learner('budi'), citra: await learner('citra') },
    ...{ dewi: await learner('dewi'), eko: await learner('eko', away) },
    project: await insertProject(app, course.id),
    otherProject: await insertProject(app, other.id, { title: 'Titrasi' }),
    foreignProject: await insertProject(app, foreign.id),
    write: scribe(app)
  }
}

/** Whose new courses are of that organisation. */
function inOrganization(client: Client, organizationId: string): Client {
  const post: Client['post'] = (url, body, headers) =>
    client.post(url, url === '/api/courses' ? { ...(body as object), organizationId } : body, headers)
  return new Proxy(client, {
    get: (target, name) => {
      if (name === 'post') return post
      const value = Reflect.get(target, name, target)
      return typeof value === 'function' ? value.bind(target) : value
    }
  })
}

/** The body of an answer that is one. */
export async function read(client: Client, url: string): Promise<Answer['body']> {
  const { status, body, text } = await client.get(url)
  assert.equal(status, 200, `${url}: ${text}`)
  return body
}
