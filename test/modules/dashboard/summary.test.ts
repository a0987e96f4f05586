import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { insertProject } from '../../support/project-rows.js'
import { createWorld, dayMs, hourMs, read } from './world.js'

const url = '/api/dashboard/summary'
const nothing = {
  ...{ activeLearners7Days: 0, activeLearners30Days: 0, learnersEnrolled: 0, coursesPublished: 0 },
  ...{ completions30Days: 0, submissionsWaiting: 0, submissionsInReview: 0, submissionsOverdue: 0 },
  ...{ oldestWaitingSince: null, reviewsDecided30Days: 0, reviewMedianHours: null, reviewP90Hours: null },
  ...{ certificatesIssued: 0, certificatesIssued30Days: 0 }
}

test('everybody sees the figures of what they look after, and of nothing else', async (t) => {
  const app = await buildTestApp(t)
  const world = await createWorld(app)
  const { mentor, otherMentor, elsewhere, away, course, other, foreign, write } = world
  const { sari, budi, citra, dewi, eko } = world
  const now = app.clock.now().getTime()
  const ago = (days: number, hours = 0) => new Date(now - days * dayMs - hours * hourMs)

  await write.enrol(course, sari, ago(40))
  await write.enrol(course, budi, ago(5), { expiresAt: ago(1) }) // over by the clock
  await write.enrol(course, citra, ago(60), { status: 'completed', completedAt: ago(10) })
  await write.enrol(course, dewi, ago(20), { status: 'cancelled' })
  await write.learn(course, sari, 'A', { startedAt: ago(40), updatedAt: ago(3) })
  await write.learn(course, sari, 'B', { startedAt: ago(2) })
  await write.learn(course, budi, 'A', { startedAt: ago(20), updatedAt: ago(10) })
  await write.learn(course, citra, 'A', { startedAt: ago(60), completedAt: ago(45), updatedAt: ago(45) })
  await write.decide(world.project, citra, { by: mentor, at: ago(11), hours: 10 })
  await write.handIn(world.project, sari, { queuedAt: ago(2), dueAt: ago(1) })
  const claim = { status: 'claimed', claimedBy: mentor.userId } as const
  await write.handIn(world.project, budi, { queuedAt: ago(0, 5), ...claim, claimExpiresAt: ago(0, -1) })
  await write.handIn(world.project, dewi, { queuedAt: ago(1), ...claim, claimExpiresAt: ago(0, 1) })
  await write.certify(course, citra, ago(10))
  await write.certify(course, citra, ago(40), { userId: budi.userId })
  await write.certify(course, sari, ago(3), { revokedAt: ago(2) })

  await write.enrol(other, sari, ago(3))
  await write.learn(other, sari, 'C', { startedAt: ago(1) })
  await write.decide(world.otherProject, sari, { by: otherMentor, at: ago(29), hours: 20 })
  await write.decide(world.otherProject, dewi, { by: otherMentor, at: ago(31), hours: 50 })

  await write.enrol(foreign, eko, ago(2))
  await write.learn(foreign, eko, 'D', { startedAt: ago(1) })
  await write.handIn(world.foreignProject, eko, { queuedAt: ago(8) })

  const ofCourse = {
    ...{ ...nothing, activeLearners7Days: 3, activeLearners30Days: 4, learnersEnrolled: 1, coursesPublished: 1 },
    ...{ completions30Days: 1, submissionsWaiting: 2, submissionsInReview: 1, submissionsOverdue: 1 },
    ...{ oldestWaitingSince: ago(2).toISOString(), reviewsDecided30Days: 1, reviewMedianHours: 10, reviewP90Hours: 10 },
    ...{ certificatesIssued: 2, certificatesIssued30Days: 1 }
  }
  const ofOther = {
    ...{ ...nothing, activeLearners7Days: 1, activeLearners30Days: 1, learnersEnrolled: 1, coursesPublished: 1 },
    ...{ reviewsDecided30Days: 1, reviewMedianHours: 20, reviewP90Hours: 20 }
  }
  // Sari is one learner, however many courses she takes.
  const ofHome = {
    ...{ ...ofCourse, coursesPublished: 2 },
    ...{ reviewsDecided30Days: 2, reviewMedianHours: 15, reviewP90Hours: 19 }
  }
  const ofForeign = {
    ...{ ...nothing, activeLearners7Days: 1, activeLearners30Days: 1, learnersEnrolled: 1, coursesPublished: 1 },
    ...{ submissionsWaiting: 1, oldestWaitingSince: ago(8).toISOString() }
  }
  const ofAll = {
    ...{ ...ofHome, activeLearners7Days: 4, activeLearners30Days: 5, learnersEnrolled: 2, coursesPublished: 3 },
    ...{ submissionsWaiting: 3, oldestWaitingSince: ago(8).toISOString() }
  }
  // What waits here was made by the test, and is due in three days unless it says otherwise.
  const home = app.organizationId
  const newcomer = await app.signInAs({ username: 'mentor_baru', role: 'mentor' })
  const admin = await app.as('admin')
  const cases = [
    [mentor, '', { scope: 'courses', organizationId: null, ...ofCourse }],
    [mentor, home, { scope: 'courses', organizationId: home, ...ofCourse }],
    [otherMentor, '', { scope: 'courses', organizationId: null, ...ofOther }],
    [newcomer, '', { scope: 'courses', organizationId: null, ...nothing }],
    [await app.as('facilitator'), '', { scope: 'organization', organizationId: null, ...ofHome }],
    [await app.as('org_admin'), '', { scope: 'organization', organizationId: null, ...ofHome }],
    [elsewhere, '', { scope: 'organization', organizationId: null, ...ofForeign }],
    [admin, '', { scope: 'platform', organizationId: null, ...ofAll }],
    [admin, home, { scope: 'organization', organizationId: home, ...ofHome }],
    [admin, away, { scope: 'organization', organizationId: away, ...ofForeign }]
  ] as const
  for (const [client, organizationId, expected] of cases) {
    const { computedAt, ...figures } = await read(
      client,
      organizationId ? `${url}?organizationId=${organizationId}` : url
    )
    assert.deepEqual(figures, expected, `${expected.scope} ${organizationId}`)
    assert.ok(Math.abs(Date.parse(computedAt) - now) < hourMs)
  }

  // Whoever reviews a course beside its mentor sees it, too.
  const named = await mentor.put(`/api/courses/${course.id}/reviewers`, { userIds: [otherMentor.userId] })
  assert.equal(named.status, 200, named.text)
  app.clock.advance(60_000)
  const { scope, coursesPublished, submissionsWaiting, reviewMedianHours } = await read(otherMentor, url)
  assert.deepEqual([scope, coursesPublished, submissionsWaiting, reviewMedianHours], ['courses', 2, 2, 15])

  assert.equal((await sari.get(url)).status, 403)
  assert.equal((await eko.get(url)).status, 403)
  assert.equal((await elsewhere.get(`${url}?organizationId=${home}`)).status, 404)
  assert.equal((await mentor.get(`${url}?organizationId=${away}`)).status, 404)
  assert.equal((await sari.get(`${url}?organizationId=${home}`)).status, 403)
  assert.equal((await admin.get(`${url}?organizationId=org_none`)).status, 404)
})

