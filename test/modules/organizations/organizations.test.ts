import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'

/** Directly: an organisation must only have one for what is tested here. */
async function insertCourse({ database, clock }: TestApp, organizationId: string): Promise<void> {
  const now = clock.now()
  await database.transaction(async (tx) => {
    await tx.insert(database.tables.courses).values({
      id: 'crs_test',
      organizationId,
      slug: 'a-course',
      title: 'A course',
      titleKey: 'a course',
      description: '',
      tags: [],
      status: 'archived',
      visibility: 'internal',
      searchKey: 'a course',
      version: 1,
      createdAt: now,
      updatedAt: now
    })
  })
}

test('an administrator makes an organisation and owns it', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')

  const made = await admin.post('/api/organizations', { name: '  SMA Nusantara ', description: 'Bandung' })

  assert.equal(made.status, 201, made.text)
  const { id, createdAt, updatedAt, ...rest } = made.body
  assert.match(id, /^org_/)
  assert.equal(made.headers.location, `/api/organizations/${id}`)
  assert.deepEqual(rest, {
    name: 'SMA Nusantara',
    slug: 'sma-nusantara',
    kind: 'school',
    description: 'Bandung',
    isDefault: false,
    version: 1
  })
  assert.deepEqual((await admin.get('/api/organizations/sma-nusantara')).body, made.body)
  const { body } = await admin.get(`/api/organizations/${id}/members`)
  assert.deepEqual(
    body.data.map(({ user, roles }: { user: { username: string }; roles: string[] }) => [user.username, roles]),
    [['a.admin', ['owner']]]
  )
  for (const role of ['owner', 'org_admin', 'learner'] as const) {
    assert.equal((await (await app.as(role)).post('/api/organizations', { name: 'Mine' })).status, 403)
  }
})

test('members alone see an organisation, and who may read all', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { id } = (await admin.post('/api/organizations', { name: 'Elsewhere' })).body
  const owner = await app.as('owner')
  const insider = await app.signInAs({ username: 'insider', organizationId: id })
  const slugs = async (client: typeof admin) => {
    const { body } = await client.get('/api/organizations?total=true')
    assert.equal(body.total, body.data.length)
    return body.data.map(({ slug }: { slug: string }) => slug)
  }

  assert.deepEqual(await slugs(admin), ['elsewhere', 'naik-kelas'])
  assert.deepEqual(await slugs(owner), ['naik-kelas'])
  assert.deepEqual(await slugs(insider), ['elsewhere'])
  assert.equal((await insider.get(`/api/organizations/${id}`)).status, 200)
  for (const idOrSlug of [id, 'elsewhere', 'org_0000']) {
    const path = `/api/organizations/${idOrSlug}`
    assert.equal((await owner.get(path)).status, 404)
    assert.equal((await owner.patch(path, { name: 'Mine now' })).status, 404)
    assert.equal((await owner.delete(path)).status, 404)
    assert.equal((await owner.get(`${path}/members`)).status, 404)
  }
  assert.equal((await insider.patch(`/api/organizations/${id}`, { name: 'Mine now' })).status, 403)
  assert.equal((await insider.delete(`/api/organizations/${id}`)).status, 403)
})

test('a slug is made of the name and numbered when it is taken, also by many at once', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  await admin.post('/api/organizations', { name: 'Kelas', slug: 'kelas-3' })

  const names = Array.from({ length: 5 }, () => ({ name: 'Kelas' }))
  const answers = await Promise.all(names.map((body) => admin.post('/api/organizations', body)))

  const slugs = answers.map(({ body }) => body.slug).sort()
  assert.deepEqual(slugs, ['kelas', 'kelas-2', 'kelas-4', 'kelas-5', 'kelas-6'])
  assert.equal((await admin.post('/api/organizations', { name: '学校' })).body.slug, 'organisation')
  const long = { name: 'x'.repeat(120) }
  const [first, second] = [await admin.post('/api/organizations', long), await admin.post('/api/organizations', long)]
  assert.equal(second.body.slug, `${first.body.slug}-2`)
})

test('a slug that is asked for and taken is refused', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { body: other } = await admin.post('/api/organizations', { name: 'Other', slug: 'other' })

  for (const refused of [
    await admin.post('/api/organizations', { name: 'New', slug: 'naik-kelas' }),
    await admin.patch(`/api/organizations/${other.id}`, { slug: 'naik-kelas' })
  ]) {
    assert.equal(refused.status, 409)
    assert.equal(refused.body.code, 'SLUG_TAKEN')
  }
  assert.equal((await admin.patch(`/api/organizations/${other.id}`, { slug: 'other' })).status, 200)
})

