import assert from 'node:assert/strict'
import { test } from 'node:test'
import { writeLines } from '../../../src/http/csv.js'
import { buildTestApp } from '../../support/app.js'
import { assertNoSecrets, recordedBy } from '../../support/audit.js'
import { finish, makeCertifiedCourse, serialOf, setSettings } from '../certificates/certificates.js'
import { publishCourse } from '../courses/courses.js'
import { begin, makeWorld as makeFeedbackWorld } from '../feedback/feedback.js'
import { uploaded } from '../files/samples.js'
import { makeWorld, ok, set } from '../grades/world.js'

const short = (rows: Awaited<ReturnType<typeof recordedBy>>) =>
  rows.map(({ action, resourceType, before, after }) => ({ action, resourceType, before, after }))

test('every change of a grade is recorded, whoever makes it and how', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, learners, robot, courseId, record } = await makeWorld(app)
  const [sari, budi] = learners
  assert.ok(sari && budi)
  const [reviewed] = await recordedBy(app, () => record(sari, robot, { points: 17 }))
  assert.deepEqual(
    [reviewed?.action, reviewed?.before, reviewed?.requestId],
    ['grade.change', { points: null, maxPoints: null }, null]
  )
  const [byHand, ...others] = await recordedBy(app, () => ok(set(mentor, url, sari, robot, 20)))
  assert.deepEqual(others, [])
  assert.deepEqual([byHand?.actorId, byHand?.organizationId], [mentor.userId, app.organizationId])
  assert.deepEqual(byHand?.before, { points: 1_700, maxPoints: 2_000 })
  const given = { points: 2_000, maxPoints: 2_000, isSet: true, user: sari.userId, kind: 'project', itemId: robot[1] }
  assert.deepEqual(byHand?.after, { ...given, source: 'manual', reason: 'Dilihat lagi' })
  assert.ok(byHand?.requestId)
  const same = await recordedBy(app, () => ok(set(mentor, url, sari, robot, 20)))
  assert.deepEqual(same, [], 'what changes nothing leaves nothing')

  const column = `project Robot (${robot[1]})`
  const usernames = await app.database.read
    .select({ id: app.database.tables.users.id, name: app.database.tables.users.username })
    .from(app.database.tables.users)
  const nameOf = (id: string) => usernames.find((user) => user.id === id)?.name ?? ''
  const table = writeLines([
    ['username', column],
    [nameOf(sari.userId), '11'],
    [nameOf(budi.userId), '12']
  ])
  const headers = { 'content-type': 'text/csv; charset=utf-8' }
  const imported = await recordedBy(app, async () => {
    const { status, text } = await mentor.request('POST', `${url}/import`, { payload: table, headers })
    assert.equal(status, 200, text)
  })
  assert.deepEqual(imported.map(({ action, after }) => [action, after?.points, after?.source]).toSorted(), [
    ['grade.change', 1_100, 'csv'],
    ['grade.change', 1_200, 'csv']
  ])
  const settings = { mode: 'points', passMark: 80, release: 'by_hand' }
  const [changed] = await recordedBy(app, () => ok(mentor.put(`${url}/settings`, settings)))
  assert.deepEqual(
    [changed?.action, changed?.resourceId, changed?.after],
    ['gradebook.change', courseId, { passMark: 80, release: 'by_hand' }]
  )
})

test('an appeal that is answered, and a release', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, url, learners, robot, laporan, record } = await makeWorld(app)
  const [sari] = learners
  assert.ok(sari)
  const { id } = await record(sari, robot, { points: 12 })
  const appeal = await ok(sari.post(`/api/grades/${id}/appeal`, { reason: 'Mohon dilihat lagi' }), 201)
  const answer = { outcome: 'changed', answer: 'Benar', points: 15 }
  const answered = await recordedBy(app, () => ok(mentor.post(`/api/appeals/${appeal.id}/answer`, answer)))
  assert.deepEqual(
    short(answered).map(({ action, before }) => [action, before]),
    [
      ['grade.change', { points: 1_200, maxPoints: 2_000 }],
      ['grade.answer_appeal', { status: 'open' }]
    ]
  )
  await ok(mentor.put(`${url}/settings`, { mode: 'points', passMark: 70, release: 'by_hand' }))
  await record(sari, laporan, { points: 12 })
  const release = { kind: 'project', itemId: laporan[1] }
  const released = await recordedBy(app, () => ok(mentor.post(`${url}/release`, release)))
  assert.deepEqual(short(released), [
    { action: 'grade.release', resourceType: 'project', before: null, after: { count: 1, users: [sari.userId] } }
  ])
})

