import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createCourse } from '../courses/courses.js'
import { addQuestion, addQuiz, attempt, codeOf, forms, makeWorld, picks } from './quizzes.js'

test('a question of each kind is made, read back, and listed', async (t) => {
  const world = await makeWorld(t)
  const { mentor, courseId } = world
  const made = []
  for (const form of Object.values(forms))
    made.push(await addQuestion(world, { ...form, tags: [' Listrik ', 'listrik'] }))

  for (const question of made) {
    assert.match(question.id, /^qst_/)
    assert.deepEqual(question.tags, ['listrik'])
    const { status, body, headers } = await mentor.get(`/api/questions/${question.id}`)
    assert.deepEqual([status, headers.etag], [200, '"v1"'])
    assert.deepEqual(body, question)
  }
  const [single, , text, numeric, ordering, essay] = made
  assert.deepEqual(
    single.options.map(({ text, isCorrect }: { text: string; isCorrect: boolean }) => [text, isCorrect]),
    forms.single.options.map(({ text, isCorrect }) => [text, isCorrect])
  )
  for (const { id } of [...single.options, ...ordering.items]) assert.match(id, /^opt_[0-9a-f]{12}$/)
  assert.deepEqual([text.acceptedAnswers, text.caseSensitive], [forms.text.acceptedAnswers, false])
  assert.deepEqual([numeric.value, numeric.tolerance], [4.7, 0.1])
  assert.deepEqual(essay.options, undefined)

  const url = `/api/courses/${courseId}/questions`
  const listed = async (query: string) => {
    const { status, body, text } = await mentor.get(`${url}?total=true&${query}`)
    assert.equal(status, 200, text)
    return [body.data.map(({ kind }: { kind: string }) => kind), body.total]
  }
  const kinds = Object.values(forms).map(({ kind }) => kind)
  assert.deepEqual(await listed(''), [kinds.reverse(), 6])
  assert.deepEqual(await listed('kind=essay'), [['essay'], 1])
  assert.deepEqual(await listed('tag=LISTRIK&limit=1'), [['essay'], 6])
  for (const tag of ['listri', '%25', 'a"b']) assert.deepEqual(await listed(`tag=${tag}`), [[], 0])
  const [, total] = await listed('archived=true')
  assert.equal(total, 0)
  const first = await mentor.get(`${url}?limit=4`)
  const next = await mentor.get(`${url}?limit=4&cursor=${first.body.nextCursor}`)
  assert.deepEqual([first.body.data.length, next.body.data.length, next.body.nextCursor], [4, 2, null])
})

test('what is no question is refused, and the answer names the field', async (t) => {
  const world = await makeWorld(t)
  const { mentor, courseId, app } = world
  const { single, multiple, text, numeric, ordering } = forms
  const option = (text: string, isCorrect = false) => ({ text, isCorrect })
  const long = 'x'.repeat(6_000)
  const cases: [body: object, status: number, field: string][] = [
    [{ ...single, options: [option('a'), option('b')] }, 422, 'options'],
    [{ ...single, options: [option('a', true), option('b', true)] }, 422, 'options'],
    [{ ...multiple, options: [option('a'), option('b')] }, 422, 'options'],
    [{ ...single, options: [option('a', true), option(' a ')] }, 422, 'options'],
    [{ ...ordering, items: [{ text: 'a' }, { text: 'a' }] }, 422, 'items'],
    [{ ...single, options: [option('a', true)] }, 400, 'options'],
    [{ ...single, options: [{ ...option('a', true), id: 'opt_000000000000' }, option('b')] }, 400, 'options.0.id'],
    [{ ...single, options: [option('a\nb', true), option('b')] }, 400, 'options.0.text'],
    [{ ...single, options: undefined }, 400, 'options'],
    [{ ...single, acceptedAnswers: ['a'] }, 400, 'acceptedAnswers'],
    [{ ...single, prompt: ' \n ' }, 400, 'prompt'],
    [{ ...single, prompt: long }, 400, 'prompt'],
    [{ ...single, explanation: long }, 400, 'explanation'],
    [{ ...single, tags: Array(21).fill('a') }, 400, 'tags'],
    [{ ...single, kind: 'riddle' }, 400, 'kind'],
    [{ ...single, kind: undefined }, 400, 'kind'],
    [{ ...single, kind: ['single_choice'] }, 400, 'kind'],
    [{ ...text, acceptedAnswers: [] }, 400, 'acceptedAnswers'],
    [{ ...text, acceptedAnswers: ['  '] }, 400, 'acceptedAnswers.0'],
    [{ ...numeric, value: '4,7' }, 400, 'value'],
    [{ ...numeric, value: 1e16 }, 400, 'value'],
    [{ ...numeric, tolerance: -1 }, 400, 'tolerance'],
    [{ ...numeric, value: undefined }, 400, 'value']
  ]
  for (const [body, status, field] of cases) {
    const answer = await mentor.post(`/api/courses/${courseId}/questions`, body)
    assert.equal(answer.status, status, answer.text)
    assert.deepEqual(Object.keys(answer.body.details), [field], answer.text)
  }
  const infinite = await mentor.request('POST', `/api/courses/${courseId}/questions`, {
    payload: '{"kind":"numeric","prompt":"a","value":1e999}',
    headers: { 'content-type': 'application/json' }
  })
  assert.deepEqual([infinite.status, Object.keys(infinite.body.details)], [400, ['value']])
  assert.equal(await app.database.read.$count(app.database.tables.questions), 0)
})

