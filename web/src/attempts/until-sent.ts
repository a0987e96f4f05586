import { Problem } from '../api/problem.js'
import { noteNetwork, waiting } from '../offline/offline.js'

const patienceMs = 8_000

export function isWaitingFor(path: string): boolean {
  return waiting.value.some((each) => each.path === path)
}

/** What waits for a network goes before what is to come after it. @throws Problem when it does not go */
export function untilSent(path: string): Promise<void> {
  const isThere = () => waiting.peek().some((each) => each.path === path)
  if (!isThere()) return Promise.resolve()
  noteNetwork()
  return new Promise((resolve, reject) => {
    const giveUp = setTimeout(() => {
      stop()
      reject(Problem.unreachable(''))
    }, patienceMs)
    const stop = waiting.subscribe(() => {
      if (isThere()) return
      clearTimeout(giveUp)
      stop()
      resolve()
    })
  })
}
