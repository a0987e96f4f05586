import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildCourse, patch, post } from './authoring.js'

interface Finding {
  code: string
  isBlocking: boolean
  lesson: { id: string; title: string } | null
}

test('a course says what it lacks before it is published', async (t) => {
  const { mentor, addModule, addLesson, publish } = await buildCourse(t)
  const { id } = await post(mentor, '/api/courses', { title: 'Merakit robot' })
  const find = async (courseId = id): Promise<Finding[]> => {
    const { status, body, text } = await mentor.get(`/api/courses/${courseId}/publish-check`)
    assert.equal(status, 200, text)
    return body.data
  }
  assert.deepEqual(await find(), [
    { code: 'NO_DESCRIPTION', isBlocking: true, lesson: null },
    { code: 'NO_PUBLISHED_LESSON', isBlocking: false, lesson: null }
  ])

  const module = await addModule('Minggu pertama')
  const courseId = module.courseId
  const empty = await addLesson(module, 'Kosong')
  await publish('lessons', empty)
  // Learners see nothing of a module that is not published.
  assert.deepEqual(
    (await find(courseId)).map(({ code }) => code),
    ['NO_PUBLISHED_LESSON']
  )
  await publish('modules', module)
  const written = await addLesson(module, 'Ditulis', { content: 'Halo' })
  const shown = await addLesson(module, 'Tautan')
  await post(mentor, `/api/lessons/${shown.id}/materials`, {
    kind: 'link',
    title: 'Fastify',
    url: 'https://fastify.dev'
  })
  const later = await addLesson(module, 'Nanti')
  for (const lesson of [written, shown]) await publish('lessons', lesson)
  const findings = [{ code: 'EMPTY_LESSON', isBlocking: false, lesson: { id: empty.id, title: 'Kosong' } }]
  assert.deepEqual(await find(courseId), findings, `${later.id} is a draft, which nobody sees`)

  await patch(mentor, `/api/lessons/${empty.id}`, { content: 'Sekarang ada' })
  assert.deepEqual(await find(courseId), [])
})
