import assert from 'node:assert/strict'
import test from 'node:test'
import { eq } from 'drizzle-orm'
import { dayMs } from '../../../src/lib/clock.js'
import { buildTestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { insertProject, insertRubric } from '../../support/project-rows.js'
import { createOrganization, publishCourse, toldTo } from '../courses/courses.js'
import { signInLearners } from '../enrolments/enrolments.js'
import { complete, enrol } from '../progress/world.js'
import {
  acceptProject,
  certificatesOver,
  countCertificates,
  finish,
  isCompleted,
  makeCertifiedCourse,
  payloadOf,
  serialOf,
  setSettings
} from './certificates.js'

test('who completes a course gets one certificate, and is told', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const sari = await app.signInAs({ username: 'sari.dewi' })
  const admin = await app.as('admin')
  const named = await admin.patch(`/api/users/${sari.userId}`, { fullName: 'Sari Dewi', email: 'sari@example.sch.id' })
  assert.equal(named.status, 200, named.text)
  const course = await makeCertifiedCourse(app, mentor)
  await finish(sari, course)

  const { body } = await sari.get('/api/me/certificates')
  const [{ serial, id, issuedAt, expiresAt, url, ...rest }] = body.data
  assert.deepEqual(rest, {
    ...{ courseId: course.id, userId: sari.userId, status: 'valid', title: 'Dasar Robotika', revokedAt: null },
    ...{ courseTitle: 'Kelas Satu', recipientName: 'Sari Dewi', revokedReason: null }
  })
  assert.match(serial, /^NK-\d{4}(-[0-9A-Z]{4}){4}$/)
  assert.ok(url.endsWith(`/certificates/${serial}`))
  const months = new Date(expiresAt).getUTCFullYear() * 12 + new Date(expiresAt).getUTCMonth()
  assert.equal(months - new Date(issuedAt).getUTCFullYear() * 12 - new Date(issuedAt).getUTCMonth(), 24)

  const [news] = await toldTo(sari)
  assert.deepEqual(news, {
    type: 'certificate_issued',
    title: 'Certificate issued',
    message: 'Your certificate for “Kelas Satu” is ready.',
    link: `/certificates/${serial}`
  })
  assert.equal((await toldTo(sari)).filter(({ type }) => type === 'certificate_issued').length, 1)
  assert.equal(await countCertificates(app, course.id), 1)
  assert.deepEqual((await mentor.get(`/api/courses/${course.id}/certificates`)).body.data[0].id, id)

  await t.test('it says what was so on that day', async () => {
    await setSettings(mentor, course.id, { title: 'Judul baru' })
    await mentor.patch(`/api/courses/${course.id}`, { title: 'Kelas lain' })
    await admin.patch(`/api/users/${sari.userId}`, { fullName: 'Sari Lain' })
    const { title, courseTitle, recipientName } = (await app.anonymous().get(`/api/certificates/${serial}`)).body
    assert.deepEqual([title, courseTitle, recipientName], ['Dasar Robotika', 'Kelas Satu', 'Sari Dewi'])
  })
})

test('the accepted projects are the evidence, with the scores of released grades alone', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const sari = await app.as('learner')
  const course = await makeCertifiedCourse(app, mentor)
  const rubricVersionId = await insertRubric(app)
  const project = (title: string, fields: object = {}) =>
    insertProject(app, course.id, { title, rubricVersionId, ...fields })
  const released = await project('Robot', { position: 1 })
  const hidden = await project('Laporan', { position: 0 })
  const optional = await project('Hiasan', { position: 2, isRequired: false })
  await enrol(sari, course)
  const { userId } = sari
  await acceptProject(app, { projectId: released, userId }, { points: [1_000, 650] })
  await acceptProject(app, { projectId: hidden, userId }, { points: [600, 0], isReleased: false })
  await acceptProject(app, { projectId: optional, userId }, { points: [1_000, 1_000] })
  await complete(sari, course, 'Pelajaran')

  const { text } = await app.anonymous().get(`/api/certificates/${await serialOf(sari)}/credential`)
  const { evidence, credentialSubject } = payloadOf(text)
  assert.deepEqual(
    evidence.map(({ name }: { name: string }) => name),
    ['Laporan', 'Robot'],
    'in the order of the course, and none that was optional'
  )
  const [laporan, robot] = evidence
  assert.match(laporan.narrative, /^Project PRJ-\d{6}-\d{4}, attempt 1, accepted on \d{4}-\d\d-\d\d\.$/)
  assert.match(robot.narrative, /Rangkaian: 10 of 10 \(Baik\); Laporan: 6\.5 of 10\.$/)
  assert.deepEqual(
    credentialSubject.result.map(({ value }: { value: string }) => value),
    ['10', '6.5']
  )
  assert.doesNotMatch(text, /git\.example/, 'what learners hand in is not for the world')
})