test('a question changes, its options keep their ids, and attempts that have begun keep theirs', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner } = world
  const quiz = await addQuiz(world, ['single', 'ordering'], { reveal: 'after_submit' })
  const { single, ordering } = quiz.questions
  const url = `/api/questions/${single.id}`
  const [volt, ohm] = picks(single, 'Volt', 'Ohm')
  const { body: running } = await learner.post(`/api/quizzes/${quiz.id}/attempts`)

  const patch = {
    prompt: 'Apa satuan **tegangan**?',
    options: [
      { id: ohm, text: 'Ohm', isCorrect: false },
      { id: volt, text: 'Volt (V)', isCorrect: true },
      { text: 'Watt', isCorrect: false }
    ]
  }
  const changed = await mentor.patch(url, patch, { 'if-match': '"v1"' })
  assert.equal(changed.status, 200, changed.text)
  assert.deepEqual([changed.body.version, changed.headers.etag], [2, '"v2"'])
  assert.deepEqual(picks(changed.body, 'Ohm', 'Volt (V)'), [ohm, volt])
  assert.ok(!Object.values(single.options).some((o) => (o as { id: string }).id === picks(changed.body, 'Watt')[0]))
  assert.equal((await mentor.patch(url, patch, { 'if-match': '"v1"' })).status, 412)
  assert.equal((await mentor.patch(url, { prompt: patch.prompt })).body.version, 2, 'the same changes nothing')

  const done = await learner.post(`/api/quiz-attempts/${running.id}/submit`, {
    answers: [{ questionId: single.id, answer: ohm }]
  })
  assert.deepEqual([done.body.questions[0].points, done.body.questions[0].correct], [10, { optionIds: [ohm] }])
  const later = await attempt(learner, quiz, { single: volt })
  assert.deepEqual([later.questions[0].points, later.questions[0].options.length], [10, 3])

  const bad: [url: string, body: object, field: string][] = [
    [
      url,
      {
        options: [
          { id: 'opt_000000000000', text: 'a', isCorrect: true },
          { text: 'b', isCorrect: false }
        ]
      },
      'options'
    ],
    [url, { options: [volt, volt].map((id, i) => ({ id, text: `${i}`, isCorrect: i === 0 })) }, 'options'],
    [url, { value: 3 }, 'value'],
    [url, { items: [{ text: 'a' }, { text: 'b' }] }, 'items'],
    [`/api/questions/${ordering.id}`, { options: patch.options }, 'options'],
    [`/api/questions/${ordering.id}`, { caseSensitive: true }, 'caseSensitive']
  ]
  for (const [where, body, field] of bad) {
    const answer = await mentor.patch(where, body)
    assert.deepEqual([answer.status, Object.keys(answer.body.details)], [422, [field]], answer.text)
  }
})

test('an archived question leaves the bank, stays in its quizzes, and comes back', async (t) => {
  const world = await makeWorld(t)
  const { mentor, learner, courseId } = world
  const quiz = await addQuiz(world, ['single'])
  const other = await addQuestion(world, forms.essay)
  const { id } = quiz.questions.single
  const ids = async (query = '') =>
    (await mentor.get(`/api/courses/${courseId}/questions${query}`)).body.data.map((row: { id: string }) => row.id)

  for (const question of [id, other.id]) {
    assert.equal((await mentor.delete(`/api/questions/${question}`, { 'if-match': '"v9"' })).status, 412)
    for (let n = 0; n < 2; n++) assert.equal((await mentor.delete(`/api/questions/${question}`)).status, 204)
  }
  assert.deepEqual([await ids(), await ids('?archived=true')], [[], [other.id, id]])
  assert.equal((await learner.post(`/api/quizzes/${quiz.id}/attempts`)).body.questions.length, 1)
  const put = (...questions: string[]) =>
    mentor.put(`/api/quizzes/${quiz.id}/questions`, {
      questions: questions.map((questionId) => ({ questionId, points: 1 }))
    })
  assert.equal((await put(id)).status, 200, 'it is in this quiz already')
  assert.deepEqual(codeOf(await put(id, other.id)), [422, 'UNKNOWN_QUESTION'])
  assert.equal((await mentor.patch(`/api/questions/${other.id}`, { isArchived: false })).body.isArchived, false)
  assert.equal((await put(id, other.id)).status, 200)
})

test('the bank is for who manages the course; for others its questions are not there', async (t) => {
  const world = await makeWorld(t)
  const { app, mentor, learner, courseId } = world
  const { id } = await addQuestion(world, forms.single)
  const draft = await createCourse(mentor)
  for (const client of [learner, await app.as('facilitator')]) {
    assert.deepEqual(codeOf(await client.get(`/api/courses/${courseId}/questions`)), [403, 'FORBIDDEN'])
    assert.deepEqual(codeOf(await client.post(`/api/courses/${courseId}/questions`, forms.essay)), [403, 'FORBIDDEN'])
    assert.deepEqual(codeOf(await client.get(`/api/courses/${draft.id}/questions`)), [404, 'NOT_FOUND'])
    for (const answer of [
      await client.get(`/api/questions/${id}`),
      await client.patch(`/api/questions/${id}`, { prompt: 'x' }),
      await client.delete(`/api/questions/${id}`)
    ]) {
      assert.deepEqual(codeOf(answer), [404, 'NOT_FOUND'])
    }
  }
})
