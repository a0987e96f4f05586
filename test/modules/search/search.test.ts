import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp } from '../../support/app.js'
import { createCourse, createOrganization, publishCourse } from '../courses/courses.js'
import { insertLesson, insertModule, insertNote, titlesOf } from './search.js'

test('everybody finds what they may see, and nothing of the rest, not even its title', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const away = await createOrganization(app, 'Elsewhere')
  const learner = await app.as('learner')
  const stranger = await app.signInAs({ username: 'asing', role: 'learner', organizationId: away })
  const awayAdmin = await app.signInAs({ username: 'admin.asing', role: 'org_admin', organizationId: away })
  const open = await publishCourse(mentor, { title: 'Wayang terbuka' })
  const internal = await publishCourse(mentor, { title: 'Wayang dalam', visibility: 'internal' })
  const invited = await publishCourse(mentor, { title: 'Wayang undangan', visibility: 'invite_only' })
  await createCourse(mentor, { title: 'Wayang konsep' })
  const { status } = await mentor.post(`/api/courses/${invited.id}/enrolments`, { userIds: [learner.userId] })
  assert.equal(status, 201)

  const lesson = (courseId: string, title: string, more: object = {}) => insertLesson(app, { courseId, title, ...more })
  await lesson(open.id, 'Wayang gratis', { isFree: true })
  await lesson(open.id, 'Wayang berbayar')
  await lesson(internal.id, 'Wayang gratis dalam', { isFree: true })
  await lesson(invited.id, 'Wayang diikuti', { text: 'panjang' })
  await lesson(invited.id, 'Wayang terkunci', { releaseAt: new Date('2099-01-01T00:00:00Z') })
  await lesson(invited.id, 'Wayang belum terbit', { status: 'draft' })
  await lesson(invited.id, 'Wayang diarsipkan', { status: 'archived' })
  const hidden = await insertModule(app, { courseId: invited.id, status: 'draft' })
  await lesson(invited.id, 'Wayang di modul konsep', { moduleId: hidden })
  const shown = await insertModule(app, { courseId: open.id, isFree: true })
  await lesson(open.id, 'Wayang di modul gratis', { moduleId: shown })

  const forAnybody = ['Wayang terbuka', 'Wayang gratis', 'Wayang di modul gratis']
  const forMembers = [...forAnybody, 'Wayang dalam', 'Wayang gratis dalam']
  const published = [...forMembers, 'Wayang undangan', 'Wayang berbayar', 'Wayang diikuti', 'Wayang terkunci']
  const all = [...published, 'Wayang konsep', 'Wayang belum terbit', 'Wayang di modul konsep']
  const otherMentor = await app.signInAs({ username: 'mentor.lain', role: 'mentor' })
  const expected: [name: string, client: typeof learner, titles: string[]][] = [
    ['nobody', app.anonymous(), forAnybody],
    ['a stranger', stranger, forAnybody],
    ['an administrator elsewhere', awayAdmin, forAnybody],
    ['a learner', learner, [...forMembers, 'Wayang undangan', 'Wayang diikuti']],
    ['another learner', await app.signInAs({ username: 'lain' }), forMembers],
    ['another mentor', otherMentor, forMembers],
    ['its mentor', mentor, all],
    ['the organisation’s administrator', await app.as('org_admin'), all],
    ['the administrator', await app.as('admin'), all]
  ]
  for (const [name, client, titles] of expected) {
    assert.deepEqual((await titlesOf(client, 'wayang')).sort(), [...titles].sort(), name)
    const { body } = await client.get('/api/search?q=wayang&total=true&limit=1')
    assert.equal(body.total, titles.length, name)
  }
  const facilitator = await titlesOf(await app.as('facilitator'), 'wayang', '&kind=lesson')
  assert.ok(facilitator.includes('Wayang berbayar') && !facilitator.includes('Wayang belum terbit'))

  assert.deepEqual(await titlesOf(learner, 'wayang', `&kind=course&courseId=${invited.id}`), ['Wayang undangan'])
  assert.deepEqual((await titlesOf(mentor, 'wayang', `&courseId=${internal.id}`)).sort(), [
    'Wayang dalam',
    'Wayang gratis dalam'
  ])
  assert.deepEqual(await titlesOf(stranger, 'wayang', `&courseId=${internal.id}`), [])
  assert.equal((await mentor.delete(`/api/courses/${invited.id}/enrolments/${learner.userId}`)).status, 204)
  assert.deepEqual((await titlesOf(learner, 'wayang')).sort(), [...forMembers].sort(), 'at once')
})

