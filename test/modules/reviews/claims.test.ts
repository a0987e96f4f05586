import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { insertProject } from '../../support/project-rows.js'
import { codeOf, createCohort } from '../cohorts/cohorts.js'
import { attemptsOf, nameReviewers, requestRow, reviewedCourse, runJob, submissionOf, toldOf } from './queue.js'

const hourMs = 3_600_000

test('the next is what is meant for the caller, then what is meant for nobody, then what others do not take', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, projectId } = await reviewedCourse(app, { learners: 5, reviewers: 2 })
  const [one, two] = reviewers as [typeof mentor, typeof mentor]
  const [first, second, ...rest] = await attemptsOf(app, projectId, learners.slice(0, 2), {
    request: { assignedTo: two.userId }
  })
  const [free] = await attemptsOf(app, projectId, learners.slice(2, 3))
  const [mine, alsoMine] = await attemptsOf(app, projectId, learners.slice(3), { request: { assignedTo: one.userId } })
  assert.deepEqual(rest, [])

  const given = []
  for (let n = 0; n < 5; n++) {
    const { status, body, text } = await one.post('/api/reviews/next', {})
    assert.equal(status, 200, text)
    given.push(body.id)
  }
  assert.deepEqual(given, [mine, alsoMine, free, first, second])
  assert.equal((await one.post('/api/reviews/next')).status, 204)
  assert.equal((await two.post('/api/reviews/next', {})).status, 204)
})

test('who claims has it for two hours, and the learner is told', async (t) => {
  const app = await buildTestApp(t)
  const { reviewers, learners, projectId, course } = await reviewedCourse(app, { learners: 1 })
  const [reviewer] = reviewers
  const [learner] = learners
  const [id = ''] = await attemptsOf(app, projectId, learners)
  const before = await requestRow(app, id)

  const { body } = await reviewer.post('/api/reviews/next', { courseId: course.id })
  const row = await requestRow(app, id)
  const { claimedAt, claimExpiresAt } = row
  const claim = { status: 'claimed', claimedBy: reviewer.userId, claimedAt, claimExpiresAt, version: 2 }
  assert.deepEqual(row, { ...before, ...claim })
  assert.equal(claimExpiresAt?.getTime(), (claimedAt?.getTime() ?? 0) + 2 * hourMs)
  const { project, ...shown } = body
  assert.match(project.number, /^PRJ-/)
  assert.deepEqual(shown, {
    ...{ id, submissionId: before.submissionId, state: 'claimed', round: 1, attemptNumber: 1, isLate: false },
    course: { id: course.id, title: 'Web' },
    cohort: null,
    learner: { id: learner.userId, username: 'siswa_0', fullName: null },
    queuedAt: before.queuedAt.toISOString(),
    dueAt: before.dueAt.toISOString(),
    ...{ waitingSeconds: 60, isOverdue: false, assignedTo: null, canClaim: false },
    claimedBy: { id: reviewer.userId, username: 'penilai_0', fullName: null },
    claimExpiresAt: claimExpiresAt?.toISOString()
  })
  const { status, moves } = await submissionOf(app, id)
  assert.deepEqual([status, moves], ['in_review', [{ move: 'claim', actorId: reviewer.userId, reason: '' }]])
  assert.deepEqual(await toldOf(learner, 'review_claimed'), [
    `Your work is being reviewed: Somebody has begun to review your work on “Robot pengikut garis”. → /app/submissions/${before.submissionId}`
  ])

  // Again: the claim lasts longer, and nobody is told twice.
  app.clock.advance(hourMs)
  const again = await reviewer.post(`/api/reviews/${id}/claim`)
  assert.equal(again.status, 200)
  assert.equal(Date.parse(again.body.claimExpiresAt) > (claimExpiresAt?.getTime() ?? 0) + hourMs - 60_000, true)
  assert.equal((await toldOf(learner, 'review_claimed')).length, 1)
})

