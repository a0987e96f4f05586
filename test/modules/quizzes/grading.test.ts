// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { type Gradable, gradeAnswer, readAnswer } from '../../../src/modules/quizzes/grading.js'
import { drawPaper, type PaperQuestion, paperPoints } from '../../../src/modules/quizzes/papers.js'
import { passingAttempts, scoreOf, toHundredths, toPercent } from '../../../src/modules/quizzes/scoring.js'

const options = ['a', 'b', 'c', 'd'].map((id) => ({ id, text: id.toUpperCase() }))
const single: Gradable = { kind: 'single_choice', options, key: { kind: 'single_choice', optionIds: ['b'] } }
const multiple: Gradable = { kind: 'multiple_choice', options, key: { kind: 'multiple_choice', optionIds: ['a', 'b'] } }
const ordering: Gradable = { kind: 'ordering', options, key: { kind: 'ordering', optionIds: ['a', 'b', 'c', 'd'] } }
const essay: Gradable = { kind: 'essay', options: [], key: { kind: 'essay' } }
const text = (isCaseSensitive = false): Gradable => ({
  kind: 'short_text',
  options: [],
  key: { kind: 'short_text', acceptedAnswers: ['Kota  Bandung', 'ﬁlamen'], isCaseSensitive }
})
const numeric = (value: number, tolerance = 0): Gradable => ({
  kind: 'numeric',
  options: [],
  key: { kind: 'numeric', value, tolerance }
})

const long = 'x'.repeat(100_000)
/** `fault`: it is refused when it is saved, and worth 0 however it came to be there. */
const cases: [name: string, question: Gradable, answer: unknown, share: number | null | 'fault'][] = [
  ['the right option', single, 'b', 1],
  ['a wrong option', single, 'a', 0],
  ['no option', single, null, 0],
  ['an unknown option', single, 'z', 'fault'],
  ['a list for one option', single, ['b'], 'fault'],
  ['a number for an option', single, 1, 'fault'],
  ['an object for an option', single, { id: 'b' }, 'fault'],
  ['nothing at all', single, undefined, 'fault'],
  ['100 KB for an option', single, long, 'fault'],

  ['all right options', multiple, ['b', 'a'], 1],
  ['half of them', multiple, ['a'], 0.5],
  ['one right, one wrong', multiple, ['a', 'c'], 0],
  ['two right, one wrong', multiple, ['a', 'b', 'c'], 0.5],
  ['all options', multiple, ['a', 'b', 'c', 'd'], 0],
  ['wrong ones alone: never below zero', multiple, ['c', 'd'], 0],
  ['an empty list', multiple, [], 0],
  ['a right one twice', multiple, ['a', 'a'], 'fault'],
  ['an unknown one among them', multiple, ['a', 'z'], 'fault'],
  ['a text for a list', multiple, 'a', 'fault'],
  ['a list of numbers', multiple, [1], 'fault'],
  ['a list of lists', multiple, [['a']], 'fault'],

  ['the right order', ordering, ['a', 'b', 'c', 'd'], 1],
  ['two in their places', ordering, ['b', 'a', 'c', 'd'], 0.5],
  ['none in its place', ordering, ['b', 'c', 'd', 'a'], 0],
  ['an item missing', ordering, ['a', 'b', 'c'], 'fault'],
  ['an item twice', ordering, ['a', 'b', 'c', 'c'], 'fault'],
  ['an unknown item', ordering, ['a', 'b', 'c', 'z'], 'fault'],
  ['a text for an order', ordering, 'abcd', 'fault'],

  ['an accepted answer', text(), 'Kota Bandung', 1],
  ['with other white space', text(), ' \t kota\u00a0\n BANDUNG ', 1],
  ['with a ligature', text(), 'FILAMEN', 1],
  ['something else', text(), 'Bogor', 0],
  ['blanks', text(), '   ', 0],
  ['a number for a text', text(), 42, 'fault'],
  ['a list for a text', text(), ['Kota Bandung'], 'fault'],
  ['100 KB of text', text(), long, 'fault'],
  ['capitals where they matter', text(true), 'kota bandung', 0],
  ['capitals as they should be', text(true), 'Kota Bandung', 1],

  ['the number', numeric(3.5), 3.5, 1],
  ['with a decimal comma', numeric(3.5), '3,5', 1],
  ['with a point and blanks', numeric(3.5), ' 3.50 ', 1],
  ['with a sign', numeric(-3.5), '-3,5', 1],
  ['with an exponent', numeric(0.001), '1e-3', 1],
  ['without a leading zero', numeric(0.5), ',5', 1],
  ['just within', numeric(0.3, 0.1), 0.4, 1],
  ['just within, below', numeric(0.3, 0.1), '0,2', 1],
  ['just beyond', numeric(0.3, 0.1), 0.4001, 0],
  ['a large one', numeric(1e15), '1000000000000000', 1],
  ['blanks for a number', numeric(0), ' ', 0],
  ['NaN', numeric(0, 1e15), Number.NaN, 'fault'],
  ['NaN in words', numeric(0, 1e15), 'NaN', 'fault'],
  ['infinity', numeric(0, 1e15), Number.POSITIVE_INFINITY, 'fault'],
  ['infinity in words', numeric(0, 1e15), 'Infinity', 'fault'],
  ['1e999', numeric(0, 1e15), '1e999', 'fault'],
  ['a hexadecimal one', numeric(16), '0x10', 'fault'],
  ['signs for thousands', numeric(1_000.5), '1.000,5', 'fault'],
  ['two numbers', numeric(1), '1 1', 'fault'],
  ['a word', numeric(1), 'satu', 'fault'],
  ['true', numeric(1), true, 'fault'],
  ['a list for a number', numeric(1), [1], 'fault'],
  ['100 KB of digits', numeric(1), '1'.repeat(100_000), 'fault'],

  ['an essay', essay, 'Karena …', null],
  ['a blank essay', essay, ' \n ', 0],
  ['no essay', essay, null, 0],
  ['a list for an essay', essay, ['a'], 'fault'],
  ['an essay of 20,000 characters', essay, '𝒙'.repeat(20_000), null],
  ['an essay of 100 KB', essay, long, 'fault']
]

