import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { insertProject } from '../../support/project-rows.js'
import { codeOf, createCohort, createCourse, enrol, publishCourse } from '../cohorts/cohorts.js'
import { attemptsOf, idsOf, nameReviewers, requestRow, reviewedCourse } from './queue.js'

const hourMs = 3_600_000
const queue = '/api/reviews/queue'

test('the queue has what waits in the courses that somebody reviews, what waits longest first', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, projectId } = await reviewedCourse(app, { learners: 3 })
  const [reviewer] = reviewers
  const own = await publishCourse(reviewer, { title: 'Robot' })
  const ofMentor = await publishCourse(mentor, { title: 'Kopi' })
  for (const { id } of [own, ofMentor]) await enrol(await app.as('admin'), id, learners)
  const inOwn = await insertProject(app, own.id)
  const inOther = await insertProject(app, ofMentor.id)
  const [first = '', second = ''] = await attemptsOf(app, projectId, learners.slice(0, 2))
  const [third = ''] = await attemptsOf(app, inOwn, learners.slice(0, 1))
  const [foreign = ''] = await attemptsOf(app, inOther, learners.slice(0, 1))
  const [fourth = ''] = await attemptsOf(app, projectId, learners.slice(2))
  await attemptsOf(app, inOwn, learners.slice(1, 2), {
    request: { status: 'decided', decidedAt: app.clock.now() }
  })
  await attemptsOf(app, inOwn, learners.slice(2), {
    request: { status: 'cancelled', decidedAt: app.clock.now() }
  })

  const seen = async (client: Client) => idsOf(await client.get(`${queue}?total=true`))
  assert.deepEqual(await seen(reviewer), [first, second, third, fourth])
  assert.deepEqual(await seen(mentor), [first, second, foreign, fourth])
  for (const role of ['admin', 'org_admin'] as const) {
    assert.deepEqual(await seen(await app.as(role)), [first, second, third, foreign, fourth])
  }
  for (const role of ['learner', 'facilitator'] as const) assert.deepEqual(await seen(await app.as(role)), [])
  assert.equal((await reviewer.get(`${queue}?total=true`)).body.total, 4)

  // A learner who also reviews the course sees all but their own.
  await app.database.transaction((tx) => {
    const { roleAssignments } = app.database.tables
    const role = { id: 'asg_1', userId: learners[0].userId, roleId: 'role_mentor', organizationId: app.organizationId }
    return tx.insert(roleAssignments).values({ ...role, createdBy: null, createdAt: app.clock.now() })
  })
  await nameReviewers(mentor, ofMentor.id, [learners[0]])
  await nameReviewers(reviewer, own.id, [learners[0]])
  assert.deepEqual(await seen(learners[0]), [])
  const inCourse = await attemptsOf(app, inOther, learners.slice(1))
  assert.deepEqual(await seen(learners[0]), inCourse)
})

test('the queue by course, cohort, project, state and age', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, reviewers, learners, course, projectId } = await reviewedCourse(app, { learners: 3 })
  const [reviewer] = reviewers
  const cohort = await createCohort(app, mentor, course.id)
  const other = await insertProject(app, course.id, { reviewHours: 12 })
  const [waiting = '', mine = '', theirs = ''] = await attemptsOf(app, projectId, learners)
  await reviewer.post(`/api/reviews/${mine}/claim`)
  await mentor.post(`/api/reviews/${theirs}/claim`)
  app.clock.advance(hourMs)
  const [assigned = ''] = await attemptsOf(app, other, learners.slice(0, 1), {
    request: { assignedTo: reviewer.userId, cohortId: cohort.id }
  })
  const empty = await createCourse(mentor, { title: 'Kosong' })
  await nameReviewers(mentor, empty.id, [reviewer])
  const all = [waiting, mine, theirs, assigned]
  const bySoonest = [assigned, waiting, mine, theirs]
  const cases: [query: string, ids: string[]][] = [
    ['', all],
    [`courseId=${course.id}`, all],
    [`courseId=${empty.id}`, []],
    [`courseId=${empty.id}&projectId=${projectId}`, []],
    [`projectId=${projectId}`, [waiting, mine, theirs]],
    [`projectId=${other}&courseId=${course.id}`, [assigned]],
    [`cohortId=${cohort.id}`, [assigned]],
    [`cohortId=${cohort.id}&projectId=${projectId}`, []],
    ['state=waiting', [waiting, assigned]],
    ['state=claimed', [mine, theirs]],
    ['state=mine', [mine]],
    ['state=assigned', [assigned]],
    [`state=waiting&projectId=${projectId}`, [waiting]],
    [`state=claimed&courseId=${course.id}`, [mine, theirs]],
    [`state=mine&courseId=${empty.id}`, []],
    [`state=assigned&cohortId=${cohort.id}`, [assigned]],
    ['olderThanHours=1', [waiting, mine, theirs]],
    ['olderThanHours=2', []],
    ['olderThanHours=1&state=waiting', [waiting]],
    ['overdue=true', []],
    ['overdue=false', all],
    ['dueWithinHours=11', []],
    ['dueWithinHours=12', [assigned]],
    [`dueWithinHours=72&courseId=${course.id}`, bySoonest],
    ['dueWithinHours=72&state=waiting', [assigned, waiting]]
  ]
  for (const [query, ids] of cases) {
    const answer = await reviewer.get(`${queue}?total=true&${query}`)
    assert.deepEqual([answer.status, answer.status === 200 ? idsOf(answer) : answer.text], [200, ids], query)
    assert.equal(answer.body.total, ids.length, query)
  }

  for (let n = 0; n < 2; n++) {
    app.clock.advance(10 * hourMs)
    assert.equal((await reviewer.get(queue)).status, 200, 'their session goes on')
  }
  const later: typeof cases = [
    ['overdue=true', [assigned]],
    [`overdue=true&projectId=${other}`, [assigned]],
    ['overdue=false', [waiting, mine, theirs]],
    ['dueWithinHours=100', [waiting, mine, theirs]],
    ['dueWithinHours=100&overdue=true', bySoonest],
    ['state=claimed', []],
    ['state=mine', []],
    ['state=waiting', all]
  ]
  for (const [query, ids] of later) assert.deepEqual(idsOf(await reviewer.get(`${queue}?${query}`)), ids, query)
  assert.equal((await requestRow(app, mine)).status, 'claimed', 'no job has run')
  const { body } = await reviewer.get(`${queue}?overdue=true`)
  const { state, isOverdue, canClaim, waitingSeconds, assignedTo } = body.data[0]
  assert.deepEqual([state, isOverdue, canClaim, assignedTo.username], ['waiting', true, true, 'penilai_0'])
  assert.ok(Math.abs(waitingSeconds - (20 * 3_600 + 60)) < 5)
})

