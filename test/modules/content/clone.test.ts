import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eq } from 'drizzle-orm'
import { buildTestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { insertContent } from './content.js'

interface Lesson {
  id: string
  title: string
}
type Module = Lesson & { status: string; lessons: Lesson[] }

async function build(t: Parameters<typeof buildTestApp>[0]) {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const fields = { title: 'Merakit robot', description: 'Dari nol.', tags: ['robot'], capacity: 30, durationWeeks: 8 }
  const { body: course } = await mentor.post('/api/courses', fields)
  await mentor.post(`/api/courses/${course.id}/publish`)
  const ids = await insertContent(app, course.id, [
    {
      title: 'A',
      lessons: [{ title: 'A1' }, { title: 'A2', isRequired: false }, { title: 'lama', status: 'archived' }]
    },
    { title: 'B', status: 'draft', releaseKind: 'cohort_week', releaseNumber: 2, lessons: [{ title: 'B1' }] },
    { title: 'C', status: 'archived', lessons: [{ title: 'C1' }] }
  ])
  const { lessons } = app.database.tables
  await app.database.transaction(async (tx) => {
    const after = (id: string | undefined) => ({ releaseKind: 'after_lesson' as const, releaseLessonId: id ?? '' })
    await tx
      .update(lessons)
      .set(after(ids.A1))
      .where(eq(lessons.id, ids.A2 ?? ''))
    await tx
      .update(lessons)
      .set(after(ids.lama))
      .where(eq(lessons.id, ids.B1 ?? ''))
  })
  return { app, mentor, course, ids, url: `/api/courses/${course.id}/clone` }
}

describe('a clone of a course', () => {
  it('is a draft of its own with the same content, without what is archived', async (t) => {
    const { app, mentor, course, ids, url } = await build(t)
    const { status, body: copy, headers } = await mentor.post(url)
    assert.equal(status, 201)
    assert.equal(headers.location, `/api/courses/${copy.id}`)
    const { title, slug, status: state, description, tags, capacity, durationWeeks, mentorId, publishedAt } = copy
    assert.deepEqual(
      { title, state, description, tags, capacity, durationWeeks, mentorId, publishedAt },
      {
        title: 'Merakit robot (copy)',
        state: 'draft',
        description: 'Dari nol.',
        tags: ['robot'],
        capacity: 30,
        durationWeeks: 8,
        mentorId: mentor.userId,
        publishedAt: null
      }
    )
    assert.notEqual(slug, course.slug)

    const { body: outline } = await mentor.get(`/api/courses/${copy.id}/outline?archived=true`)
    assert.deepEqual(
      outline.modules.map((module: Module) => [module.title, module.status, module.lessons.map((l) => l.title)]),
      [
        ['A', 'published', ['A1', 'A2']],
        ['B', 'draft', ['B1']]
      ]
    )
    const made = outline.modules.flatMap((module: Module) => [module.id, ...module.lessons.map((l) => l.id)])
    assert.equal(
      made.some((id: string) => Object.values(ids).includes(id)),
      false
    )

    const { read, tables } = app.database
    const rows = await read.select().from(tables.lessons).where(eq(tables.lessons.courseId, copy.id))
    const [a1, a2, b1] = ['A1', 'A2', 'B1'].map((name) => rows.find((row) => row.title === name))
    assert.equal(a2?.releaseLessonId, a1?.id, 'a rule waits for the copy of its lesson')
    assert.deepEqual([b1?.releaseKind, b1?.releaseLessonId], ['immediately', null], 'that lesson was left behind')
    assert.equal(a2?.isRequired, false)
  })

  it('lives by itself: what changes in one changes in no other', async (t) => {
    const { mentor, course, url } = await build(t)
    const outlineOf = async (id: string) => (await mentor.get(`/api/courses/${id}/outline`)).body.modules as Module[]
    const before = await outlineOf(course.id)
    const { body: copy } = await mentor.post(url, { title: 'Angkatan dua', slug: 'angkatan-dua' })
    assert.deepEqual([copy.title, copy.slug], ['Angkatan dua', 'angkatan-dua'])
    const modules = (await outlineOf(copy.id)).toReversed()
    const order = modules.map(({ id, lessons }) => ({ id, lessonIds: lessons.map((lesson) => lesson.id) }))
    assert.equal((await mentor.put(`/api/courses/${copy.id}/outline`, { modules: order })).status, 200)
    assert.deepEqual(await outlineOf(course.id), before)
  })

  it('is for who manages the course, in an organisation where they may create courses', async (t) => {
    const { app, mentor, url } = await build(t)
    const other = await app.signInAs({ username: 'other.mentor', role: 'mentor' })
    const admin = await app.as('admin')
    const { body: away } = await admin.post('/api/organizations', { name: 'Away' })
    assertErrorForm(await (await app.as('learner')).post(url), { status: 403 })
    assertErrorForm(await other.post(url), { status: 403 })
    assertErrorForm(await mentor.post(url, { organizationId: away.id }), { status: 404 })
    assert.equal((await admin.post(url, { organizationId: away.id })).body.organizationId, away.id)
    assertErrorForm(await mentor.post(url, { slug: 'merakit-robot' }), { status: 409, code: 'SLUG_TAKEN' })
    assert.equal((await mentor.get('/api/courses?q=merakit&total=true')).body.total, 1, 'what was refused left nothing')
  })
})
