import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { createWorld, dayMs, hourMs, read } from './world.js'

const url = '/api/dashboard/recent-activity'

interface Activity {
  id: string
  type: string
  user: { username: string } | null
  course: { title: string }
  learner: { username: string } | null
  projectTitle: string | null
  decision: string | null
  link: string
  at: string
}

/** All pages, one after the other. */
async function walk(client: Client, limit: number, between: () => Promise<unknown> = async () => {}) {
  const found: Activity[] = []
  for (let cursor: string | null = ''; cursor !== null; ) {
    const page = await read(client, `${url}?limit=${limit}${cursor && `&cursor=${cursor}`}`)
    found.push(...page.data)
    cursor = page.nextCursor
    await between()
  }
  return found
}

const tell = ({ type, user, learner, projectTitle, decision, course }: Activity) =>
  [type, user?.username, learner?.username, projectTitle, decision, course.title].map((word) => word ?? '-').join(' ')

test('what happened last, to those who may know it', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, otherMentor, elsewhere, course, other, foreign, project, sari, budi, eko, write } =
    await createWorld(app)
  const now = app.clock.now().getTime()
  const ago = (hours: number) => new Date(now - hours * hourMs)
  await write.enrol(course, sari, ago(50), { status: 'completed', completedAt: ago(10) })
  await write.decide(project, sari, { by: otherMentor, at: ago(11), hours: 20, decision: 'request_changes' })
  const serial = await write.certify(course, sari, ago(9))
  await write.certify(course, budi, ago(8), { revokedAt: ago(7) })
  const { submissionId } = await write.handIn(project, budi, { queuedAt: ago(3) })
  await write.enrol(other, budi, ago(2))
  await write.enrol(course, budi, ago(1), { status: 'pending', activatedAt: null, queuedAt: ago(1) })
  await write.enrol(foreign, eko, ago(4))

  const ofCourse = [
    'published - - - - Kelas Robot',
    'handed_in budi budi Robot pengikut garis - Kelas Robot',
    'certificate_issued sari sari - - Kelas Robot',
    'completed sari sari - - Kelas Robot',
    'decided mentor_lain sari Robot pengikut garis request_changes Kelas Robot',
    'handed_in sari sari Robot pengikut garis - Kelas Robot',
    'enrolled sari sari - - Kelas Robot'
  ]
  const found = await walk(mentor, 100)
  assert.deepEqual(found.map(tell), ofCourse)
  assert.equal((await read(mentor, `${url}?total=true&limit=1`)).total, ofCourse.length)
  assert.deepEqual(
    found.slice(0, 3).map(({ link }) => link),
    [`/app/courses/${course.id}`, `/app/submissions/${submissionId}`, `/certificates/${serial}`]
  )
  assert.equal(found[1]?.at, ago(3).toISOString())

  const ofOther = ['published - - - - Kelas Kimia', 'enrolled budi budi - - Kelas Kimia']
  assert.deepEqual((await walk(otherMentor, 100)).map(tell), ofOther)
  assert.deepEqual((await walk(elsewhere, 100)).map(tell), [
    'published - - - - Kelas Asing',
    'enrolled eko eko - - Kelas Asing'
  ])
  const home = (await walk(await app.as('facilitator'), 100)).map(tell)
  assert.deepEqual(home.toSorted(), [...ofCourse, ...ofOther].toSorted())
  assert.equal((await walk(await app.as('admin'), 100)).length, home.length + 2)
  const narrowed = await read(await app.as('admin'), `${url}?organizationId=${app.organizationId}&limit=100`)
  assert.deepEqual(narrowed.data.map(tell), home)

  // A reviewer gets its work to see, and not who is enrolled.
  const { status } = await mentor.put(`/api/courses/${course.id}/reviewers`, { userIds: [otherMentor.userId] })
  assert.equal(status, 200)
  const reviewed = (await walk(otherMentor, 100)).map(tell)
  const isOfWork = (line: string) => /^(handed_in|decided|published)/.test(line)
  assert.deepEqual(reviewed.toSorted(), [...ofOther, ...ofCourse.filter(isOfWork)].toSorted())
  assert.equal((await sari.get(url)).status, 403)
})

test('pages hold everything once, also what happened at one moment, and while more happens', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, course, project, write } = await createWorld(app)
  const now = app.clock.now().getTime()
  const moments = [new Date(now - dayMs), new Date(now - dayMs), new Date(now - dayMs - 1)]
  for (let n = 0; n < 6; n++) {
    const learner = await app.signInAs({ username: `siswa_${n}` })
    const at = moments[n % 3] as Date
    await write.enrol(course, learner, at, { status: 'completed', completedAt: at })
    await write.certify(course, learner, at)
    await write.decide(project, learner, { by: mentor, at, hours: 0 })
  }
  const all = await walk(mentor, 100)
  assert.equal(all.length, 6 * 5 + 1)
  const order = all.map(({ at }) => Date.parse(at))
  assert.deepEqual(
    order,
    order.toSorted((a, b) => b - a)
  )
  for (const limit of [1, 2, 3, 7]) assert.deepEqual(await walk(mentor, limit), all, `pages of ${limit}`)

  let more = 0
  const late = await walk(mentor, 4, async () => {
    if (more < 3) await write.enrol(course, await app.signInAs({ username: `baru_${more++}` }), app.clock.now())
  })
  assert.deepEqual(late, all)
  assert.equal((await walk(mentor, 100)).length, all.length + 3)
})
