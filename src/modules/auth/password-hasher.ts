import { availableParallelism } from 'node:os'
import { hash, type Options, verify } from '@node-rs/argon2'
import { unavailable } from '../../lib/errors.js'

/** OWASP's first line: argon2id, 19 MiB, two passes, one lane. */
const profile = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const satisfies Options
/** A row that somebody has tampered with must not make us allocate gigabytes. */
const ceiling = { m: 131_072, t: 10, p: 4 } as const
/** For names that nobody has: to verify it takes the time of any other. Of no password, and it would not count if it were. */
const decoy = `$argon2id$v=19$m=${profile.memoryCost},t=${profile.timeCost},p=${profile.parallelism}$${'A'.repeat(22)}$${'A'.repeat(43)}`
const queueLimit = 64
const maxWaitMs = 2_000
const retryAfterSeconds = 2

export type PasswordHasher = ReturnType<typeof createPasswordHasher>

/**
 * Argon2id off the event loop, as many at once as there are cores and a bounded queue behind them: memory and time are
 * capped here, not by luck. One more is begun, so that no core is idle while the event loop waits for the disk.
 */
export function createPasswordHasher(parallel: number = availableParallelism() + 1) {
  let running = 0
  const waiting: { start: () => void; expire: NodeJS.Timeout }[] = []

  /** @throws 503 with `Retry-After` when too many wait already, or this one waited too long */
  async function run<T>(work: () => Promise<T>): Promise<T> {
    if (running >= parallel) await waitForTurn()
    else running += 1
    try {
      return await work()
    } finally {
      const next = waiting.shift()
      if (next)
        next.start() // takes over the place
      else running -= 1
    }
  }

  function waitForTurn(): Promise<void> {
    if (waiting.length >= queueLimit) return Promise.reject(busy())
    return new Promise((resolve, reject) => {
      const entry = {
        start: () => {
          clearTimeout(entry.expire)
          resolve()
        },
        expire: setTimeout(() => {
          waiting.splice(waiting.indexOf(entry), 1)
          reject(busy())
        }, maxWaitMs)
      }
      waiting.push(entry)
    })
  }

  return {
    hash: (password: string): Promise<string> => run(() => hash(normalize(password), profile)),
    /** False for an absent hash too, after the same work. */
    verify: (passwordHash: string | undefined, password: string): Promise<boolean> =>
      run(async () => {
        const matches = await verify(withinCeiling(passwordHash) ?? decoy, normalize(password))
        return matches && passwordHash !== undefined
      })
  }
}

function normalize(password: string): string {
  return password.normalize('NFC')
}

function withinCeiling(passwordHash: string | undefined): string | undefined {
  const cost = passwordHash?.match(/^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$/)
  if (!cost) return undefined
  const [, m, t, p] = cost.map(Number)
  return m! <= ceiling.m && t! <= ceiling.t && p! <= ceiling.p ? passwordHash : undefined
}

function busy(): Error {
  return unavailable(retryAfterSeconds, 'Too many are signing in at this moment: try again', 'HASH_QUEUE_FULL')
}
