import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { emitted } from '../../support/events.js'
import { createCourse, createOrganization, publishCourse, toldTo } from './courses.js'

test('a mentor creates a draft, and an address of its own comes with it', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')

  const made = await mentor.post('/api/courses', {
    title: '  Membangun API: dengan “Fastify”  ',
    tags: [' Backend', 'backend', 'TypeScript ', 'ﬁber'],
    category: ' Web ',
    level: 'beginner',
    durationWeeks: 8,
    thumbnailUrl: '/images/api.png'
  })

  assert.equal(made.status, 201, made.text)
  const { id, createdAt, updatedAt, timeZone, capacity, endsAt, accessDays, ...rest } = made.body
  assert.match(id, /^crs_/)
  assert.equal(createdAt, updatedAt)
  assert.equal(made.headers.location, `/api/courses/${id}`)
  assert.equal(made.headers.etag, '"v1"')
  assert.deepEqual(rest, {
    organizationId: app.organizationId,
    slug: 'membangun-api-dengan-fastify',
    title: 'Membangun API: dengan “Fastify”',
    description: '',
    category: 'Web',
    tags: ['backend', 'typescript', 'fiber'],
    level: 'beginner',
    thumbnailUrl: '/images/api.png',
    durationWeeks: 8,
    status: 'draft',
    visibility: 'public',
    enrolmentMode: 'open',
    mentorId: mentor.userId,
    createdBy: mentor.userId,
    version: 1,
    publishedAt: null,
    archivedAt: null
  })
  const read = await mentor.get('/api/courses/membangun-api-dengan-fastify')
  assert.deepEqual([read.status, read.body, read.headers.etag], [200, made.body, '"v1"'])
  assert.deepEqual([timeZone, capacity, endsAt, accessDays], ['Asia/Jakarta', null, null, null])
  const { description: _, ...summary } = { id, createdAt, updatedAt, ...rest }
  assert.deepEqual((await mentor.get('/api/courses')).body, { data: [summary], nextCursor: null })
})

test('slugs are made unique, or refused when they were asked for', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const made = await Promise.all(Array.from({ length: 6 }, () => createCourse(mentor, { title: 'Kelas A' })))
  const numbered = ['kelas-a', ...Array.from({ length: 20 }, (_, i) => `kelas-a-${i + 2}`)]
  for (const { slug } of made) assert.match(slug, /^kelas-a(-\w+)?$/)
  assert.equal(new Set(made.map(({ slug }) => slug)).size, 6)

  const more = []
  for (let i = 0; i < 22; i++) more.push((await createCourse(mentor, { title: 'Kelas A' })).slug)
  assert.ok(more.slice(0, 5).every((slug) => numbered.includes(slug)))
  assert.match(String(more.at(-1)), /^kelas-a-[0-9a-z]{8}$/, 'after twenty numbers the end of the id decides')

  assert.equal((await createCourse(mentor, { title: '课程' })).slug, 'course')
  const taken = await mentor.post('/api/courses', { title: 'B', slug: 'kelas-a' })
  assert.deepEqual([taken.status, taken.body.code], [409, 'SLUG_TAKEN'])
  const { id, version } = await createCourse(mentor, { title: 'C', slug: 'kelas-c', tags: ['satu'] })
  const moved = await mentor.patch(`/api/courses/${id}`, { slug: 'kelas-a', tags: ['dua'] })
  assert.deepEqual([moved.status, moved.body.code], [409, 'SLUG_TAKEN'])
  assert.deepEqual((await mentor.get('/api/courses?tag=dua')).body.data, [], 'nothing of the change was kept')
  assert.equal((await mentor.get(`/api/courses/${id}`)).body.version, version)
})