test('a certificate that is revoked, its settings, and keys that nobody reads', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, admin, sari] = [await app.as('mentor'), await app.as('admin'), await app.as('learner')]
  const course = await makeCertifiedCourse(app, mentor)
  const issued = await recordedBy(app, () => finish(sari, course))
  assert.ok(issued.some(({ action, resourceType }) => action === 'issuer.create' && resourceType === 'issuerKey'))
  const changed = await recordedBy(app, () => setSettings(mentor, course.id, { validMonths: 12 }))
  assert.deepEqual(short(changed), [
    {
      ...{ action: 'certificate.change_settings', resourceType: 'course' },
      ...{ before: { validMonths: 24 }, after: { validMonths: 12 } }
    }
  ])
  const serial = await serialOf(sari)
  const revoked = await recordedBy(app, () =>
    ok(mentor.post(`/api/certificates/${serial}/revoke`, { reason: 'Keliru' }))
  )
  assert.deepEqual(
    revoked.map(({ action, after }) => [action, after?.reason]),
    [['certificate.revoke', 'Keliru']]
  )
  const again = await recordedBy(app, () =>
    ok(mentor.post(`/api/courses/${course.id}/certificates`, { userIds: [sari.userId] }), 201)
  )
  assert.deepEqual(
    again.map(({ action, after }) => [action, after?.user]),
    [['certificate.issue', sari.userId]]
  )
  const rotated = await recordedBy(app, () => ok(admin.post(`/api/issuers/${app.organizationId}/keys`), 201))
  assert.deepEqual(
    rotated.map(({ action }) => action),
    ['issuer.rotate', 'issuer.create']
  )
  await assertNoSecrets(app, [mentor, admin, sari])
})

test('reviewers, rules, invites and files', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, other] = [await app.as('mentor'), await app.signInAs({ username: 'other.mentor', role: 'mentor' })]
  const { id } = await publishCourse(mentor)
  const reviewers = await recordedBy(app, () =>
    ok(mentor.put(`/api/courses/${id}/reviewers`, { userIds: [other.userId] }))
  )
  assert.deepEqual(
    short(reviewers).map(({ action, after }) => [action, after]),
    [['reviewer.change', { added: [other.userId] }]]
  )
  let secret = ''
  const invites = await recordedBy(app, async () => {
    const invite = await ok(mentor.post(`/api/courses/${id}/invites`, { label: 'Kelas A', maxUses: 3 }), 201)
    secret = JSON.stringify(invite).match(/[\w-]{43}/)?.[0] ?? ''
    await ok(mentor.delete(`/api/courses/${id}/invites/${invite.invite.id}`), 204)
  })
  assert.deepEqual(
    invites.map(({ action }) => action),
    ['invite.create', 'invite.revoke']
  )
  assert.deepEqual(invites[0]?.after, { label: 'Kelas A', maxUses: 3, expiresAt: null })
  assert.ok(secret.length === 43 && !JSON.stringify(invites).includes(secret))
  const file = await uploaded(mentor)
  const [deleted] = await recordedBy(app, () => ok(mentor.delete(`/api/files/${file.id}`), 204))
  assert.deepEqual([deleted?.action, deleted?.before?.uploadedBy], ['file.delete', mentor.userId])
})

test('a comment that is deleted leaves its writer, and not its words', async (t) => {
  const world = await makeFeedbackWorld(t)
  const { app, mentor } = world
  const thread = await begin(mentor, world, 'Rahasia sekali')
  const { id } = thread.comments[0]
  const [deleted] = await recordedBy(app, () => ok(mentor.delete(`/api/comments/${id}`), 204))
  assert.deepEqual([deleted?.action, deleted?.before], ['comment.delete', { author: mentor.userId, thread: thread.id }])
})

test('the secret of a webhook is nowhere in it', async (t) => {
  const app = await buildTestApp(t)
  const owner = await app.as('owner')
  const fields = { url: 'https://hooks.example.com/in?token=abcdef', eventTypes: ['grade_changed'] }
  const rows = await recordedBy(app, async () => {
    const made = await ok(owner.post(`/api/organizations/${app.organizationId}/webhooks`, fields), 201)
    await ok(owner.post(`/api/webhooks/${made.id}/rotate-secret`, {}))
  })
  assert.deepEqual(
    rows.map(({ action }) => action),
    ['webhook.create', 'webhook.rotate_secret']
  )
  assert.ok(!JSON.stringify(rows).includes('abcdef'))
  await assertNoSecrets(app, [owner])
})
