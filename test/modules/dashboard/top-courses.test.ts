import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { createWorld, dayMs, read } from './world.js'

const url = '/api/dashboard/top-courses'

test('the courses with the most, and how many complete them', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, otherMentor, elsewhere, course, other, foreign, sari, budi, citra, dewi, eko, write } =
    await createWorld(app)
  const now = app.clock.now().getTime()
  const ago = (days: number) => new Date(now - days * dayMs)
  await write.enrol(course, sari, ago(5))
  await write.enrol(course, budi, ago(50), { status: 'completed', completedAt: ago(3) })
  await write.enrol(course, citra, ago(50), { status: 'cancelled' })
  await write.enrol(course, dewi, ago(1), { status: 'pending', activatedAt: null })
  await write.enrol(other, sari, ago(50), { status: 'completed', completedAt: ago(40) })
  await write.enrol(other, budi, ago(20), { status: 'completed', completedAt: ago(2) })
  await write.enrol(other, citra, ago(10), { status: 'completed', completedAt: ago(1) })
  await write.enrol(foreign, eko, ago(2))
  await write.learn(course, sari, 'A', { startedAt: ago(4) })
  await write.learn(course, sari, 'B', { startedAt: ago(3) })
  await write.learn(course, budi, 'A', { startedAt: ago(3) })
  await write.learn(other, citra, 'C', { startedAt: ago(10) })
  await write.learn(other, sari, 'C', { startedAt: ago(45) })

  const none = { activeLearners: 0, enrolments: 0, completions: 0, learnersEnrolled: 0, learnersCompleted: 0 }
  const figures = {
    robot: {
      ...{ ...none, activeLearners: 2, enrolments: 1, completions: 1, learnersEnrolled: 1, learnersCompleted: 1 },
      completionPercent: 33
    },
    kimia: {
      ...{ ...none, activeLearners: 1, enrolments: 2, completions: 2, learnersCompleted: 3 },
      completionPercent: 100
    },
    asing: { ...none, enrolments: 1, learnersEnrolled: 1, completionPercent: 0 }
  }
  const summaryOf = (title: string, { id }: { id: string }) => ({
    ...{ id, title, slug: title.toLowerCase().replace(' ', '-'), status: 'published' }
  })
  const robot = { course: summaryOf('Kelas Robot', course), ...figures.robot }
  const kimia = { course: summaryOf('Kelas Kimia', other), ...figures.kimia }
  const asing = { course: summaryOf('Kelas Asing', foreign), ...figures.asing }
  const admin = await app.as('admin')
  const orgAdmin = await app.as('org_admin')
  const cases = [
    [admin, 'by=active_learners', [robot, kimia]],
    [admin, 'by=enrolments', [kimia, asing, robot]], // as many: by their titles
    [admin, 'by=enrolments&limit=1', [kimia]],
    [admin, `by=enrolments&organizationId=${app.organizationId}`, [kimia, robot]],
    [orgAdmin, 'by=completions', [kimia, robot]],
    [mentor, 'by=completions', [robot]],
    [otherMentor, 'by=active_learners', [kimia]],
    [elsewhere, 'by=enrolments', [asing]],
    [elsewhere, 'by=completions', []]
  ] as const
  for (const [client, query, expected] of cases) {
    assert.deepEqual((await read(client, `${url}?${query}`)).data, expected, query)
  }
  assert.equal((await sari.get(`${url}?by=enrolments`)).status, 403)
  assert.equal((await mentor.get(url)).status, 400)
})