const refusedBodies: [field: string, body: Record<string, unknown>][] = [
  ['title', {}],
  ['title', { title: '' }],
  ['title', { title: '   ' }],
  ['title', { title: 'a\nb' }],
  ['title', { title: 'x'.repeat(201) }],
  ['title', { title: 7 }],
  ['slug', { title: 'A', slug: 'Not-A-Slug' }],
  ['slug', { title: 'A', slug: 'crs_1' }],
  ['description', { title: 'A', description: 'x'.repeat(20_001) }],
  ['description', { title: 'A', description: null }],
  ['category', { title: 'A', category: 'x'.repeat(81) }],
  ['tags', { title: 'A', tags: Array.from({ length: 21 }, (_, i) => `t${i}`) }],
  ['tags.0', { title: 'A', tags: ['x'.repeat(41)] }],
  ['tags.0', { title: 'A', tags: [' '] }],
  ['tags', { title: 'A', tags: ['ﷺ'.repeat(30)] }],
  ['level', { title: 'A', level: 'expert' }],
  ['thumbnailUrl', { title: 'A', thumbnailUrl: 'javascript:alert(1)' }],
  ['thumbnailUrl', { title: 'A', thumbnailUrl: '//evil.example/x.png' }],
  ['thumbnailUrl', { title: 'A', thumbnailUrl: '/\\evil.example/x.png' }],
  ['thumbnailUrl', { title: 'A', thumbnailUrl: 'https://x.example/"onload=' }],
  ['durationWeeks', { title: 'A', durationWeeks: 0 }],
  ['durationWeeks', { title: 'A', durationWeeks: 521 }],
  ['durationWeeks', { title: 'A', durationWeeks: 1.5 }],
  ['visibility', { title: 'A', visibility: 'secret' }],
  ['mentorId', { title: 'A', mentorId: 'somebody' }],
  ['organizationId', { title: 'A', organizationId: 'here' }],
  ['status', { title: 'A', status: 'published' }],
  ['createdBy', { title: 'A', createdBy: 'usr_1' }]
]

test('what a course may not be is refused by its field, and nothing is written', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  for (const [field, body] of refusedBodies) {
    const { status, body: answer } = await mentor.post('/api/courses', body)
    assert.equal(status, 400, `${field} ${JSON.stringify(body).slice(0, 80)}`)
    assert.deepEqual(Object.keys(answer.details), [field])
  }
  assert.deepEqual((await mentor.get('/api/courses?total=true')).body, { data: [], nextCursor: null, total: 0 })

  const longest = {
    title: '𝒦'.repeat(200),
    description: '€'.repeat(20_000),
    tags: Array.from({ length: 20 }, (_, i) => `t${i}`)
  }
  const made = await createCourse(mentor, { ...longest, thumbnailUrl: 'https://img.example/a.png' })
  assert.equal(made.description, longest.description)
  const tooLarge = await mentor.post('/api/courses', { title: 'A', description: 'x'.repeat(300_000) })
  assert.deepEqual([tooLarge.status, tooLarge.body.code], [413, 'BODY_TOO_LARGE'])
})

test('courses are created where one may, and mentored by who may mentor there', async (t) => {
  const app = await buildTestApp(t)
  const elsewhere = await createOrganization(app, 'Elsewhere')
  const mentor = await app.as('mentor')
  const owner = await app.as('owner')
  const admin = await app.as('admin')
  const learner = await app.as('learner')
  const stranger = await app.signInAs({ username: 'mentor.asing', role: 'mentor', organizationId: elsewhere })

  assert.equal((await learner.post('/api/courses', { title: 'A' })).status, 403)
  assert.equal((await app.anonymous().post('/api/courses', { title: 'A' })).status, 401)
  assert.equal((await mentor.post('/api/courses', { title: 'A', organizationId: elsewhere })).status, 404)
  assert.equal((await admin.post('/api/courses', { title: 'A', organizationId: 'org_0' })).status, 404)
  assert.equal((await stranger.post('/api/courses', { title: 'A', organizationId: elsewhere })).status, 201)

  for (const mentorId of [learner.userId, stranger.userId, 'usr_0']) {
    const { status, body } = await owner.post('/api/courses', { title: 'A', mentorId })
    assert.deepEqual([status, body.code, Object.keys(body.details)], [422, 'NOT_A_MENTOR', ['mentorId']])
  }
  assert.equal((await createCourse(owner, { mentorId: mentor.userId })).mentorId, mentor.userId)
  assert.equal((await createCourse(owner, { mentorId: null })).mentorId, null)
  assert.equal((await createCourse(owner, { mentorId: admin.userId })).mentorId, admin.userId)
})

