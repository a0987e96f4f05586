import type { ReleaseRule } from './release.js'

/** A module or a lesson, as far as it waits for a lesson. */
type Waiting = { id: string } & Pick<ReleaseRule, 'releaseKind' | 'releaseLessonId'>

/** The lessons of a course, each with the module that it is in. */
export interface WaitingTree {
  modules: readonly Waiting[]
  lessons: readonly (Waiting & { moduleId: string })[]
}

/**
 * Lessons of which each waits for the next and the last for the first, by their ids: nobody could ever open them. A lesson
 * waits for what its module waits for, too. Undefined where there is no such circle.
 */
export function findReleaseCycle({ modules, lessons }: WaitingTree): string[] | undefined {
  const ofModule = new Map(modules.map((module) => [module.id, awaited(module)]))
  const waitsFor = new Map(
    lessons.map((lesson) => [
      lesson.id,
      [awaited(lesson), ofModule.get(lesson.moduleId)].filter((id) => id !== undefined)
    ])
  )
  const settled = new Set<string>()
  for (const start of waitsFor.keys()) {
    const cycle = cycleFrom(start, waitsFor, settled)
    if (cycle) return cycle
  }
  return undefined
}

/** By a path of its own and not by recursion: a course may have hundreds of lessons, one behind the other. */
function cycleFrom(start: string, waitsFor: Map<string, string[]>, settled: Set<string>): string[] | undefined {
  const path: { id: string; rest: string[] }[] = [{ id: start, rest: [...(waitsFor.get(start) ?? [])] }]
  while (path.length > 0) {
    const last = path.at(-1) as (typeof path)[number]
    const next = last.rest.pop()
    if (next === undefined) {
      settled.add(last.id)
      path.pop()
      continue
    }
    const at = path.findIndex(({ id }) => id === next)
    if (at >= 0) return path.slice(at).map(({ id }) => id)
    if (!settled.has(next)) path.push({ id: next, rest: [...(waitsFor.get(next) ?? [])] })
  }
  return undefined
}

function awaited({ releaseKind, releaseLessonId }: Waiting): string | undefined {
  return releaseKind === 'after_lesson' ? (releaseLessonId ?? undefined) : undefined
}
