import assert from 'node:assert/strict'
import { test } from 'node:test'
import { buildTestApp, type TestApp } from '../../support/app.js'
import { assertErrorForm } from '../../support/error-form.js'
import { publishCourse, toldTo } from '../courses/courses.js'
import { insertContent, setEnrolment } from './content.js'

const never = { releaseKind: 'cohort_week', releaseNumber: 1 } as const
const reason = 'Sakit dua minggu.'

async function prepare(app: TestApp) {
  const mentor = await app.as('mentor')
  const { id: courseId } = await publishCourse(mentor, { title: 'Merakit robot' })
  const ids = await insertContent(app, courseId, [
    { title: 'Minggu 1', ...never, lessons: [{ title: 'Satu' }, { title: 'Dua', ...never }] },
    { title: 'Naskah', status: 'draft', lessons: [{ title: 'Tersembunyi' }] }
  ])
  const learner = await app.as('learner')
  await setEnrolment(app, { courseId, userId: learner.userId })
  const url = `/api/courses/${courseId}/release-exceptions`
  const openTitles = async (client = learner) => {
    const { body } = await client.get(`/api/courses/${courseId}/outline`)
    const items = body.modules.flatMap((module: { lessons: object[] }) => [module, ...module.lessons])
    return items.filter(({ lock }: { lock: unknown }) => !lock).map(({ title }: { title: string }) => title)
  }
  return { mentor, courseId, ids, learner, url, openTitles }
}

test('an exception opens a module or a lesson for one learner, who is told once', async (t) => {
  const app = await buildTestApp(t)
  const { courseId, ids, learner, url, openTitles } = await prepare(app)
  const facilitator = await app.as('facilitator')
  const other = await app.signInAs({ username: 'budi' })
  await setEnrolment(app, { courseId, userId: other.userId })
  assert.deepEqual(await openTitles(), [])

  const ofModule = { userId: learner.userId, moduleId: ids['Minggu 1'], reason }
  const { status, body, headers, text } = await facilitator.post(url, ofModule)
  assert.equal(status, 201, text)
  assert.equal(headers.location, `${url}/${body.id}`)
  assert.deepEqual(await openTitles(), ['Minggu 1', 'Satu'], 'a lesson with a rule of its own keeps it')
  const ofLesson = await facilitator.post(url, { userId: learner.userId, lessonId: ids.Dua, reason })
  assert.equal(ofLesson.status, 201, ofLesson.text)
  assert.deepEqual(await openTitles(), ['Minggu 1', 'Satu', 'Dua'])
  assert.deepEqual(await openTitles(other), [], 'it is for one learner')

  assertErrorForm(await facilitator.post(url, ofModule), { status: 409, code: 'ALREADY_EXCEPTED' })
  const told = { type: 'release_exception_granted', title: 'Open for you', link: `/app/courses/${courseId}` }
  assert.deepEqual(await toldTo(learner), [
    { ...told, message: '“Dua” of “Merakit robot” is open for you.' },
    { ...told, message: '“Minggu 1” of “Merakit robot” is open for you.' }
  ])

  assert.equal((await facilitator.delete(`${url}/${body.id}`)).status, 204)
  assert.deepEqual(await openTitles(), ['Dua'])
  assert.equal((await facilitator.delete(`${url}/${body.id}`)).status, 404)
})

test('exceptions are listed, the newest first, of all or of one learner', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, courseId, ids, learner, url } = await prepare(app)
  const other = await app.signInAs({ username: 'budi' })
  await setEnrolment(app, { courseId, userId: other.userId })
  for (const userId of [learner.userId, other.userId]) {
    for (const opened of [{ moduleId: ids['Minggu 1'] }, { lessonId: ids.Dua }]) {
      assert.equal((await mentor.post(url, { userId, reason, ...opened })).status, 201)
    }
  }
  const titles = ({ body }: { body: { data: { title: string; user: { username: string } }[] } }) =>
    body.data.map(({ title, user }) => `${user.username} ${title}`)
  const all = ['budi Dua', 'budi Minggu 1', 'a.learner Dua', 'a.learner Minggu 1']
  assert.deepEqual(titles(await mentor.get(url)), all)
  const first = await mentor.get(`${url}?limit=3&total=true`)
  assert.deepEqual([titles(first), first.body.total], [all.slice(0, 3), 4])
  assert.deepEqual(titles(await mentor.get(`${url}?limit=3&cursor=${first.body.nextCursor}`)), all.slice(3))
  assert.deepEqual(titles(await mentor.get(`${url}?user=${learner.userId}`)), all.slice(2))
  const [{ id: _, createdAt: __, ...newest }] = first.body.data
  assert.deepEqual(newest, {
    user: { id: other.userId, username: 'budi', fullName: null },
    moduleId: null,
    lessonId: ids.Dua,
    title: 'Dua',
    reason,
    createdBy: mentor.userId
  })
})

test('what does not belong together is refused, and nothing is kept', async (t) => {
  const app = await buildTestApp(t)
  const { mentor, ids, learner, url } = await prepare(app)
  const { id: elsewhere } = await publishCourse(mentor)
  const foreign = await insertContent(app, elsewhere, [{ title: 'Asing', lessons: [{ title: 'Lain' }] }])
  const visitor = await app.createUser({ username: 'tamu' })
  const userId = learner.userId
  const moduleId = ids['Minggu 1']
  const lessonId = ids.Satu
  const cases: [name: string, body: object, status: number, code: string, field: string][] = [
    ['neither', { userId }, 400, 'VALIDATION_FAILED', 'lessonId'],
    ['both', { userId, moduleId, lessonId }, 400, 'VALIDATION_FAILED', 'moduleId'],
    ['a module of another course', { userId, moduleId: foreign.Asing }, 422, 'UNKNOWN_MODULE', 'moduleId'],
    ['a lesson of another course', { userId, lessonId: foreign.Lain }, 422, 'UNKNOWN_LESSON', 'lessonId'],
    ['a draft', { userId, moduleId: ids.Naskah }, 422, 'UNKNOWN_MODULE', 'moduleId'],
    ['a lesson of a draft', { userId, lessonId: ids.Tersembunyi }, 422, 'UNKNOWN_LESSON', 'lessonId'],
    ['who does not learn here', { userId: visitor.id, lessonId }, 422, 'UNKNOWN_LEARNER', 'userId'],
    ['nobody', { userId: 'usr_0', lessonId }, 422, 'UNKNOWN_LEARNER', 'userId']
  ]
  for (const [name, body, status, code, field] of cases) {
    const answer = await mentor.post(url, { reason, ...body })
    assert.equal(answer.body?.code, code, `${name}: ${answer.text}`)
    assertErrorForm(answer, { status, code, field })
  }
  assert.deepEqual((await mentor.get(url)).body.data, [])
  assert.deepEqual(await toldTo(learner), [])
})
