import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { eq } from 'drizzle-orm'
import { findReleaseCycle } from '../../../src/modules/content/release-cycle.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { assertErrorForm } from '../../support/error-form.js'
import { insertContent } from './content.js'

interface Titled {
  id: string
  title: string
}

async function newCourse(mentor: Client, title: string): Promise<string> {
  const { body } = await mentor.post('/api/courses', { title, description: 'Dari nol.' })
  assert.equal((await mentor.post(`/api/courses/${body.id}/publish`)).status, 200)
  return body.id
}

/** A course of two modules with two lessons each, and one of another course. */
async function build(t: Parameters<typeof buildTestApp>[0]) {
  const app = await buildTestApp(t)
  const mentor = await app.as('mentor')
  const courseId = await newCourse(mentor, 'Merakit robot')
  const ids = await insertContent(app, courseId, [
    { title: 'A', lessons: [{ title: 'A1' }, { title: 'A2' }] },
    { title: 'B', lessons: [{ title: 'B1' }, { title: 'B2' }] }
  ])
  const otherId = await newCourse(mentor, 'Menulis')
  const others = await insertContent(app, otherId, [{ title: 'X', lessons: [{ title: 'X1' }] }])
  const url = `/api/courses/${courseId}/outline`
  const orderOf = (...order: [string, string[]][]) => ({
    modules: order.map(([module, lessons]) => ({ id: id(module), lessonIds: lessons.map(id) }))
  })
  const id = (title: string) => ids[title] ?? others[title] ?? title
  const titles = async () =>
    (await mentor.get(url)).body.modules.map(({ title, lessons }: Titled & { lessons: Titled[] }) => [
      title,
      lessons.map((lesson) => lesson.title)
    ])
  return { app, mentor, url, orderOf, titles, id }
}

const inPlace: [string, string[]][] = [
  ['A', ['A1', 'A2']],
  ['B', ['B1', 'B2']]
]

