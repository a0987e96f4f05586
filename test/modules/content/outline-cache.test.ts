import assert from 'node:assert/strict'
import { describe, it, test } from 'node:test'
import { createTreeCache } from '../../../src/modules/content/published-tree.js'
import type { TreeLesson, TreeModule } from '../../../src/modules/content/published-tree.repository.js'
import { buildTestApp } from '../../support/app.js'
import type { Client } from '../../support/client.js'
import { publishCourse } from '../courses/courses.js'
import { changeLesson, insertContent } from './content.js'

const shared = {
  status: 'published' as const,
  isFree: false,
  releaseKind: 'immediately' as const,
  releaseAt: null,
  releaseNumber: null,
  releaseLessonId: null
}

function makeTree(lessons: number, status: TreeModule['status'] = 'published'): TreeModule[] {
  const lesson = (n: number): TreeLesson => ({
    ...shared,
    id: `les_${n}`,
    moduleId: 'mod_0',
    title: `Lesson ${n}`,
    position: n,
    isRequired: true,
    minutes: null
  })
  const content = {
    title: 'Module',
    summary: '',
    position: 0,
    lessons: Array.from({ length: lessons }, (_, n) => lesson(n))
  }
  return [{ ...shared, id: 'mod_0', status, ...content }]
}

/** Trees of so many lessons, and how often each was read. */
function createCounted(lessonsOf: (courseId: string) => number = () => 1) {
  const reads: string[] = []
  const trees = createTreeCache(async (courseId) => {
    reads.push(courseId)
    return makeTree(lessonsOf(courseId))
  })
  return { reads, trees }
}

describe('the trees in memory', () => {
  it('are read once for each version, whoever asks at the same time', async () => {
    const { reads, trees } = createCounted()
    const [first, second] = await Promise.all([trees.get('a', 1), trees.get('a', 1)])
    assert.equal(first, second)
    assert.equal(await trees.get('a', 1), first)
    await trees.get('b', 1)
    assert.deepEqual(reads, ['a', 'b'])
    const changed = await trees.get('a', 2)
    assert.deepEqual([changed.version, reads], [2, ['a', 'b', 'a']])
  })

  it('are not kept when they could not be read', async () => {
    let fails = true
    const trees = createTreeCache(async () => {
      if (fails) throw new Error('the database is away')
      return makeTree(1)
    })
    await assert.rejects(trees.get('a', 1), /away/)
    fails = false
    assert.equal((await trees.get('a', 1)).published.length, 1)
  })

  it('make room for others when there are too many lessons, those asked for longest ago first', async () => {
    const { reads, trees } = createCounted((courseId) => (courseId === 'large' ? 99_995 : 3))
    await trees.get('a', 1)
    await trees.get('b', 1)
    await trees.get('a', 1)
    await trees.get('large', 1)
    await trees.get('a', 1)
    assert.deepEqual(reads, ['a', 'b', 'large'])
    await trees.get('b', 1)
    await trees.get('large', 1)
    assert.deepEqual(reads, ['a', 'b', 'large', 'b', 'large'])
    await trees.get('a', 1)
    assert.deepEqual(reads, ['a', 'b', 'large', 'b', 'large', 'a'])
  })

  it('show learners nothing of a draft', async () => {
    const trees = createTreeCache(async () => makeTree(2, 'draft'))
    const { modules, published, publishedIds } = await trees.get('a', 1)
    assert.deepEqual([modules.length, published.length, publishedIds.size], [1, 0, 0])
  })
})

test('another instance sees a change at once', async (t) => {
  const app = await buildTestApp(t)
  const other = await buildTestApp(t, { databaseUrl: app.databaseUrl })
  const { id: courseId } = await publishCourse(await app.as('mentor'))
  const ids = await insertContent(app, courseId, [{ lessons: [{ title: 'Satu' }] }])
  const titleIn = async (client: Client) =>
    (await client.get(`/api/courses/${courseId}/outline`)).body.modules[0].lessons[0].title
  assert.deepEqual([await titleIn(app.anonymous()), await titleIn(other.anonymous())], ['Satu', 'Satu'])
  await changeLesson(app, { id: ids.Satu as string, courseId, changes: { title: 'Uno' } })
  assert.deepEqual([await titleIn(other.anonymous()), await titleIn(app.anonymous())], ['Uno', 'Uno'])
})
