import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'

interface Member {
  user: { id: string; username: string; fullName: string | null }
  roles: string[]
  joinedAt: string
}

/** A second organisation with an owner of its own, who is nobody elsewhere. */
async function buildSchool(app: TestApp) {
  const admin = await app.as('admin')
  const { id } = (await admin.post('/api/organizations', { name: 'School' })).body
  const owner = await app.signInAs({ username: 'head', organizationId: id, role: 'owner' })
  assert.equal((await admin.delete(`/api/organizations/${id}/members/${admin.userId}`)).status, 204)
  return { id, owner, admin, members: `/api/organizations/${id}/members` }
}

async function list(client: Client, path: string): Promise<Member[]> {
  const { status, body, text } = await client.get(path)
  assert.equal(status, 200, text)
  return body.data
}

test('a user becomes a member, changes roles, keeps the time of joining, and leaves', async (t) => {
  const app = await buildTestApp(t)
  const { members, owner } = await buildSchool(app)
  const mentor = await app.signInAs({ username: 'new.mentor' })

  const added = await owner.post(members, { userId: mentor.userId })
  assert.equal(added.status, 201, added.text)
  const { joinedAt, ...rest } = added.body
  assert.deepEqual(rest, {
    user: { id: mentor.userId, username: 'new.mentor', fullName: null },
    roles: ['learner']
  })
  app.clock.advance(60_000)
  const changed = await owner.patch(`${members}/${mentor.userId}`, { roles: ['mentor', 'facilitator'] })
  assert.deepEqual(changed.body, { ...added.body, roles: ['facilitator', 'mentor'] })
  assert.equal((await mentor.get(members)).status, 200)
  const news = (await mentor.get('/api/notifications')).body.data
  assert.deepEqual(
    news.map(({ type, message }: { type: string; message: string }) => [type, message]),
    [
      ['role_changed', 'You are now Mentor in School, Facilitator in School. You are no longer Learner in School.'],
      ['role_changed', 'You are now Learner in School.']
    ]
  )

  assert.equal((await mentor.delete(`${members}/${mentor.userId}`)).status, 204)
  assert.equal((await mentor.get(members)).status, 404)
  assert.equal((await mentor.get('/api/notifications/unread-count')).body.unreadCount, 2)
})

test('nobody becomes a member twice, also not at the same time', async (t) => {
  const app = await buildTestApp(t)
  const { members, owner } = await buildSchool(app)
  const { id: userId } = await app.createUser({ username: 'eager' })

  const both = ['learner', 'mentor'].map((role) => owner.post(members, { userId, roles: [role] }))
  const answers = await Promise.all(both)

  assert.deepEqual(answers.map(({ status }) => status).sort(), [201, 409])
  assert.equal(answers.find(({ status }) => status === 409)?.body.code, 'ALREADY_MEMBER')
  const added = (await list(owner, members)).filter(({ user }) => user.id === userId)
  assert.deepEqual(
    added.map(({ roles }) => roles.length),
    [1]
  )
})

test('who may not manage members does not, and who is no member sees none', async (t) => {
  const app = await buildTestApp(t)
  const { id, members, owner } = await buildSchool(app)
  const learner = await app.signInAs({ username: 'pupil', organizationId: id })
  const mentor = await app.signInAs({ username: 'teacher', organizationId: id, role: 'mentor' })
  const stranger = await app.as('owner')
  const { id: userId } = await app.createUser({ username: 'somebody' })

  assert.equal((await learner.get(members)).status, 403)
  assert.equal((await mentor.get(members)).status, 200)
  assert.equal((await stranger.get(members)).status, 404)
  for (const [client, status] of [
    [learner, 403],
    [mentor, 403],
    [stranger, 404]
  ] as const) {
    assert.equal((await client.post(members, { userId })).status, status)
    assert.equal((await client.patch(`${members}/${owner.userId}`, { roles: ['learner'] })).status, status)
    assert.equal((await client.delete(`${members}/${owner.userId}`)).status, status)
  }
  assert.equal((await stranger.delete(`${members}/${stranger.userId}`)).status, 404)
})

test('nobody gives or takes a role that can do more than they can, or changes their own', async (t) => {
  const app = await buildTestApp(t)
  const { id, members, owner } = await buildSchool(app)
  const staff = await app.signInAs({ username: 'staff', organizationId: id, role: 'org_admin' })
  const { id: userId } = await app.createUser({ username: 'somebody' })

  assert.equal((await staff.post(members, { userId, roles: ['owner'] })).body.code, 'PERMISSION_LACKING')
  assert.equal((await staff.post(members, { userId, roles: ['org_admin'] })).status, 201)
  assert.equal((await staff.patch(`${members}/${owner.userId}`, { roles: ['learner'] })).status, 403)
  assert.equal((await staff.delete(`${members}/${owner.userId}`)).status, 403)
  assert.equal((await staff.patch(`${members}/${staff.userId}`, { roles: ['learner'] })).body.code, 'OWN_ROLES')
  assert.equal((await owner.post(members, { userId: owner.userId })).body.code, 'OWN_ROLES')
  assert.equal((await owner.post(members, { userId, roles: ['admin'] })).status, 409)
  assert.equal((await owner.patch(`${members}/${userId}`, { roles: ['admin'] })).body.code, 'ROLE_SCOPE')
  assert.equal((await owner.patch(`${members}/${userId}`, { roles: ['wizard'] })).status, 404)
  assert.equal((await owner.patch(`${members}/${userId}`, { roles: [] })).status, 400)
})

