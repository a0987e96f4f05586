/** Every module of a course in its order, each with its lessons in theirs: as the API takes it. */
export type Order = readonly { id: string; lessonIds: readonly string[] }[]

interface Tree {
  modules: readonly { id: string; lessons: readonly { id: string }[] }[]
}

export function orderOf({ modules }: Tree): Order {
  return modules.map(({ id, lessons }) => ({ id, lessonIds: lessons.map((lesson) => lesson.id) }))
}

export function isSameOrder(one: Order, other: Order): boolean {
  return JSON.stringify(one) === JSON.stringify(other)
}

/** @param to its place among the other modules, from 0 */
export function moveModule(order: Order, id: string, to: number): Order {
  const rest = order.filter((module) => module.id !== id)
  const module = order.find((each) => each.id === id)
  return module ? [...rest.slice(0, to), module, ...rest.slice(to)] : order
}

/** @param to its place among the other lessons of the module, from 0 */
export function moveLesson(order: Order, id: string, { moduleId, to }: { moduleId: string; to: number }): Order {
  return order.map((module) => {
    const rest = module.lessonIds.filter((lessonId) => lessonId !== id)
    const lessonIds = module.id === moduleId ? [...rest.slice(0, to), id, ...rest.slice(to)] : rest
    return { id: module.id, lessonIds }
  })
}

/** By one place; at the end of its module into the next one. The same order where there is nowhere to go. */
export function stepLesson(order: Order, id: string, by: -1 | 1): Order {
  const at = order.findIndex(({ lessonIds }) => lessonIds.includes(id))
  const module = order[at]
  if (!module) return order
  const to = module.lessonIds.indexOf(id) + by
  if (to >= 0 && to < module.lessonIds.length) return moveLesson(order, id, { moduleId: module.id, to })
  const next = order[at + by]
  return next ? moveLesson(order, id, { moduleId: next.id, to: by === 1 ? 0 : next.lessonIds.length }) : order
}

/** Beside another lesson. */
export function dropLesson(order: Order, id: string, { beside, side }: { beside: string; side: string }): Order {
  const module = order.find(({ lessonIds }) => lessonIds.includes(beside))
  if (!module || id === beside) return order
  const at = module.lessonIds.filter((lessonId) => lessonId !== id).indexOf(beside)
  return moveLesson(order, id, { moduleId: module.id, to: side === 'before' ? at : at + 1 })
}

/** Beside another module. */
export function dropModule(order: Order, id: string, { beside, side }: { beside: string; side: string }): Order {
  const at = order.filter((module) => module.id !== id).findIndex((module) => module.id === beside)
  return at < 0 ? order : moveModule(order, id, side === 'before' ? at : at + 1)
}

/** The wanted order of what there is now: what is gone falls out of it, and what is new stands where it was put. */
export function mergeOrder(wanted: Order, now: Order): Order {
  const wantedIds = new Set(wanted.map(({ id }) => id))
  const modules = [
    ...wanted.filter(({ id }) => now.some((module) => module.id === id)),
    ...now.filter(({ id }) => !wantedIds.has(id))
  ]
  const known = new Set(now.flatMap(({ lessonIds }) => lessonIds))
  const placed = new Set(modules.filter(({ id }) => wantedIds.has(id)).flatMap(({ lessonIds }) => lessonIds))
  return modules.map(({ id, lessonIds }) => {
    const kept = wantedIds.has(id) ? lessonIds.filter((lessonId) => known.has(lessonId)) : []
    const added = now.find((module) => module.id === id)?.lessonIds.filter((lessonId) => !placed.has(lessonId)) ?? []
    return { id, lessonIds: [...kept, ...added] }
  })
}

/** The tree in that order. */
export function arrange<Lesson extends { id: string }, Module extends { id: string; lessons: readonly Lesson[] }>(
  modules: readonly Module[],
  order: Order
): (Module & { lessons: Lesson[] })[] {
  const lessons = new Map(modules.flatMap((module) => module.lessons.map((lesson) => [lesson.id, lesson] as const)))
  const byId = new Map(modules.map((module) => [module.id, module]))
  return order.flatMap(({ id, lessonIds }) => {
    const module = byId.get(id)
    return module ? [{ ...module, lessons: lessonIds.flatMap((lessonId) => lessons.get(lessonId) ?? []) }] : []
  })
}