test('a course that gives none gives none, and later to those who wait', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const [ani, budi, cici] = (await signInLearners(app, 3)) as [never, never, never]
  const course = await makeCertifiedCourse(app, mentor, null)
  await finish(ani, course)
  await finish(budi, course)
  await enrol(cici, course)
  const url = `/api/courses/${course.id}/certificates`
  assert.equal(await countCertificates(app, course.id), 0)
  assertErrorForm(await mentor.post(url), { status: 409, code: 'CERTIFICATES_DISABLED' })

  await setSettings(mentor, course.id)
  const userIdOf = ({ userId }: { userId: string }) => userId
  const notYet = await mentor.post(url, { userIds: [userIdOf(ani), userIdOf(cici)] })
  assertErrorForm(notYet, { status: 422, code: 'NOT_COMPLETED', field: 'userIds' })
  assert.equal(await countCertificates(app, course.id), 0)

  const one = await mentor.post(url, { userIds: [userIdOf(budi), userIdOf(budi)] })
  assert.equal(one.status, 201, one.text)
  assert.deepEqual(one.body.data.map(userIdOf), [userIdOf(budi)])
  const rest = await mentor.post(url)
  assert.deepEqual([rest.body.data.map(userIdOf), rest.body.hasMore], [[userIdOf(ani)], false])
  assert.deepEqual((await mentor.post(url)).body.data, [])
  assert.deepEqual((await mentor.post(url, { userIds: [userIdOf(ani)] })).body.data, [], 'who has one is left out')
  assert.equal(await countCertificates(app, course.id), 2)
})

test('after a revocation a new one is issued by naming the learner alone', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const sari = await app.as('learner')
  const course = await makeCertifiedCourse(app, mentor)
  await finish(sari, course)
  const first = await serialOf(sari)
  assert.equal((await mentor.post(`/api/certificates/${first}/revoke`, { reason: 'Salah nama.' })).status, 200)
  const url = `/api/courses/${course.id}/certificates`
  assert.deepEqual((await mentor.post(url)).body.data, [])
  const { body } = await mentor.post(url, { userIds: [sari.userId] })
  assert.equal(body.data.length, 1)
  assert.notEqual(body.data[0].serial, first)
  assert.equal(await serialOf(sari), body.data[0].serial)
  assert.deepEqual(
    (await mentor.get(`${url}?total=true`)).body.data.map(({ status }: { status: string }) => status),
    ['valid', 'revoked']
  )
  for (const [status, count] of [
    ['valid', 1],
    ['revoked', 1],
    ['expired', 0]
  ]) {
    assert.equal((await mentor.get(`${url}?status=${status}&total=true`)).body.total, count, String(status))
  }
})