test('PUT replaces the content and keeps place and name, PATCH changes what it names', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const made = await createCourse(mentor, {
    category: 'Web',
    tags: ['a'],
    level: 'advanced',
    durationWeeks: 3,
    visibility: 'internal'
  })

  const patched = await mentor.patch(`/api/courses/${made.id}`, { title: 'Baru', level: null })
  assert.deepEqual(patched.body, {
    ...made,
    title: 'Baru',
    level: null,
    version: 2,
    updatedAt: patched.body.updatedAt
  })
  assert.equal(patched.headers.etag, '"v2"')

  const replaced = await mentor.put(`/api/courses/${made.slug}`, { title: 'Lain', tags: ['b'] })
  assert.deepEqual(replaced.body, {
    ...made,
    title: 'Lain',
    description: '',
    category: null,
    tags: ['b'],
    level: null,
    durationWeeks: null,
    version: 3,
    updatedAt: replaced.body.updatedAt
  })
  assert.deepEqual((await mentor.get(`/api/courses/${made.id}`)).body, replaced.body)
  const found = async (query: string) => (await mentor.get(`/api/courses?${query}`)).body.data.length
  assert.deepEqual(
    [await found('tag=a'), await found('tag=b'), await found('q=dasar'), await found('q=lain')],
    [0, 1, 0, 1]
  )

  const same = await mentor.put(`/api/courses/${made.id}`, { title: 'Lain', tags: ['B '] })
  assert.equal(same.body.version, 3, 'what changes nothing is no new version')
  assert.equal((await mentor.put(`/api/courses/${made.id}`, { tags: [] })).status, 400)
  assert.equal((await mentor.patch(`/api/courses/${made.id}`, { status: 'published' })).status, 400)
})

test('who has the version already is told so, and only who has it changes the course', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id, slug } = await publishCourse(mentor)
  for (const ref of [id, slug]) {
    for (const tag of ['"v2"', 'W/"v2"', '"v1", "v2"', '*']) {
      const { status, text, headers } = await mentor.get(`/api/courses/${ref}`, { 'if-none-match': tag })
      assert.deepEqual([status, text, headers.etag], [304, '', '"v2"'], tag)
    }
    const changed = await app.anonymous().get(`/api/courses/${ref}`, { 'if-none-match': '"v1"' })
    assert.deepEqual([changed.status, changed.body.id, changed.headers.etag], [200, id, '"v2"'])
  }
  for (const [method, path] of [
    ['patch', ''],
    ['put', ''],
    ['post', '/archive']
  ] as const) {
    const stale = await mentor[method](`/api/courses/${id}${path}`, { title: 'X' }, { 'if-match': '"v1"' })
    assert.equal(stale.status, 412, stale.text)
  }
  assert.equal((await mentor.delete(`/api/courses/${id}`, { 'if-match': '"v1"' })).status, 412)
  assert.equal((await mentor.patch(`/api/courses/${id}`, { title: 'X' }, { 'if-match': '"v2"' })).status, 200)
})

test('of many changes at once with one version one happens, without a version all do', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id } = await createCourse(mentor)
  const change = (n: number, headers = {}) => mentor.patch(`/api/courses/${id}`, { title: `Judul ${n}` }, headers)

  const guarded = await Promise.all(Array.from({ length: 20 }, (_, n) => change(n, { 'if-match': '"v1"' })))
  const statuses = guarded.map(({ status }) => status).sort()
  assert.deepEqual(statuses, [200, ...Array.from({ length: 19 }, () => 412)])

  const open = await Promise.all(Array.from({ length: 20 }, (_, n) => change(n + 100)))
  assert.ok(open.every(({ status }) => status === 200))
  const versions = open.map(({ body }) => body.version).sort((a, b) => a - b)
  assert.deepEqual(
    versions,
    Array.from({ length: 20 }, (_, n) => n + 3)
  )
})

test('a course goes from draft to published to archived and back, and nowhere else', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id } = await createCourse(mentor, { description: ' \n' })
  const move = async (name: string) => {
    const { status, body, headers } = await mentor.post(`/api/courses/${id}/${name}`)
    return [status, status === 200 ? body.status : body.code, headers.etag]
  }

  assert.deepEqual(await move('publish'), [422, 'NOT_PUBLISHABLE', undefined])
  await mentor.patch(`/api/courses/${id}`, { description: 'Isi' })
  assert.deepEqual(await move('publish'), [200, 'published', '"v3"'])
  assert.deepEqual(await move('publish'), [409, 'ILLEGAL_TRANSITION', undefined])
  const { publishedAt } = (await mentor.get(`/api/courses/${id}`)).body
  app.clock.advance(60_000)
  assert.deepEqual(await move('archive'), [200, 'archived', '"v4"'])
  assert.deepEqual(await move('archive'), [409, 'ILLEGAL_TRANSITION', undefined])
  assert.deepEqual(await move('publish'), [200, 'published', '"v5"'])
  const { body } = await mentor.get(`/api/courses/${id}`)
  assert.deepEqual([body.publishedAt, body.archivedAt], [publishedAt, null])

  const draft = await createCourse(mentor)
  assert.equal((await mentor.post(`/api/courses/${draft.id}/archive`)).body.status, 'archived')
  assert.equal((await (await app.as('learner')).post(`/api/courses/${id}/archive`)).status, 403)
  assert.equal((await (await app.as('learner')).post(`/api/courses/${draft.id}/publish`)).status, 404)
})