test('on a platform where nothing has happened all is nothing', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { computedAt: _, ...figures } = await read(admin, url)
  assert.deepEqual(figures, { scope: 'platform', organizationId: null, ...nothing })
  assert.deepEqual((await read(admin, '/api/dashboard/top-courses?by=enrolments')).data, [])
  assert.deepEqual((await read(admin, '/api/dashboard/recent-activity')).data, [])
  const { points } = await read(admin, '/api/dashboard/trend?metric=review_hours')
  assert.equal(points.length, 30)
  assert.ok(points.every(({ value }: { value: unknown }) => value === null))
})

test('what nine of ten reviews took lies between two of them; figures are kept for a minute', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, sari, course, write } = await createWorld(app)
  const at = new Date(app.clock.now().getTime() - dayMs)
  for (const hours of [1, 2, 3]) {
    await write.decide(await insertProject(app, course.id), sari, { by: mentor, at, hours })
  }
  const first = await read(mentor, url)
  assert.deepEqual([first.reviewMedianHours, first.reviewP90Hours], [2, 2.8])
  await write.decide(await insertProject(app, course.id), sari, { by: mentor, at, hours: 10 })
  assert.deepEqual(await read(mentor, url), first)
  app.clock.advance(60_000)
  const { computedAt, reviewMedianHours, reviewP90Hours } = await read(mentor, url)
  assert.deepEqual([reviewMedianHours, reviewP90Hours], [2.5, 7.9])
  assert.ok(computedAt > first.computedAt)
})