test('people are found by those who may read them, by name and username alone', async (t) => {
  const app = await buildTestApp(t)
  const away = await createOrganization(app, 'Elsewhere')
  const admin = await app.as('admin')
  const named = async (username: string, fullName: string, organizationId: string) => {
    const user = { username, fullName, organizationId, email: `${username}@rahasia.example` }
    const { status, text, body } = await admin.post('/api/users', user)
    assert.equal(status, 201, text)
    return body.id as string
  }
  const sari = await named('sari.dewi', 'Sari Dewi', app.organizationId)
  await named('sari.away', 'Sari Ayu', away)
  const facilitator = await app.as('facilitator')

  assert.deepEqual(await titlesOf(facilitator, 'sari'), ['Sari Dewi'])
  assert.deepEqual((await titlesOf(admin, 'sari', '&kind=person')).sort(), ['Sari Ayu', 'Sari Dewi'])
  for (const client of [await app.as('learner'), app.anonymous(), await app.signIn('a.learner')]) {
    assert.deepEqual(await titlesOf(client, 'sari'), [])
  }
  assert.deepEqual(await titlesOf(admin, 'rahasia'), [])
  const { body } = await facilitator.get('/api/search?q=dewi')
  const [{ score: _score, ...hit }] = body.data
  assert.deepEqual(hit, {
    kind: 'person',
    id: sari,
    title: 'Sari Dewi',
    courseId: null,
    courseTitle: null,
    passage: [
      { text: 'sari.', isMatch: false },
      { text: 'dewi', isMatch: true }
    ],
    link: `/app/users/${sari}`
  })
  await admin.patch(`/api/users/${sari}`, { fullName: 'Ratna' })
  assert.deepEqual(await titlesOf(facilitator, 'ratna'), ['Ratna'])
  assert.equal((await admin.delete(`/api/users/${sari}`)).status, 204)
  assert.deepEqual(await titlesOf(admin, 'ratna'), [])
})

test('notes are found by their writer alone', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const learner = await app.as('learner')
  const { id: courseId, title } = await publishCourse(mentor)
  const lessonId = await insertLesson(app, { courseId, title: 'Bagian pertama', isFree: true })
  const note = (userId: string, text: string) => insertNote(app, { userId, lessonId, courseId, text })
  const mine = await note(learner.userId, 'Ingat: Élan <b>vital</b> pada menit kelima')
  await note(mentor.userId, 'Elan milik mentor')
  const { body } = await learner.get('/api/search?q=elan%20vital')
  assert.equal(body.data.length, 1)
  const [{ score: _score, ...hit }] = body.data
  assert.deepEqual(hit, {
    kind: 'note',
    id: mine,
    title: 'Bagian pertama',
    courseId,
    courseTitle: title,
    passage: [
      { text: 'Ingat: ', isMatch: false },
      { text: 'Élan', isMatch: true },
      { text: ' <b>', isMatch: false },
      { text: 'vital', isMatch: true },
      { text: '</b> pada menit kelima', isMatch: false }
    ],
    link: `/app/courses/${courseId}/lessons/${lessonId}`
  })
  assert.deepEqual(await titlesOf(await app.as('admin'), 'elan'), [], 'not even the administrator')
  assert.deepEqual(await titlesOf(app.anonymous(), 'elan'), [])
  assert.deepEqual(await titlesOf(learner, 'elan', '&kind=lesson'), [])
})

test('the best come first, and pages neither skip nor double', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const { id: courseId } = await publishCourse(mentor, { title: 'Musik', description: 'Tentang nada.' })
  const lesson = (title: string, text: string) => insertLesson(app, { courseId, title, text })
  const rest = 'kata lain yang panjang '.repeat(20)
  await lesson('Disebut sekali', `gamelan ${rest}`)
  await lesson('Gamelan Jawa', rest)
  await lesson('Disebut sering', 'gamelan gamelan gamelan gamelan')
  await lesson('Hanya awalnya', `gamelanku ${rest}`)
  await lesson('Gamelanku', rest)
  assert.deepEqual(await titlesOf(mentor, 'gamelan'), [
    'Gamelan Jawa',
    'Gamelanku',
    'Disebut sering',
    'Disebut sekali',
    'Hanya awalnya'
  ])
  for (let n = 0; n < 45; n++) await lesson(`Angklung ${n}`, rest)
  const seen: string[] = []
  for (let cursor = ''; ; ) {
    const { body, text } = await mentor.get(`/api/search?q=angklung&limit=7${cursor && `&cursor=${cursor}`}`)
    assert.ok(body.data, text)
    seen.push(...body.data.map(({ title }: { title: string }) => title))
    if (body.nextCursor === null) break
    cursor = body.nextCursor
  }
  assert.equal(seen.length, 45)
  assert.equal(new Set(seen).size, 45)
  assert.deepEqual(seen, await titlesOf(mentor, 'angklung'))
})

test('a passage is plain text around the best match, whatever the content', async (t) => {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const far = 'Kalimat pembuka yang tidak penting. '.repeat(60)
  await publishCourse(mentor, {
    title: 'Satu',
    description: `${far}\n\n## Di sini <script>alert(1)</script> ada **Sasando** dan [sasando](javascript:x).\n\n${far}`
  })
  const { body } = await app.anonymous().get('/api/search?q=sasando')
  const { passage, link, kind, id } = body.data[0]
  assert.deepEqual([kind, link], ['course', `/app/courses/${id}`])
  const text = passage.map((part: { text: string }) => part.text).join('')
  assert.ok(text.length <= 200 && text.startsWith('… ') && text.endsWith(' …'), text)
  assert.match(text, /Di sini <script>alert\(1\)<\/script> ada Sasando dan sasando/)
  const marked = passage.filter((part: { isMatch: boolean }) => part.isMatch)
  assert.deepEqual(
    marked.map((part: { text: string }) => part.text),
    ['Sasando', 'sasando']
  )
})