test('twenty at once are one certificate, and twenty learners share one key', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const sari = await app.as('learner')
  const course = await makeCertifiedCourse(app, mentor, null)
  await finish(sari, course)
  await setSettings(mentor, course.id)
  const { issue, told } = certificatesOver(app)
  const issueTo = (userIds: string[]) =>
    app.database.transaction((tx, afterCommit) => issue(tx, afterCommit, { courseId: course.id, userIds }))

  await Promise.all(Array.from({ length: 20 }, () => issueTo([sari.userId])))
  assert.equal(await countCertificates(app, course.id), 1)
  assert.deepEqual(told, [sari.userId], 'and it is told once')

  const { issuerKeys } = app.database.tables
  assert.equal(await app.database.read.$count(issuerKeys), 1)
  const elsewhere = await createOrganization(app, 'Sekolah lain')
  const owner = await app.signInAs({ username: 'the.owner', role: 'owner', organizationId: elsewhere })
  const other = await publishCourse(owner, { organizationId: elsewhere })
  await setSettings(owner, other.id)
  const learners = []
  for (let n = 0; n < 20; n++) learners.push((await app.createUser({ username: `siswa_${n}` })).id)
  await Promise.all(
    learners.map((userId) =>
      app.database.transaction((tx, afterCommit) => issue(tx, afterCommit, { courseId: other.id, userIds: [userId] }))
    )
  )
  assert.equal(await countCertificates(app, other.id), 20)
  const keys = await app.database.read.$count(issuerKeys, eq(issuerKeys.organizationId, elsewhere))
  assert.equal(keys, 1)
})

test('many at once are given as one is, whether or not some have theirs', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const course = await publishCourse(mentor)
  await setSettings(mentor, course.id)
  const { issue, told } = certificatesOver(app)
  const userIds: string[] = []
  for (let n = 0; n < 30; n++) userIds.push((await app.createUser({ username: `siswa_${n}` })).id)
  const issueTo = (some: string[]) =>
    app.database.transaction((tx, afterCommit) => issue(tx, afterCommit, { courseId: course.id, userIds: some }))
  await issueTo(userIds.slice(0, 10))
  await issueTo([...userIds, ...userIds])
  assert.equal(await countCertificates(app, course.id), 30)
  assert.deepEqual([...told].sort(), [...userIds].sort())
})

test('a completion that is rolled back issues nothing', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const sari = await app.as('learner')
  const course = await makeCertifiedCourse(app, mentor)
  await enrol(sari, course)
  const { issue } = certificatesOver(app)
  const failed = app.database.transaction(async (tx, afterCommit) => {
    await issue(tx, afterCommit, { courseId: course.id, userIds: [sari.userId] })
    throw new Error('the rest failed')
  })
  await assert.rejects(failed, /the rest failed/)
  assert.equal(await countCertificates(app, course.id), 0)
  assert.equal(await app.database.read.$count(app.database.tables.issuerKeys), 0, 'not even a key')
  assert.equal(await isCompleted(app, course.id, sari.userId), false)
})

test('a certificate expires by the clock, and by nobody’s hand', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const sari = await app.as('learner')
  const course = await makeCertifiedCourse(app, mentor, { validMonths: 1 })
  await finish(sari, course)
  const serial = await serialOf(sari)
  const statusNow = async () => (await app.anonymous().get(`/api/certificates/${serial}`)).body.status
  const { expiresAt } = (await app.anonymous().get(`/api/certificates/${serial}`)).body
  app.clock.advance(Date.parse(expiresAt) - app.clock.now().getTime() - dayMs)
  assert.equal(await statusNow(), 'valid')
  app.clock.advance(dayMs)
  assert.equal(await statusNow(), 'expired')
  const expired = await (await app.signIn('a.mentor')).get(`/api/courses/${course.id}/certificates?status=expired`)
  assert.equal(expired.body.data.length, 1)
})

test('an account that is removed keeps its proof, and gets no new one', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const admin = await app.as('admin')
  const sari = await app.as('learner')
  const course = await makeCertifiedCourse(app, mentor)
  await finish(sari, course)
  const serial = await serialOf(sari)
  assert.equal((await admin.delete(`/api/users/${sari.userId}`)).status, 204)
  assert.equal((await app.anonymous().get(`/api/certificates/${serial}`)).body.status, 'valid')
  await mentor.post(`/api/certificates/${serial}/revoke`, { reason: 'Salah.' })
  const again = await mentor.post(`/api/courses/${course.id}/certificates`, { userIds: [sari.userId] })
  assertErrorForm(again, { status: 422, code: 'NOT_COMPLETED' })
})
