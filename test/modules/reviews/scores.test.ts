// Runs once: it needs no database.
import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Criterion } from '../../../src/db/schema/projects.js'
import { AppError } from '../../../src/lib/errors.js'
import {
  afterLateness,
  type GivenScore,
  readScores,
  requireComplete,
  sumOf
} from '../../../src/modules/reviews/scores.js'

const criterion = (id: string, points: number[], isRequired = true): Criterion => ({
  id,
  title: id.toUpperCase(),
  description: '',
  isRequired,
  levels: points.map((of, i) => ({ id: `${id}${i}`, title: '', description: '', points: of }))
})
/** Worth 10, 5.5 and 2 points; the last begins above nothing and need not be scored. */
const criteria = [criterion('a', [0, 600, 1_000]), criterion('b', [0, 550]), criterion('c', [100, 200], false)]

const given = (fields: Partial<GivenScore>, criterionId = 'a'): GivenScore[] => [{ criterionId, ...fields }]

/** What one score becomes: its level and its points. */
const taken: [name: string, given: GivenScore[], levelId: string | null, points: number | null][] = [
  ['the best level', given({ levelId: 'a2' }), 'a2', 1_000],
  ['the lowest level', given({ levelId: 'a0' }), 'a0', 0],
  ['a level, and no points', given({ levelId: 'a1', points: null }), 'a1', 600],
  ['points of a level', given({ points: 6 }), 'a1', 600],
  ['points between levels', given({ points: 9.99 }), 'a1', 999],
  ['points below the second level', given({ points: 5.99 }), 'a0', 599],
  ['nothing', given({ points: 0 }), 'a0', 0],
  ['everything', given({ points: 10 }), 'a2', 1_000],
  ['points below the lowest level', given({ points: 0.5 }, 'c'), null, 50],
  ['a level and its points', given({ levelId: 'a1', points: 6 }), 'a1', 600],
  ['a level and points within it', given({ levelId: 'a1', points: 7.25 }), 'a1', 725],
  ['the best level and its points', given({ levelId: 'b1', points: 5.5 }, 'b'), 'b1', 550],
  ['a comment alone', given({ comment: ' Rapi. ' }), null, null],
  ['neither', given({ levelId: null, points: null }), null, null]
]

const refused: [name: string, given: GivenScore[], code: string, field: string][] = [
  ['more than everything', given({ points: 10.01 }), 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
  ['less than nothing', given({ points: -0.01 }), 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
  ['three decimals', given({ points: 1.005 }), 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
  ['no number', given({ points: Number.NaN }), 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
  ['no end', given({ points: Number.POSITIVE_INFINITY }), 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
  ['points below its level', given({ levelId: 'a1', points: 5.99 }), 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
  ['points of the next level', given({ levelId: 'a1', points: 10 }), 'SCORE_OUT_OF_RANGE', 'scores.0.points'],
  ['an unknown level', given({ levelId: 'z' }), 'UNKNOWN_LEVEL', 'scores.0.levelId'],
  ['a level of another criterion', given({ levelId: 'b1' }), 'UNKNOWN_LEVEL', 'scores.0.levelId'],
  ['an unknown criterion', given({ points: 1 }, 'z'), 'UNKNOWN_CRITERION', 'scores.0.criterionId'],
  ['a criterion twice', [...given({ points: 1 }), ...given({ points: 2 })], 'CRITERION_TWICE', 'scores.1.criterionId']
]

function codeOf(run: () => unknown): { code: string; field: string | undefined } | undefined {
  try {
    run()
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    assert.equal(error.statusCode, 422)
    return { code: error.code, field: Object.keys(error.details ?? {})[0] }
  }
  return undefined
}

describe('what is given for a criterion', () => {
  for (const [name, scores, levelId, points] of taken) {
    it(name, () => {
      const [score] = readScores(criteria, scores)
      assert.deepEqual(
        [score?.levelId, score?.points, score?.comment],
        [levelId, points, scores[0]?.comment?.trim() ?? '']
      )
    })
  }
  for (const [name, scores, code, field] of refused) {
    it(`${name} is refused`, () =>
      assert.deepEqual(
        codeOf(() => readScores(criteria, scores)),
        { code, field }
      ))
  }
  it('without a rubric there is nothing to score', () => {
    assert.deepEqual(readScores([], []), [])
    const error = codeOf(() => readScores([], given({ points: 1 })))
    assert.deepEqual(error, { code: 'UNKNOWN_CRITERION', field: 'scores.0.criterionId' })
  })
  it('is kept in the order of the rubric', () => {
    const scores = readScores(criteria, [...given({ points: 1 }, 'c'), ...given({ points: 2 }, 'a')])
    assert.deepEqual(
      scores.map(({ criterionId }) => criterionId),
      ['a', 'c']
    )
  })
})

describe('a decision', () => {
  const complete: [name: string, given: GivenScore[], code: string | undefined][] = [
    ['needs every required criterion', [...given({ points: 1 }), ...given({ points: 0 }, 'b')], undefined],
    ['takes those that are not required', ['a', 'b', 'c'].flatMap((id) => given({ points: 1 }, id)), undefined],
    ['lacks one', given({ points: 1 }), 'CRITERIA_MISSING'],
    ['lacks all', [], 'CRITERIA_MISSING'],
    ['is not satisfied with a comment', [...given({ points: 1 }), ...given({ comment: 'x' }, 'b')], 'CRITERIA_MISSING']
  ]
  for (const [name, scores, code] of complete) {
    it(name, () => {
      const error = codeOf(() => requireComplete(criteria, readScores(criteria, scores)))
      assert.deepEqual(error, code && { code, field: 'scores' })
    })
  }
  it('without a rubric needs none', () => assert.doesNotThrow(() => requireComplete([], [])))
})

describe('the points of a review', () => {
  it('are the sum of what is scored', () => {
    assert.equal(sumOf(readScores(criteria, [...given({ points: 9.99 }), ...given({ comment: 'x' }, 'b')])), 999)
    assert.equal(sumOf([]), 0)
  })
  const late: [points: number, percent: number, left: number][] = [
    [1_000, 0, 1_000],
    [1_000, 10, 900],
    [1_000, 100, 0],
    [999, 10, 899], // 899.1
    [105, 50, 53], // 52.5
    [1, 49, 1], // 0.51
    [1, 51, 0], // 0.49
    [0, 30, 0]
  ]
  for (const [points, percent, left] of late) {
    it(`${percent} % off ${points} leaves ${left}`, () => assert.equal(afterLateness(points, percent), left))
  }
})