describe('PUT /api/courses/:id/outline', () => {
  it('puts modules and lessons in order, and lessons into other modules', async (t) => {
    const { mentor, url, orderOf, titles } = await build(t)
    const answer = await mentor.put(url, orderOf(['B', ['A2', 'B2', 'B1']], ['A', ['A1']]))
    assert.equal(answer.status, 200, answer.text)
    const wanted = [
      ['B', ['A2', 'B2', 'B1']],
      ['A', ['A1']]
    ]
    assert.deepEqual(
      answer.body.modules.map(({ title, lessons }: Titled & { lessons: Titled[] }) => [
        title,
        lessons.map((lesson) => lesson.title)
      ]),
      wanted
    )
    assert.deepEqual(await titles(), wanted)
  })

  const wrong: [name: string, code: string, order: [string, string[]][]][] = [
    [
      'drops a lesson',
      'OUTLINE_INCOMPLETE',
      [
        ['A', ['A1', 'A2']],
        ['B', ['B1']]
      ]
    ],
    ['drops a module', 'OUTLINE_INCOMPLETE', [['A', ['A1', 'A2', 'B1', 'B2']]]],
    ['is empty', 'OUTLINE_INCOMPLETE', []],
    [
      'holds a lesson of another course',
      'OUTLINE_FOREIGN',
      [
        ['A', ['A1', 'A2', 'X1']],
        ['B', ['B1', 'B2']]
      ]
    ],
    ['holds a module of another course', 'OUTLINE_FOREIGN', [...inPlace, ['X', []]]],
    [
      'holds a lesson that there is not',
      'OUTLINE_FOREIGN',
      [
        ['A', ['A1', 'A2', 'les_0000']],
        ['B', ['B1', 'B2']]
      ]
    ],
    [
      'names a lesson twice',
      'OUTLINE_DUPLICATE',
      [
        ['A', ['A1', 'A2', 'A1']],
        ['B', ['B1', 'B2']]
      ]
    ],
    [
      'names a lesson in two modules',
      'OUTLINE_DUPLICATE',
      [
        ['A', ['A1', 'A2']],
        ['B', ['B1', 'B2', 'A1']]
      ]
    ],
    ['names a module twice', 'OUTLINE_DUPLICATE', [...inPlace, ['A', []]]]
  ]
  for (const [name, code, order] of wrong) {
    it(`refuses an order that ${name}, and changes nothing`, async (t) => {
      const { mentor, url, orderOf, titles } = await build(t)
      const before = (await mentor.get(url)).headers.etag
      assertErrorForm(await mentor.put(url, orderOf(...order)), { status: 422, code, field: 'modules' })
      assert.deepEqual(await titles(), inPlace)
      assert.equal((await mentor.get(url)).headers.etag, before)
    })
  }

  it('refuses to put a lesson into the module that waits for it', async (t) => {
    const { app, mentor, url, orderOf, id } = await build(t)
    const { modules } = app.database.tables
    await app.database.transaction(async (tx) => {
      const rule = { releaseKind: 'after_lesson' as const, releaseLessonId: id('A1') }
      await tx
        .update(modules)
        .set(rule)
        .where(eq(modules.id, id('B')))
    })
    assert.equal((await mentor.put(url, orderOf(...inPlace))).status, 200)
    const circular = orderOf(['A', ['A2']], ['B', ['A1', 'B1', 'B2']])
    assertErrorForm(await mentor.put(url, circular), { status: 422, code: 'RELEASE_CYCLE', field: 'modules' })
  })

  it('honours If-Match: of two who sort what they saw, one wins', async (t) => {
    const { mentor, url, orderOf, titles } = await build(t)
    const etag = String((await mentor.get(url)).headers.etag)
    const answers = await Promise.all([
      mentor.put(url, orderOf(['B', ['B1', 'B2']], ['A', ['A1', 'A2']]), { 'if-match': etag }),
      mentor.put(url, orderOf(['A', ['A2', 'A1']], ['B', ['B2', 'B1']]), { 'if-match': etag })
    ])
    assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412])
    const winner = answers.find(({ status }) => status === 200)
    assert.deepEqual(
      await titles(),
      winner?.body.modules.map(({ title, lessons }: Titled & { lessons: Titled[] }) => [
        title,
        lessons.map((lesson) => lesson.title)
      ])
    )
  })

  it('is for who manages the course', async (t) => {
    const { app, url, orderOf } = await build(t)
    const learner = await app.as('learner')
    assertErrorForm(await learner.put(url, orderOf(...inPlace)), { status: 403 })
    assertErrorForm(await app.anonymous().put(url, orderOf(...inPlace)), { status: 401 })
  })
})

describe('a circle of lessons that wait', () => {
  const lesson = (id: string, releaseLessonId: string | null = null, moduleId = 'm') => ({
    id,
    moduleId,
    releaseKind: releaseLessonId ? ('after_lesson' as const) : ('immediately' as const),
    releaseLessonId
  })
  const module = (id: string, releaseLessonId: string | null = null) => ({ ...lesson(id, releaseLessonId), id })

  it('is found, however long it is', () => {
    assert.equal(findReleaseCycle({ modules: [module('m')], lessons: [lesson('a', 'b'), lesson('b')] }), undefined)
    assert.deepEqual(findReleaseCycle({ modules: [module('m')], lessons: [lesson('a', 'a')] }), ['a'])
    const long = Array.from({ length: 500 }, (_, i) => lesson(`l${i}`, `l${(i + 1) % 500}`))
    assert.equal(findReleaseCycle({ modules: [module('m')], lessons: long })?.length, 500)
    assert.equal(findReleaseCycle({ modules: [module('m')], lessons: long.with(499, lesson('l499')) }), undefined)
  })

  it('goes through modules', () => {
    const modules = [module('m'), module('n', 'a')]
    assert.deepEqual(findReleaseCycle({ modules, lessons: [lesson('a', 'b'), lesson('b', null, 'n')] })?.sort(), [
      'a',
      'b'
    ])
    assert.equal(findReleaseCycle({ modules, lessons: [lesson('a'), lesson('b', null, 'n')] }), undefined)
  })
})
