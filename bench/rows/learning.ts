import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { cookieOf } from '../accounts.js'
import { type Bench, interleave, type Line } from '../bench.js'
import { type SeededLearning, searchWords, seedLearning } from '../learning-seed.js'
import { uniqueMark } from '../load-client.js'
import { whole } from '../numbers.js'
import { type Product, startProduct } from '../product.js'
import type { RowName } from '../settings.js'
import { connections, get, growthLine, load, p99Line, ratioLine } from './lines.js'

const learnersInTurn = 64

interface LearningSubject {
  product: Product
  seeded: SeededLearning
  file: string
}

/** Two products of their own: one with all the learners, one with a tenth of them. */
interface Learning {
  all: LearningSubject
  tenth: LearningSubject
}

/** The rows about courses that have content and learners. */
export async function measureLearning(bench: Bench): Promise<Line[]> {
  const { settings, say } = bench
  const { learning: size } = settings
  const tenth = { ...size, courses: size.courses / 10, learners: size.learners / 10 }
  say(
    `seeding ${size.learners} learners, ${size.courses} courses of ${size.lessonsPerCourse} lessons, and a tenth of it`
  )
  const learning: Learning = { all: await prepare(bench, 'all', size), tenth: await prepare(bench, 'tenth', tenth) }
  const measures: [RowName, (bench: Bench, learning: Learning) => Promise<Line[]>][] = [
    ['outline', measureOutline],
    ['progress', measureProgress],
    ['search', measureSearch],
    ['learners', measureLearners]
  ]
  const lines: Line[] = []
  for (const [name, measure] of measures) {
    if (!settings.only.has(name)) continue
    say(name)
    lines.push(...(await measure(bench, learning)))
  }
  await learning.all.product.stop()
  await learning.tenth.product.stop()
  return lines
}

async function prepare(
  { directory, settings: { profileTo } }: Bench,
  name: string,
  size: Parameters<typeof seedLearning>[1]
): Promise<LearningSubject> {
  const file = join(directory, `learning-${name}.db`)
  const databaseUrl = `sqlite:${file}`
  const seeded = await seedLearning(databaseUrl, size)
  return { seeded, file, product: await startProduct({ databaseUrl, directory, profileTo }) }
}

/** `GET /api/courses/:id/outline`, each learner the one of their course. */
async function measureOutline(bench: Bench, learning: Learning): Promise<Line[]> {
  const requestsOf = ({ seeded }: LearningSubject) =>
    learnersOf(seeded, learnersInTurn).map(({ index, courseId }) => get(`/api/courses/${courseId}/outline`, index))
  const results = await interleave(bench, {
    bare: load(bench, bench.bare, { requests: [get('/', 0)] }),
    all: load(bench, learning.all.product, { requests: requestsOf(learning.all) }),
    tenth: load(bench, learning.tenth.product, { requests: requestsOf(learning.tenth) })
  })
  const work = `\`GET /api/courses/:id/outline\` of ${bench.settings.learning.lessonsPerCourse} lessons, for a learner`
  return [ratioLine(results, { work, target: 0.15 }), growthLine(results, work)]
}

/** `PUT /api/lessons/:id/progress`: players that tell how far they are, each write durable before its answer. */
async function measureProgress(bench: Bench, learning: Learning): Promise<Line[]> {
  // The mark is filled with leading zeros, which no number of JSON may have.
  const body = `{"positionMs":1${uniqueMark}}`
  const requestsOf = ({ seeded }: LearningSubject) =>
    learnersOf(seeded, connections).map(({ index, courseId }, i) => ({
      method: 'PUT' as const,
      path: `/api/lessons/${seeded.lessonIds.get(courseId)?.[40 + (i % 20)]}/progress`,
      headers: cookieOf(index),
      body
    }))
  const bareRequests = requestsOf(learning.all).map((request) => ({ ...request, method: 'POST' as const, path: '/' }))
  const results = await interleave(bench, {
    bare: load(bench, bench.bare, { requests: bareRequests, status: 201 }),
    all: load(bench, learning.all.product, { requests: requestsOf(learning.all) }),
    tenth: load(bench, learning.tenth.product, { requests: requestsOf(learning.tenth) })
  })
  const made = countProgress(learning.all) - learning.all.seeded.progressRows
  const work = `\`PUT /api/lessons/:id/progress\`, ${connections} at a time, \`synchronous=FULL\``
  return [
    ratioLine(results, { work, target: 0.15 }),
    {
      work: 'rows that it made, one for each learner and lesson',
      reached: String(made),
      target: String(connections),
      isMet: made === connections,
      figures: `${whole(results.all.reduce((sum, { count }) => sum + count, 0))} requests`
    },
    growthLine(results, work)
  ]
}

/** One search at a time, in turn: a common word, a rare one, two, and the beginning of many. */
async function measureSearch(bench: Bench, learning: Learning): Promise<Line[]> {
  const requestsOf = ({ seeded }: LearningSubject) =>
    learnersOf(seeded, learnersInTurn).map(({ index }, i) => {
      const queries = Object.values(searchWords)
      return get(`/api/search?q=${encodeURIComponent(queries[i % queries.length] ?? '')}`, index)
    })
  const results = await interleave(bench, {
    all: load(bench, learning.all.product, { requests: requestsOf(learning.all), connections: 1 }),
    tenth: load(bench, learning.tenth.product, { requests: requestsOf(learning.tenth), connections: 1 })
  })
  const work = '`GET /api/search`, one at a time, for a learner'
  return [p99Line(results.all, { work, limitMs: 30 }), growthLine(results, work)]
}

/** `GET /api/courses/:id/progress`: how far the learners of a large course are, for its mentor, by each order. */
async function measureLearners(bench: Bench, learning: Learning): Promise<Line[]> {
  const requestsOf = ({ seeded: { first } }: LearningSubject) =>
    ['name', 'progress', '-progress', '-lastActivity'].map((sort) =>
      get(`/api/courses/${first.courseId}/progress?limit=50&sort=${sort}`, first.mentorIndex)
    )
  const results = await interleave(bench, {
    all: load(bench, learning.all.product, { requests: requestsOf(learning.all), connections: 1 }),
    tenth: load(bench, learning.tenth.product, { requests: requestsOf(learning.tenth), connections: 1 })
  })
  const work = `\`GET /api/courses/:id/progress\` of ${whole(bench.settings.learning.learnersOfFirst)} learners, for their mentor`
  return [p99Line(results.all, { work, limitMs: 100 }), growthLine(results, work)]
}

/** From all over the data. */
function learnersOf({ learners }: SeededLearning, count: number): SeededLearning['learners'] {
  return Array.from({ length: count }, (_, i) => learners[Math.floor((i * learners.length) / count)]!)
}

function countProgress({ file }: LearningSubject): number {
  const handle = new Sqlite(file, { readonly: true })
  const count = handle.prepare('select count(*) from lesson_progress').pluck().get() as number
  handle.close()
  return count
}
