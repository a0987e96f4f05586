/** Who the users of the bench are, for those who make them and for those who are them. */
export const adminIndex = 0
export const mentorIndexes = { first: 1, count: 50 }
/** Those who have a password. */
export const loginIndexes = { first: 100, count: 16 }
export const password = 'correct horse battery staple'
export const passwordProfile = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

export function usernameOf(index: number): string {
  return `learner.${index}`
}

/** The token of the user's session: as long as a real one, and the same in each process of the bench. */
export function tokenOf(index: number): string {
  return `bench${String(index).padStart(38, '0')}`
}

/** Over plain HTTP, but as in production. */
export function cookieOf(index: number): { cookie: string } {
  return { cookie: `__Host-sid=${tokenOf(index)}` }
}
