import assert from 'node:assert/strict'
import { test } from 'node:test'
import { conflict, notFound } from '../../../src/lib/errors.js'
import { createProjectAccess } from '../../../src/modules/projects/projects.access.js'
import type { Client } from '../../support/client.js'
import { insertAttempt } from '../../support/project-rows.js'
import { completeLesson, setEnrolment } from '../content/content.js'
import { addProject, inOneWeek, makeWorld, noticesOf, type ProjectWorld } from './projects.js'

/** What other modules ask of projects, with a lesson that says what the test wants. */
function makeAccess({ app }: ProjectWorld, refusal?: Error) {
  const refusals = async (_viewer: unknown, ids: readonly string[]) => new Map(ids.map((id) => [id, refusal]))
  return createProjectAccess({
    ...{ database: app.database, clock: app.clock, courses: app.courses },
    lessons: { refusals: (refusal ? refusals : async () => new Map()) as never },
    reviewers: { mayReview: async () => false }
  })
}

const is = (statusCode: number, code: string) => ({ statusCode, code })
const asLearner = ({ userId }: Client) => ({ userId, grants: [] })

test('work is taken of who learns in the course, while the project and its lesson are open', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId, lessonId } = world
  const project = await addProject(world, { lessonId })
  const draft = await addProject(world, {}, { isOpen: false })
  const manager = {
    userId: mentor.userId,
    grants: [{ role: 'x', organizationId: null, permissions: new Set(['course.update']) }]
  }
  const { requireLearnable, requireReadable } = makeAccess(world)
  const seen = await requireLearnable(asLearner(learner), project.id)
  assert.deepEqual(
    [seen.project.id, seen.course.id, seen.isManager, seen.isStaff],
    [project.id, courseId, false, false]
  )
  await assert.rejects(requireLearnable(manager as never, project.id), is(403, 'NOT_ENROLLED'))
  await assert.rejects(requireLearnable(manager as never, draft.id), is(409, 'PROJECT_NOT_OPEN'))
  await assert.rejects(requireLearnable(asLearner(learner), draft.id), is(404, 'NOT_FOUND'))
  await assert.rejects(requireLearnable(asLearner(learner), 'prj_0'), is(404, 'NOT_FOUND'))
  await assert.rejects(requireReadable(null, project.id), is(401, 'UNAUTHENTICATED'))

  const locked = makeAccess(world, conflict('LESSON_LOCKED', 'x', { reason: ['date'] }))
  const withdrawn = makeAccess(world, notFound('Lesson'))
  for (const rule of ['requireLearnable', 'requireReadable'] as const) {
    await assert.rejects(locked[rule](asLearner(learner), project.id), is(409, 'LESSON_LOCKED'))
    await assert.rejects(withdrawn[rule](asLearner(learner), project.id), {
      ...is(404, 'NOT_FOUND'),
      message: 'Project not found'
    })
  }
  await insertAttempt(app, { projectId: project.id, userId: learner.userId })
  assert.equal((await locked.requireReadable(asLearner(learner), project.id)).project.id, project.id)
  await assert.rejects(locked.requireLearnable(asLearner(learner), project.id), is(409, 'LESSON_LOCKED'))
  await mentor.delete(`/api/projects/${project.id}`)
  await assert.rejects(requireLearnable(asLearner(learner), project.id), is(409, 'PROJECT_NOT_OPEN'))

  const other = await addProject(world)
  await setEnrolment(app, { courseId, userId: learner.userId, expiresAt: new Date(app.clock.now().getTime() + 1_000) })
  assert.ok(await requireLearnable(asLearner(learner), other.id))
  app.clock.advance(2_000)
  await assert.rejects(requireLearnable(asLearner(learner), other.id), is(403, 'NOT_ENROLLED'))
})

test('the terms of a learner are those of their extension', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner } = world
  const { termsOf, requireManaged } = makeAccess(world)
  const weeks = (n: number) => new Date(app.clock.now().getTime() + n * inOneWeek).toISOString()
  const { id } = await addProject(world, { dueAt: weeks(1), lateDays: 2 })
  const dueAt = weeks(2)
  await mentor.put(`/api/projects/${id}/extensions/${learner.userId}`, { dueAt, reason: 'Sakit.' })
  const manager = {
    userId: mentor.userId,
    grants: [{ role: 'x', organizationId: null, permissions: new Set(['course.update']) }]
  }
  const { project, course } = await requireManaged(manager as never, id)
  const { timeZone } = course
  const { read } = app.database
  const terms = (userId: string) => termsOf(read, { project, timeZone, userId })
  const closesAt = new Date(Date.parse(dueAt) + 2 * 86_400_000)
  assert.deepEqual(await terms(learner.userId), { dueAt: new Date(dueAt), closesAt })
  assert.deepEqual((await terms(mentor.userId)).dueAt, project.dueAt)
})

test('who lacks nothing but a project that is withdrawn, or not required any more, has completed the course', async (t) => {
  for (const change of ['archive', 'optional'] as const) {
    const world = await makeWorld(t)
    const { app, mentor, learner, courseId, lessonId } = world
    const project = await addProject(world)
    await completeLesson(app, { userId: learner.userId, lessonId, courseId })
    const url = `/api/projects/${project.id}`
    const { status } = change === 'archive' ? await mentor.delete(url) : await mentor.patch(url, { isRequired: false })
    assert.ok(status < 300)
    const [enrolment] = await app.database.read.select().from(app.database.tables.enrolments)
    assert.equal(enrolment?.status, 'completed', change)
    const types = (await noticesOf(learner)).map(({ type }) => type)
    assert.ok(types.includes('project_published') && types.length >= 2, String(types))
  }
})
