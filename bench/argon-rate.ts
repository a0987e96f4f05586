import { hash, verify } from '@node-rs/argon2'
import { passwordProfile } from './accounts.js'
import { serve } from './worker.js'

const password = 'a password for the bench'
const passwordHash = await hash(password, passwordProfile)

/** How many verifications a second a process reaches that does nothing else. */
async function rate({ parallel, seconds }: { parallel: number; seconds: number }): Promise<number> {
  const startedAt = performance.now()
  const until = startedAt + seconds * 1000
  let count = 0
  async function verifyOn(): Promise<void> {
    while (performance.now() < until) {
      await verify(passwordHash, password)
      count += 1
    }
  }
  await Promise.all(Array.from({ length: parallel }, verifyOn))
  return (count / (performance.now() - startedAt)) * 1000
}

const commands = { rate }
export type ArgonRate = typeof commands
serve(commands)
