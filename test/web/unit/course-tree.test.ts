import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Outline, OutlineLesson } from '../../../web/src/courses/queries.js'
import { nextLesson, withCompleted } from '../../../web/src/courses/tree.js'

const at = '2026-11-20T08:00:00.000Z'
const locked = { reason: 'date' as const, opensAt: null, lessonId: null }

function lesson(id: string, more: Partial<OutlineLesson> = {}): OutlineLesson {
  const still = { completedAt: null, positionMs: 0, resumeMs: 0, lock: null }
  return { id, title: id, minutes: null, isRequired: true, isFree: false, hasQuiz: false, ...still, ...more }
}

function outlineOf(...lessons: OutlineLesson[]): Outline {
  const required = lessons.filter(({ isRequired }) => isRequired)
  const completed = required.filter(({ completedAt }) => completedAt !== null).length
  const percent = required.length > 0 ? Math.floor((100 * completed) / required.length) : null
  return {
    ...{ courseId: 'c', version: 1, timeZone: 'Asia/Jakarta', enrolmentStatus: 'active' },
    modules: [{ id: 'm', title: 'm', summary: '', position: 0, isFree: false, lessons, lock: null }],
    progress: { completed, required: required.length, percent }
  }
}

test('one goes on with the next open lesson, a required one first', () => {
  const outline = outlineOf(
    lesson('a', { completedAt: at }),
    lesson('optional', { isRequired: false }),
    lesson('locked', { lock: locked }),
    lesson('b')
  )
  assert.equal(nextLesson(outline)?.id, 'b')
  assert.equal(nextLesson(outline, 'b')?.id, 'optional')
  assert.equal(nextLesson(outlineOf(lesson('a', { completedAt: at }))), undefined)
})

test('a lesson that is passed by comes again once the others are done', () => {
  const outline = outlineOf(lesson('a'), lesson('b'), lesson('c', { completedAt: at }))
  assert.equal(nextLesson(outline, 'b')?.id, 'a')
})

test('a lesson counts once, and only where it is required', () => {
  const outline = outlineOf(lesson('a'), lesson('b'), lesson('c'), lesson('more', { isRequired: false }))
  const once = withCompleted(outline, 'a', at)
  assert.deepEqual(once.progress, { completed: 1, required: 3, percent: 33 })
  assert.equal(once.modules[0]?.lessons[0]?.completedAt, at)
  assert.deepEqual(withCompleted(once, 'a', at).progress, once.progress)
  assert.deepEqual(withCompleted(outline, 'more', at).progress, outline.progress)
})
