import { percentOf } from '../../lib/percent.js'
import type { PublishedTree } from '../content/index.js'

/** How far somebody has come in a course. */
export interface CourseProgress {
  /** Of `required`, how many. */
  completed: number
  /** Lessons that are required and published now. */
  required: number
  /** 0 to 100, rounded down: 100 only when nothing is missing. Null where nothing is required. */
  percent: number | null
}

/** Counted anew each time, of the facts: what was withdrawn or is not required any more counts on neither side. */
export function progressOf({ modules }: PublishedTree, completed: Pick<ReadonlySet<string>, 'has'>): CourseProgress {
  let required = 0
  let done = 0
  for (const { lessons } of modules) {
    for (const { id, isRequired } of lessons) {
      if (!isRequired) continue
      required += 1
      if (completed.has(id)) done += 1
    }
  }
  return { completed: done, required, percent: percentOf(done, required) }
}

export function numbersOf({ completed, required, percent }: CourseProgress): CourseProgress {
  return { completed, required, percent }
}
