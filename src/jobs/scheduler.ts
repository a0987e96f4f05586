import { hostname } from 'node:os'
import { Cron } from 'croner'
import { and, eq, lt } from 'drizzle-orm'
import type { Database } from '../db/database.js'
import type { Clock } from '../lib/clock.js'

/** Work that is done again and again, by one instance at a time. */
export interface Job {
  name: string
  everyMs: number
  run(): Promise<void>
}

export interface SchedulerDeps {
  database: Database
  clock: Clock
  jobs: readonly Job[]
  onError: (job: string, error: unknown) => void
}

const holder = `${hostname()} ${process.pid}`
const maxErrorLength = 500

export type Scheduler = ReturnType<typeof createScheduler>

/** Runs the jobs on their schedules. A lease row keeps two instances from doing the same one. */
export function createScheduler({ database, clock, jobs, onError }: SchedulerDeps) {
  const crons: Cron[] = []
  const underWay = new Set<Promise<void>>()

  async function runIfFree(job: Job): Promise<void> {
    if (!(await takeLease(database, job, clock.now()))) return
    let lastError: string | null = null
    const renewal = setInterval(() => {
      renewLease(database, job, clock.now()).catch((error) => onError(job.name, error))
    }, job.everyMs / 3).unref()
    try {
      await job.run()
    } catch (error) {
      lastError = String(error).slice(0, maxErrorLength)
      onError(job.name, error)
    } finally {
      clearInterval(renewal)
    }
    await recordRun(database, job, { lastRunAt: clock.now(), lastError })
  }

  function start(job: Job): void {
    const work: Promise<void> = runIfFree(job)
      .catch((error) => onError(job.name, error))
      .finally(() => underWay.delete(work))
    underWay.add(work)
  }

  return {
    start(): void {
      for (const job of jobs) {
        crons.push(new Cron('* * * * * *', { interval: Math.ceil(job.everyMs / 1000), unref: true }, () => start(job)))
      }
    },
    async stop(): Promise<void> {
      for (const cron of crons) cron.stop()
      await Promise.all(underWay)
    }
  }
}

/** The lease lasts for most of the interval: a second instance whose timer fires a little later does not run again. */
async function takeLease({ transaction, tables: { jobLeases } }: Database, job: Job, now: Date): Promise<boolean> {
  const lease = { holder, heldUntil: leaseEnd(job, now) }
  return transaction(async (tx) => {
    const made = await tx
      .insert(jobLeases)
      .values({ job: job.name, ...lease })
      .onConflictDoNothing()
      .returning({ job: jobLeases.job })
    if (made.length > 0) return true
    const taken = await tx
      .update(jobLeases)
      .set(lease)
      .where(and(eq(jobLeases.job, job.name), lt(jobLeases.heldUntil, now)))
      .returning({ job: jobLeases.job })
    return taken.length > 0
  })
}

/** A run that takes longer than the interval keeps its turn, in this process and in others. */
async function renewLease({ transaction, tables: { jobLeases } }: Database, job: Job, now: Date): Promise<void> {
  await transaction(async (tx) => {
    await tx
      .update(jobLeases)
      .set({ heldUntil: leaseEnd(job, now) })
      .where(and(eq(jobLeases.job, job.name), eq(jobLeases.holder, holder)))
  })
}

function leaseEnd(job: Job, now: Date): Date {
  return new Date(now.getTime() + job.everyMs * 0.9)
}

async function recordRun(
  { transaction, tables: { jobLeases } }: Database,
  job: Job,
  result: { lastRunAt: Date; lastError: string | null }
): Promise<void> {
  await transaction(async (tx) => {
    await tx.update(jobLeases).set(result).where(eq(jobLeases.job, job.name))
  })
}
