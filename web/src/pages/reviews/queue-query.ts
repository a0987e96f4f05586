type Filters = Readonly<Record<string, string>>

export const states = ['waiting', 'mine', 'assigned', 'claimed'] as const
type State = (typeof states)[number]

/** What is asked of the API, by what stands in the address. */
export function queueQuery({ state, courseId, cohortId, due }: Filters) {
  return {
    ...(isState(state) && { state }),
    ...(courseId && { courseId }),
    ...(cohortId && { cohortId }),
    ...(due === 'overdue' && { overdue: true }),
    ...(due === 'day' && { dueWithinHours: 24 })
  }
}

export function isNarrowed(filters: Filters): boolean {
  return Object.keys(queueQuery(filters)).length > 0
}

function isState(state: string | undefined): state is State {
  return states.some((each) => each === state)
}
