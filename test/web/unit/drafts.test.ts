// Runs once: it is about the client, which has no database.
import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  isAddress,
  isSame,
  missingOf,
  nothing,
  toAddress,
  toBody,
  toValues
} from '../../../web/src/pages/projects/draft.js'
import { isAnswered, startingAnswers, toSend } from '../../../web/src/pages/quizzes/answers.js'

const project = {
  deliverables: [
    { id: 'code', title: 'Kode', description: '', kind: 'repository' as const, isRequired: true },
    { id: 'page', title: 'Halaman', description: '', kind: 'link' as const, isRequired: false },
    { id: 'report', title: 'Laporan', description: '', kind: 'text' as const, isRequired: true },
    { id: 'shots', title: 'Gambar', description: '', kind: 'file' as const, isRequired: false }
  ],
  checklist: [{ id: 'tried', text: 'Sudah dicoba', isRequired: true }]
}
const file = { id: 'file_1', name: 'a.png', size: 3, sha256: '00' }
const kept = {
  items: [
    { deliverableId: 'code', kind: 'repository' as const, url: 'https://git.example/me', commit: null },
    { deliverableId: 'report', kind: 'text' as const, text: 'satu\ndua' },
    { deliverableId: 'shots', kind: 'file' as const, files: [file] }
  ],
  checklist: ['tried'],
  note: ''
}

test('addresses are of the web, without a name in them, and are helped to their beginning', () => {
  for (const good of ['https://git.example/me', 'http://localhost:3000']) assert.ok(isAddress(good), good)
  for (const bad of ['', 'git.example', 'javascript:alert(1)', 'https://me:secret@git.example', 'https://a b']) {
    assert.ok(!isAddress(bad), bad)
  }
  assert.equal(toAddress(' git.example/me '), 'https://git.example/me')
  assert.equal(toAddress('bukan alamat'), 'bukan alamat')
})

test('a draft goes to the fields and back, and what waits for a network goes over it', () => {
  const body = toBody(project, toValues(kept))
  assert.deepEqual(
    body.items.map((item) => item.kind),
    ['repository', 'text', 'file']
  )
  assert.ok(isSame(project, kept, body))
  const waiting = { ...body, note: 'Luring' }
  const values = toValues(kept, waiting)
  assert.equal(values.note, 'Luring')
  assert.deepEqual(values.parts.shots?.files, [file], 'the names of files are known from what is kept')
  assert.ok(!isSame(project, kept, waiting))
})

test('what is missing is told, and what was typed and would not be sent', () => {
  assert.deepEqual(missingOf(project, toValues(kept)), [])
  const values = toValues({ ...kept, items: kept.items.slice(0, 1), checklist: [] })
  const wrong = { ...values, parts: { ...values.parts, page: { ...nothing, url: 'bukan' } } }
  assert.deepEqual(
    missingOf(project, wrong).map(({ id }) => id),
    ['page', 'report', 'tried']
  )
})

test('an answer that the API would not take is sent as none, and does not count', () => {
  assert.ok(isAnswered('numeric', '3,5') && isAnswered('numeric', 0))
  assert.ok(!isAnswered('numeric', 'tiga') && !isAnswered('short_text', '  ') && !isAnswered('multiple_choice', []))
  assert.equal(toSend('numeric', '1.000,5'), null)
  assert.deepEqual(toSend('ordering', ['b', 'a']), ['b', 'a'])
})

test('answers begin with what is saved, and over it what still waits', () => {
  const question = { promptHtml: '', options: [], maxPoints: 1, savedAt: null, feedback: null }
  const questions = [
    { ...question, questionId: 'a', kind: 'short_text' as const, answer: 'lama' },
    { ...question, questionId: 'b', kind: 'numeric' as const, answer: 2 }
  ]
  const waiting = { answers: [{ questionId: 'a', answer: 'baru' }] }
  assert.deepEqual(startingAnswers(questions, waiting), { a: 'baru', b: 2 })
})