test('what somebody holds is claimed by nobody else until their time is over', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, projectId } = await reviewedCourse(app, { learners: 1 })
  const [reviewer] = reviewers
  const [id = ''] = await attemptsOf(app, projectId, learners)
  const url = `/api/reviews/${id}/claim`
  assert.equal((await reviewer.post(url)).status, 200)
  const refused = await mentor.post(url)
  assert.deepEqual(codeOf(refused), [409, 'ALREADY_CLAIMED'])
  assert.deepEqual(refused.body.details, { claimedBy: ['penilai_0'] })
  assert.equal((await mentor.post('/api/reviews/next', {})).status, 204)

  app.clock.advance(2 * hourMs)
  assert.equal((await mentor.post('/api/reviews/next', {})).body.id, id, 'no job has run')
  const { status, moves } = await submissionOf(app, id)
  assert.equal(status, 'in_review')
  assert.deepEqual(
    moves.map(({ move, actorId }) => [move, actorId]),
    [
      ['claim', reviewer.userId],
      ['release', null],
      ['claim', mentor.userId]
    ]
  )
  app.clock.advance(2 * hourMs)
  assert.equal((await reviewer.post(url)).body.claimedBy.id, reviewer.userId, 'nor here')
  app.clock.advance(2 * hourMs)
  assert.equal((await reviewer.post(url)).status, 200, 'as long as nobody else has it, it is still theirs')
  assert.equal((await submissionOf(app, id)).moves.length, 5)
})

test('claims whose time is over go back by themselves, all of them', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, projectId } = await reviewedCourse(app, { learners: 4 })
  const [reviewer] = reviewers
  const ids = await attemptsOf(app, projectId, learners)
  for (const id of ids.slice(0, 3)) assert.equal((await reviewer.post(`/api/reviews/${id}/claim`)).status, 200)
  app.clock.advance(hourMs)
  assert.equal((await mentor.post(`/api/reviews/${ids[3]}/claim`)).status, 200)
  await runJob(app, 'expire-claims')
  const states = async () => Promise.all(ids.map(async (id) => (await submissionOf(app, id)).status))
  assert.deepEqual(await states(), ['in_review', 'in_review', 'in_review', 'in_review'])
  app.clock.advance(hourMs)
  await runJob(app, 'expire-claims')
  assert.deepEqual(await states(), ['submitted', 'submitted', 'submitted', 'in_review'])
  const { status, claimedBy, claimedAt, claimExpiresAt } = await requestRow(app, ids[0] ?? '')
  assert.deepEqual([status, claimedBy, claimedAt, claimExpiresAt], ['waiting', null, null, null])
})

test('nobody reviews their own work, whoever they are', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, projectId } = await reviewedCourse(app, { learners: 0, reviewers: 0 })
  for (const role of ['admin', 'org_admin'] as const) {
    const self = await app.as(role)
    assert.equal((await mentor.post(`/api/courses/${course.id}/enrolments`, { userIds: [self.userId] })).status, 201)
    const [id] = await attemptsOf(app, projectId, [self])
    assert.deepEqual(codeOf(await self.post(`/api/reviews/${id}/claim`)), [403, 'OWN_WORK'])
    assert.deepEqual(codeOf(await self.post(`/api/reviews/${id}/release`, { reason: 'x' })), [403, 'OWN_WORK'])
    const handed = await self.post(`/api/reviews/${id}/reassign`, { userId: mentor.userId })
    assert.deepEqual(codeOf(handed), [403, 'OWN_WORK'])
    assert.equal((await requestRow(app, id ?? '')).version, 1)
    assert.equal((await self.post('/api/reviews/next', { projectId })).status, role === 'admin' ? 204 : 200)
  }
})