test('deleting archives, and with learners only by force of who may', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner, owner] = [await app.as('mentor'), await app.as('learner'), await app.as('owner')]
  const { id } = await publishCourse(mentor)
  await learner.post(`/api/courses/${id}/enrolments`)

  assert.equal((await learner.delete(`/api/courses/${id}`)).status, 403)
  const kept = await mentor.delete(`/api/courses/${id}`)
  assert.deepEqual([kept.status, kept.body.code], [409, 'COURSE_HAS_LEARNERS'])
  assert.equal((await mentor.delete(`/api/courses/${id}?force=true`)).status, 403)
  assert.equal((await owner.delete(`/api/courses/${id}`)).status, 409)
  assert.equal((await owner.delete(`/api/courses/${id}?force=true`)).status, 204)
  assert.equal((await owner.delete(`/api/courses/${id}`)).status, 204, 'what is archived stays so')
  const { body } = await learner.get(`/api/courses/${id}`)
  assert.equal(body.status, 'archived', 'who takes it still reads it')
  assert.equal((await mentor.delete(`/api/courses/${(await createCourse(mentor)).id}`)).status, 204)
  assert.equal((await mentor.delete('/api/courses/crs_unknown')).status, 404)
})

test('a course moves to another organisation with who may have it there', async (t) => {
  const app = await buildTestApp(t)
  const elsewhere = await createOrganization(app, 'Elsewhere')
  const [mentor, admin, owner] = [await app.as('mentor'), await app.as('admin'), await app.as('owner')]
  const { id } = await createCourse(mentor)
  const moveAs = async (client: typeof mentor, body: Record<string, unknown>) => {
    const answer = await client.patch(`/api/courses/${id}`, body)
    return [answer.status, answer.body.code]
  }

  assert.deepEqual(await moveAs(owner, { organizationId: elsewhere }), [403, 'FORBIDDEN'])
  assert.deepEqual(await moveAs(admin, { organizationId: 'org_0' }), [404, 'NOT_FOUND'])
  assert.deepEqual(await moveAs(admin, { organizationId: elsewhere }), [422, 'NOT_A_MENTOR'])
  assert.deepEqual(await moveAs(admin, { organizationId: elsewhere, mentorId: null }), [200, undefined])
  assert.equal((await mentor.get(`/api/courses/${id}`)).status, 404)
})

test('learners hear of what happens to their course, once it is published', async (t) => {
  const app = await buildTestApp(t)
  const [mentor, learner] = [await app.as('mentor'), await app.as('learner')]
  const other = await app.signInAs({ username: 'joko' })
  const { id } = await createCourse(mentor, { title: 'Web' })
  const link = `/app/courses/${id}`
  await mentor.post(`/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
  const enrolled = {
    type: 'enrolment_created',
    title: 'You are enrolled',
    message: 'You were enrolled in “Web”.',
    link
  }

  await mentor.patch(`/api/courses/${id}`, { description: 'Still a draft' })
  assert.deepEqual(await toldTo(learner), [enrolled])
  await mentor.post(`/api/courses/${id}/publish`)
  await mentor.patch(`/api/courses/${id}`, { title: 'Web 2' })
  await mentor.patch(`/api/courses/${id}`, { title: 'Web 2' })
  await mentor.post(`/api/courses/${id}/archive`)
  assert.deepEqual(await toldTo(learner), [
    {
      type: 'course_archived',
      title: 'Course archived',
      message: '“Web 2” is archived: you can still read it.',
      link
    },
    { type: 'course_changed', title: 'Course updated', message: '“Web 2” has changed.', link },
    { type: 'course_published', title: 'Course published', message: '“Web” is open.', link },
    enrolled
  ])
  assert.deepEqual(await toldTo(other), [])

  // Of what is of no concern to who is in already, and of drafts, other systems alone hear.
  const { id: next } = await publishCourse(mentor, { title: 'Robot' })
  await mentor.patch(`/api/courses/${next}`, { capacity: 12 })
  const { data, audience } = (await emitted(app, 'course_changed')).at(-1) ?? {}
  assert.deepEqual([data, audience], [{ courseId: next, courseTitle: 'Robot', fields: ['capacity'] }, null])
  await mentor.post(`/api/courses/${(await createCourse(mentor)).id}/archive`)
  assert.deepEqual(
    (await emitted(app, 'course_archived')).map(({ audience }) => audience),
    [{ courseId: id }, null]
  )
})