/** Through all pages of it, the ids. */
async function pagesOf(client: Client, query: string): Promise<string[][]> {
  const pages: string[][] = []
  for (let cursor = ''; ; ) {
    const answer = await client.get(`${queue}?${query}${cursor && `&cursor=${cursor}`}`)
    assert.equal(answer.status, 200, answer.text)
    pages.push(idsOf(answer))
    if (answer.body.nextCursor === null) return pages
    cursor = answer.body.nextCursor
  }
}

/** Courses of the mentor; in the n-th there are n times as many attempts, all of them a minute apart, or at once. */
async function courses(app: TestApp, mentor: Client, learners: readonly Client[], count: number): Promise<string[]> {
  const projects: string[][] = []
  for (let n = 1; n <= count; n++) {
    const { id } = await publishCourse(mentor, { title: `Kelas ${n}` })
    await enrol(mentor, id, learners)
    projects.push([])
    for (let p = 0; p < n; p++) projects.at(-1)?.push(await insertProject(app, id, { reviewHours: 10 + p }))
  }
  const ids: string[] = []
  for (const learner of learners) {
    for (const projectId of projects.flat()) ids.push(...(await attemptsOf(app, projectId, [learner])))
  }
  return ids
}

test('pages of many courses are in one order, and nothing is on two of them', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, learners, projectId } = await reviewedCourse(app, { learners: 3, reviewers: 0 })
  const ids = [...(await attemptsOf(app, projectId, learners)), ...(await courses(app, mentor, learners, 5))]
  assert.equal(ids.length, 48)
  for (const limit of [1, 2, 5, 7, 20, 47, 48, 100]) {
    const pages = await pagesOf(mentor, `limit=${limit}`)
    assert.deepEqual(pages.flat(), ids, `limit=${limit}`)
    assert.ok(pages.every((page) => page.length <= limit))
  }
  const rows = await Promise.all(ids.map((id) => requestRow(app, id)))
  const byDue = rows.toSorted((a, b) => a.dueAt.getTime() - b.dueAt.getTime()).map(({ id }) => id)
  assert.deepEqual((await pagesOf(mentor, 'limit=7&dueWithinHours=100')).flat(), byDue)
  assert.deepEqual((await pagesOf(mentor, 'limit=7&state=waiting&olderThanHours=0')).flat(), ids)
  assert.deepEqual((await pagesOf(await app.as('admin'), 'limit=7')).flat(), ids)

  const cursor = (await mentor.get(`${queue}?limit=1`)).body.nextCursor
  const bad = (value: unknown[]) => Buffer.from(JSON.stringify(value)).toString('base64url')
  for (const query of [
    `dueWithinHours=9&cursor=${cursor}`,
    `cursor=${bad(['queuedAt', -1, 'rrq_1'])}`,
    `cursor=${bad(['queuedAt', Number.MAX_SAFE_INTEGER, 'rrq_1'])}`,
    `cursor=${bad(['queuedAt', 1])}`,
    'cursor=x',
    'state=decided',
    'olderThanHours=-1',
    'dueWithinHours=0',
    'overdue=maybe',
    'limit=101',
    'courseId=kelas-1',
    'projectId=prj_%00'
  ]) {
    assert.deepEqual(codeOf(await mentor.get(`${queue}?${query}`)), [400, 'VALIDATION_FAILED'], query)
  }
})