test('a reviewer holds ten at most, and one more as soon as one is given back', async (t) => {
  const app = await buildTestApp(t)
  const { reviewers, learners, course } = await reviewedCourse(app, { learners: 2 })
  const [reviewer] = reviewers
  for (let n = 0; n < 6; n++) await attemptsOf(app, await insertProject(app, course.id), learners)
  const statuses = await Promise.all(
    Array.from({ length: 12 }, async () => (await reviewer.post('/api/reviews/next', {})).status)
  )
  assert.deepEqual(
    [200, 409].map((wanted) => statuses.filter((status) => status === wanted).length),
    [10, 2]
  )
  const { body: queue } = await reviewer.get('/api/reviews/queue?state=waiting')
  const free = `/api/reviews/${queue.data[0].id}/claim`
  assert.deepEqual(codeOf(await reviewer.post(free)), [409, 'TOO_MANY_CLAIMS'])
  const { body: mine } = await reviewer.get('/api/reviews/queue?state=mine')
  assert.equal(mine.data.length, 10)
  const held = `/api/reviews/${mine.data[0].id}`
  assert.equal((await reviewer.post(`${held}/claim`)).status, 200, 'what they hold they may keep')
  assert.equal((await reviewer.post(`${held}/release`)).status, 200)
  assert.equal((await reviewer.post(free)).status, 200)
})

test('the next of a course, a cohort or a project', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, course, projectId } = await reviewedCourse(app, { learners: 2 })
  const [reviewer] = reviewers
  const cohort = await createCohort(app, mentor, course.id)
  const [first] = await attemptsOf(app, projectId, learners.slice(0, 1))
  const inCohort = { request: { cohortId: cohort.id, assignedTo: mentor.userId } }
  const [second] = await attemptsOf(app, projectId, learners.slice(1), inCohort)
  const otherProject = await insertProject(app, course.id)
  const [third] = await attemptsOf(app, otherProject, learners.slice(0, 1), { request: { assignedTo: mentor.userId } })

  const next = async (place: object) => (await reviewer.post('/api/reviews/next', place)).body?.id
  assert.equal(await next({ cohortId: cohort.id, projectId: otherProject }), undefined)
  assert.equal(await next({ projectId: otherProject }), third)
  assert.equal(await next({ cohortId: cohort.id }), second)
  assert.equal(await next({ courseId: course.id, projectId }), first)
  assert.equal(await next({ courseId: course.id }), undefined)

  const stranger = await app.signInAs({ username: 'mentor.lain', role: 'mentor' })
  for (const [place, code] of [
    [{ courseId: course.id }, [403, 'FORBIDDEN']],
    [{ projectId }, [403, 'FORBIDDEN']],
    [{ cohortId: cohort.id }, [403, 'FORBIDDEN']],
    [{ projectId: 'prj_0' }, [404, 'NOT_FOUND']],
    [{ cohortId: 'coh_0' }, [404, 'NOT_FOUND']],
    [{ courseId: 'crs_0' }, [404, 'NOT_FOUND']],
    [{ courseId: 'web' }, [400, 'VALIDATION_FAILED']],
    [{ course: course.id }, [400, 'VALIDATION_FAILED']]
  ] as const) {
    assert.deepEqual(codeOf(await stranger.post('/api/reviews/next', place)), code)
  }
  assert.equal((await stranger.post('/api/reviews/next', {})).status, 204)
})

test('who leaves a course holds nothing of it any more, and is meant for nothing', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, course, projectId } = await reviewedCourse(app, { learners: 2, reviewers: 2 })
  const [leaving, staying] = reviewers as [typeof mentor, typeof mentor]
  const [claimed = '', assigned = ''] = await attemptsOf(app, projectId, learners, {
    request: { assignedTo: leaving.userId }
  })
  assert.equal((await leaving.post(`/api/reviews/${claimed}/claim`)).status, 200)
  await nameReviewers(mentor, course.id, [staying])
  for (const id of [claimed, assigned]) {
    const { status, assignedTo, claimedBy } = await requestRow(app, id)
    assert.deepEqual([status, assignedTo, claimedBy], ['waiting', null, null])
  }
  assert.deepEqual((await submissionOf(app, claimed)).moves.at(-1), {
    move: 'release',
    actorId: null,
    reason: 'Its reviewer has left.'
  })
  assert.deepEqual(codeOf(await leaving.post(`/api/reviews/${claimed}/claim`)), [404, 'NOT_FOUND'])

  assert.equal((await staying.post(`/api/reviews/${claimed}/claim`)).status, 200)
  assert.equal((await (await app.as('admin')).delete(`/api/users/${staying.userId}`)).status, 204)
  assert.equal((await requestRow(app, claimed)).status, 'waiting', 'an account that is removed holds nothing')
})