describe('an answer', () => {
  for (const [name, question, answer, share] of cases) {
    it(`${question.kind}: ${name}`, () => {
      assert.equal('fault' in readAnswer(question, answer), share === 'fault')
      assert.equal(gradeAnswer(question, answer), share === 'fault' ? 0 : share)
    })
  }

  it('is kept in one form whatever its form was', () => {
    const kept = (question: Gradable, answer: unknown) => readAnswer(question, answer)
    assert.deepEqual(kept(multiple, ['b', 'a']), { answer: ['a', 'b'] })
    assert.deepEqual(kept(numeric(1), ' 3,50'), { answer: 3.5 })
    assert.deepEqual(kept(multiple, []), { answer: null })
    assert.deepEqual(kept(text(), '42'), { answer: '42' })
  })
})

describe('a paper', () => {
  const questions: PaperQuestion[] = ['q1', 'q2', 'q3', 'q4', 'q5'].map((questionId, i) => ({
    ...(i === 4 ? ordering : single),
    options,
    questionId,
    promptHtml: '',
    explanationHtml: '',
    points: 100 * (i + 1)
  }))
  const idsOf = (rules: Parameters<typeof drawPaper>[1]) =>
    drawPaper(questions, rules).questions.map(({ questionId }) => questionId)
  const all = ['q1', 'q2', 'q3', 'q4', 'q5']

  it('has all questions in their order, with their options in theirs', () => {
    const paper = drawPaper(questions, { isShuffled: false, drawCount: null })
    assert.deepEqual(
      paper.questions.map(({ questionId }) => questionId),
      all
    )
    assert.deepEqual(paper.questions[0]?.options, options)
    assert.equal(paperPoints(paper), 1_500)
  })

  it('never shows an ordering in its right order but by chance', () => {
    const orders = Array.from({ length: 60 }, () => {
      const { questions: drawn } = drawPaper(questions, { isShuffled: false, drawCount: null })
      return drawn[4]?.options.map(({ id }) => id).join('')
    })
    assert.ok(new Set(orders).size > 5, [...new Set(orders)].join(' '))
  })

  it('draws so many, in their order when it is not shuffled', () => {
    const drawn = Array.from({ length: 60 }, () => idsOf({ isShuffled: false, drawCount: 2 }))
    for (const ids of drawn) assert.deepEqual([ids.length, [...ids].sort()], [2, ids])
    assert.ok(new Set(drawn.map(String)).size > 4)
    assert.deepEqual([...new Set(drawn.flat())].sort(), all)
  })

  it('shuffles questions and options, every order as likely', () => {
    const rules = { isShuffled: true, drawCount: null }
    const first = new Map<string, number>()
    for (let n = 0; n < 2_000; n++) {
      const [question] = drawPaper(questions, rules).questions
      const place = `${question?.questionId}`
      first.set(place, (first.get(place) ?? 0) + 1)
    }
    for (const id of all) assert.ok(Math.abs((first.get(id) ?? 0) - 400) < 100, `${id} ${first.get(id)}`)
    assert.deepEqual(options.map(({ id }) => id).join(''), 'abcd', 'the questions stay as they are')
  })
})

describe('a score', () => {
  const made = (...points: number[]) => points.map((p, i) => ({ number: i + 1, points: p, maxPoints: 1_000 }))
  const passes = (scoring: 'best' | 'last' | 'average', passMark: number, ...points: number[]) =>
    passingAttempts({ scoring, passMark }, made(...points)).map(({ number }) => number)

  it('is that of the best, the last, or the mean of the attempts', () => {
    const attempts = made(800, 200, 500)
    assert.deepEqual(
      [scoreOf('best', attempts), scoreOf('last', attempts), scoreOf('average', attempts)],
      [0.8, 0.5, 0.5]
    )
    assert.equal(scoreOf('last', [...attempts].reverse()), 0.5, 'by their numbers')
    assert.equal(scoreOf('best', []), null)
  })

  it('is passed by the attempts that reach the mark, or bring the mean to it', () => {
    assert.deepEqual(passes('best', 70, 699, 700, 100), [2])
    assert.deepEqual(passes('last', 70, 700, 100), [1])
    assert.deepEqual(passes('average', 70, 600, 800, 800), [2, 3])
    assert.deepEqual(passes('average', 70, 700, 0), [1])
    assert.deepEqual(passes('best', 0, 0), [1])
    assert.deepEqual(passes('best', 100, 999, 1_000), [2])
    assert.deepEqual(passes('average', 70, 701, 700, 699), [1, 2, 3], 'no mean is missed by what a number cannot hold')
  })

  it('is told rounded down', () => {
    assert.deepEqual([2 / 3, 0.7, 0.69999, 1, 0, 0.29].map(toPercent), [66.66, 70, 69.99, 100, 0, 29])
  })

  it('is counted in whole hundredths', () => {
    assert.deepEqual([0.29, 1.1, 1_000, 0.07, 0.001, 2.005].map(toHundredths), [
      29,
      110,
      100_000,
      7,
      undefined,
      undefined
    ])
  })
})