test('its staff change an organisation, and only what they have seen', async (t) => {
  const app = await buildTestApp(t)
  const staff = await app.as('org_admin')
  const path = `/api/organizations/${app.organizationId}`
  const { etag } = (await staff.get(path)).headers
  const ifMatch = { 'if-match': String(etag) }

  assert.equal((await staff.get(path, { 'if-none-match': String(etag) })).status, 304)
  const changed = await staff.patch(path, { name: 'Naik Kelas Bandung', kind: 'community' }, ifMatch)
  assert.equal(changed.status, 200, changed.text)
  assert.equal(changed.body.name, 'Naik Kelas Bandung')
  assert.equal(changed.body.kind, 'community')
  assert.equal(changed.body.slug, 'naik-kelas')
  assert.equal(changed.body.version, 2)
  assert.equal((await staff.patch(path, { name: 'Late' }, ifMatch)).status, 412)
  assert.equal((await staff.patch(path, {})).status, 400)
  assert.equal((await staff.patch(path, { isDefault: false })).status, 400)
  assert.equal((await (await app.as('mentor')).patch(path, { name: 'No' })).status, 403)
})

test('an organisation is deleted by its owner, and its members hear of it', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { id } = (await admin.post('/api/organizations', { name: 'Short-lived' })).body
  const learner = await app.signInAs({ username: 'pupil', organizationId: id })
  const owner = await app.signInAs({ username: 'head', organizationId: id, role: 'owner' })

  assert.equal((await owner.delete(`/api/organizations/${id}`)).status, 204)

  assert.equal((await owner.get(`/api/organizations/${id}`)).status, 404)
  assert.deepEqual((await learner.get(`/api/users/${learner.userId}/roles`)).body.assignments, [])
  const [news] = (await learner.get('/api/notifications')).body.data
  assert.equal(news.type, 'organization_deleted')
  assert.match(news.message, /Short-lived/)
})

test('an organisation with courses stays, and so does the default one', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const { id } = (await admin.post('/api/organizations', { name: 'Teaching' })).body
  await insertCourse(app, id)

  const refused = await admin.delete(`/api/organizations/${id}`)
  assert.equal(refused.status, 409)
  assert.equal(refused.body.code, 'ORGANIZATION_HAS_COURSES')
  const owner = await app.as('owner')
  const byDefault = await owner.delete(`/api/organizations/${app.organizationId}`)
  assert.equal(byDefault.body.code, 'DEFAULT_ORGANIZATION')
  assert.equal((await (await app.as('org_admin')).delete(`/api/organizations/${app.organizationId}`)).status, 403)
})

test('the list is paged in both directions', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  for (const name of ['Cendana', 'Aren', 'Bambu']) await admin.post('/api/organizations', { name })
  const walk = async (sort: string) => {
    const slugs: string[] = []
    let cursor = ''
    do {
      const { body } = await admin.get(`/api/organizations?limit=2&sort=${sort}${cursor && `&cursor=${cursor}`}`)
      slugs.push(...body.data.map(({ slug }: { slug: string }) => slug))
      cursor = body.nextCursor ?? ''
    } while (cursor)
    return slugs
  }
  assert.deepEqual(await walk('slug'), ['aren', 'bambu', 'cendana', 'naik-kelas'])
  assert.deepEqual(await walk('-slug'), ['naik-kelas', 'cendana', 'bambu', 'aren'])
  const { nextCursor } = (await admin.get('/api/organizations?limit=1')).body
  assert.equal((await admin.get(`/api/organizations?sort=-slug&cursor=${nextCursor}`)).status, 400)
})

test('an organisation that is not well-formed is refused and names the field', async (t) => {
  const app = await buildTestApp(t)
  const admin = await app.as('admin')
  const faults: [string, object][] = [
    ['name', { name: ' ' }],
    ['slug', { slug: 'Not a slug' }],
    ['kind', { kind: 'circus' }],
    ['description', { description: 'x'.repeat(2_001) }],
    ['isDefault', { isDefault: true }]
  ]
  for (const [field, fault] of faults) {
    const { status, body } = await admin.post('/api/organizations', { name: 'Good', ...fault })
    assert.equal(status, 400)
    assert.deepEqual(Object.keys(body.details), [field])
  }
})
