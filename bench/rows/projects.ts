import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { cookieOf } from '../accounts.js'
import { type Bench, type Contender, interleave, type Line } from '../bench.js'
import { whole } from '../numbers.js'
import { type Product, startProduct } from '../product.js'
import { type ProjectsSize, type SeededProjects, seedProjects } from '../projects-seed.js'
import type { RowName } from '../settings.js'
import { get, growthLine, load, p99Line, ratioLine } from './lines.js'

/** Less than what waits in a tenth of the data lasts for. */
const claimingSeconds = 1

interface ProjectsSubject {
  product: Product
  seeded: SeededProjects
  file: string
}

/** Two products of their own: one with all the attempts, one with a tenth of them. */
interface Projects {
  all: ProjectsSubject
  tenth: ProjectsSubject
}

/** The rows about what learners hand in. */
export async function measureProjects(bench: Bench): Promise<Line[]> {
  const { settings, say } = bench
  const { projects: size } = settings
  say(`seeding ${size.courses} courses of ${size.learnersPerCourse} learners with their attempts, and a tenth of it`)
  const projects: Projects = {
    all: await prepare(bench, 'all', size),
    tenth: await prepare(bench, 'tenth', { ...size, courses: size.courses / 10 })
  }
  const measures: [RowName, (bench: Bench, projects: Projects) => Promise<Line[]>][] = [
    ['claim', measureClaim],
    ['queue', measureQueue],
    ['gradebook', measureGradebook]
  ]
  const lines: Line[] = []
  for (const [name, measure] of measures) {
    if (!settings.only.has(name)) continue
    say(name)
    lines.push(...(await measure(bench, projects)))
  }
  await projects.all.product.stop()
  await projects.tenth.product.stop()
  return lines
}

async function prepare(
  { directory, settings: { profileTo } }: Bench,
  name: string,
  size: ProjectsSize
): Promise<ProjectsSubject> {
  const file = join(directory, `projects-${name}.db`)
  const databaseUrl = `sqlite:${file}`
  const seeded = await seedProjects(databaseUrl, size)
  // They claim all the time, and decide nothing.
  const env = { REVIEW_CLAIMS_MAX: '0' }
  return { seeded, file, product: await startProduct({ databaseUrl, directory, profileTo, env }) }
}

/** `POST /api/reviews/next`: each claim durable before its answer, and nothing claimed by two. */
async function measureClaim(bench: Bench, projects: Projects): Promise<Line[]> {
  const { reviewerIndexes } = projects.all.seeded
  const requests = (path: string) =>
    reviewerIndexes.map((index) => ({ method: 'POST' as const, path, headers: cookieOf(index), body: '{}' }))
  const options = { connections: reviewerIndexes.length }
  const tally = { answered: 0, claimed: 0 }
  const claiming = ({ product, file }: ProjectsSubject): Contender => {
    const { pid, run } = load(bench, product, { ...options, requests: requests('/api/reviews/next') })
    return {
      pid,
      async run() {
        putBack(file)
        const result = await run(claimingSeconds)
        tally.answered += result.count
        tally.claimed += countClaimed(file)
        return result
      }
    }
  }
  const results = await interleave(bench, {
    bare: load(bench, bench.bare, { ...options, requests: requests('/'), status: 201 }),
    all: claiming(projects.all),
    tenth: claiming(projects.tenth)
  })
  const work = `\`POST /api/reviews/next\`, ${reviewerIndexes.length} reviewers at a time, \`synchronous=FULL\``
  return [
    ratioLine(results, { work, target: 0.1 }),
    {
      work: 'attempts that it gave to two',
      reached: String(tally.answered - tally.claimed),
      target: '0',
      isMet: tally.answered === tally.claimed,
      figures: `${whole(tally.answered)} claims`
    },
    growthLine(results, work)
  ]
}

/** `GET /api/reviews/queue`: all that waits for a reviewer, what waits in one course, and what is theirs. */
async function measureQueue(bench: Bench, projects: Projects): Promise<Line[]> {
  const requestsOf = ({ seeded: { courses, reviewerIndexes } }: ProjectsSubject) =>
    reviewerIndexes.flatMap((index, i) => [
      get('/api/reviews/queue?limit=50', index),
      get(`/api/reviews/queue?limit=50&courseId=${courses[i % courses.length]!.id}`, index),
      get('/api/reviews/queue?limit=50&state=assigned', index)
    ])
  return measurePage(bench, projects, { requestsOf, work: '`GET /api/reviews/queue?limit=50`', limitMs: 20 })
}

/** `GET /api/courses/:id/gradebook`: 50 learners and 20 items, for the mentor of the course. */
async function measureGradebook(bench: Bench, projects: Projects): Promise<Line[]> {
  const requestsOf = ({ seeded: { courses } }: ProjectsSubject) =>
    courses.map(({ id, mentorIndex }) => get(`/api/courses/${id}/gradebook?limit=50`, mentorIndex))
  const work = '`GET /api/courses/:id/gradebook?limit=50` of 20 items'
  return measurePage(bench, projects, { requestsOf, work, limitMs: 50 })
}

/** One at a time: what one person waits for. */
async function measurePage(
  bench: Bench,
  { all, tenth }: Projects,
  {
    requestsOf,
    work,
    limitMs
  }: { requestsOf: (subject: ProjectsSubject) => ReturnType<typeof get>[] } & {
    work: string
    limitMs: number
  }
): Promise<Line[]> {
  const one = (subject: ProjectsSubject) =>
    load(bench, subject.product, { requests: requestsOf(subject), connections: 1 })
  const results = await interleave(bench, { all: one(all), tenth: one(tenth) })
  return [p99Line(results.all, { work, limitMs }), growthLine(results, work)]
}

/** All that is claimed waits again. */
function putBack(file: string): void {
  const handle = new Sqlite(file, { timeout: 5_000 })
  handle.transaction(() => {
    handle
      .prepare(
        `update review_requests set status = 'waiting', claimed_by = null, claimed_at = null, claim_expires_at = null
         where status = 'claimed'`
      )
      .run()
    handle.prepare(`update submissions set status = 'submitted' where status = 'in_review'`).run()
  })()
  handle.close()
}

function countClaimed(file: string): number {
  const handle = new Sqlite(file, { readonly: true })
  const count = handle.prepare(`select count(*) from review_requests where status = 'claimed'`).pluck().get() as number
  handle.close()
  return count
}