test('unknown users and those who are no members are not found', async (t) => {
  const app = await buildTestApp(t)
  const { members, owner } = await buildSchool(app)
  const { id: userId } = await app.createUser({ username: 'outsider' })

  assert.equal((await owner.post(members, { userId: 'usr_0000' })).status, 404)
  assert.equal((await owner.post(members, { userId: 'nonsense' })).status, 400)
  assert.equal((await owner.patch(`${members}/${userId}`, { roles: ['learner'] })).status, 404)
  assert.equal((await owner.delete(`${members}/${userId}`)).status, 404)
})

test('the last owner neither leaves nor is removed', async (t) => {
  const app = await buildTestApp(t)
  const { id, members, owner, admin } = await buildSchool(app)

  for (const refused of [
    await owner.delete(`${members}/${owner.userId}`),
    await admin.delete(`${members}/${owner.userId}`),
    await admin.patch(`${members}/${owner.userId}`, { roles: ['learner'] })
  ]) {
    assert.equal(refused.status, 409)
    assert.equal(refused.body.code, 'LAST_OWNER')
  }
  const heir = await app.signInAs({ username: 'heir', organizationId: id, role: 'owner' })
  assert.equal((await owner.delete(`${members}/${owner.userId}`)).status, 204)
  assert.equal((await heir.delete(`${members}/${heir.userId}`)).body.code, 'LAST_OWNER')
})

test('two owners who leave, or remove each other, at once leave one, every time', async (t) => {
  const app = await buildTestApp(t)
  const { id, members, owner, admin } = await buildSchool(app)
  const peer = await app.signInAs({ username: 'peer', organizationId: id, role: 'owner' })
  const ways = [
    () => [owner.delete(`${members}/${owner.userId}`), peer.delete(`${members}/${peer.userId}`)],
    () => [owner.delete(`${members}/${peer.userId}`), peer.delete(`${members}/${owner.userId}`)]
  ]
  for (const way of [...ways, ...ways]) {
    const answers = await Promise.all(way())

    const refused = answers.filter(({ status }) => status !== 204)
    assert.equal(refused.length, 1, answers.map(({ text }) => text).join())
    // 404: whoever came so late that they were no member any more when they asked.
    assert.ok(refused[0]?.status === 404 || refused[0]?.body.code === 'LAST_OWNER')
    const left = await list(admin, members)
    assert.equal(left.length, 1)
    const [gone] = [owner, peer].filter(({ userId }) => userId !== left[0]?.user.id)
    assert.equal((await admin.post(members, { userId: gone?.userId, roles: ['owner'] })).status, 201)
  }
})

test('members are paged, searched and counted', async (t) => {
  const app = await buildTestApp(t)
  const { id, members, owner, admin } = await buildSchool(app)
  const names = ['Ayu Lestari', 'Bagus Priyono', 'Ayu Ödegård', '100% Sure']
  for (const [i, fullName] of names.entries()) {
    const made = await admin.post('/api/users', { username: `pupil.${i}`, fullName, organizationId: id })
    assert.equal(made.status, 201, made.text)
  }
  await admin.patch(`${members}/${owner.userId}`, { roles: ['owner', 'mentor'] })

  const seen: string[] = []
  let cursor = ''
  do {
    const { body } = await owner.get(`${members}?limit=2&total=true${cursor && `&cursor=${cursor}`}`)
    assert.equal(body.total, 5)
    seen.push(...body.data.map(({ user }: Member) => user.username))
    cursor = body.nextCursor ?? ''
  } while (cursor)
  assert.deepEqual(seen.sort(), ['head', 'pupil.0', 'pupil.1', 'pupil.2', 'pupil.3'])

  const find = async (q: string) =>
    (await list(owner, `${members}?q=${encodeURIComponent(q)}`)).map(({ user }) => user.username)
  assert.deepEqual(await find('AYU'), ['pupil.0', 'pupil.2'])
  assert.deepEqual(await find('ayu ödeg'), ['pupil.2'])
  assert.deepEqual(await find('100%'), ['pupil.3'])
  assert.deepEqual(await find('head nobody'), [])
  const counted = await owner.get(`${members}?q=ayu&total=true`)
  assert.equal(counted.body.total, 2)
})
