import { cookieOf, mentorIndexes } from '../accounts.js'
import {
  type Bench,
  type Contender,
  cpuOf,
  describeRounds,
  interleave,
  type Line,
  perSecondOf,
  type Round,
  ratioOf,
  type Subject
} from '../bench.js'
import type { RequestText } from '../keep-alive.js'
import { whole } from '../numbers.js'

const connections = 32
/** Learners who read in turn. */
const readers = Array.from({ length: 64 }, (_, i) => mentorIndexes.first + mentorIndexes.count + i)

type Results = Record<string, Round[]>

/** `GET /api/auth/me` with a session. */
export async function measureMe(bench: Bench): Promise<Line[]> {
  const results = await compare(bench, { me: async () => readers.map((i) => get('/api/auth/me', cookieOf(i))) })
  return [lineOf(results, 'me', { work: '`GET /api/auth/me` with a session', target: 0.5 })]
}

/** The catalogue, as a member sees it: the first page, and one so far down that a list by offset would feel it. */
export async function measureCourses(bench: Bench): Promise<Line[]> {
  const { farPage } = bench.settings
  const list = async (path: string) => readers.map((i) => get(path, cookieOf(i)))
  const results = await compare(bench, {
    first: () => list('/api/courses?limit=20'),
    far: async ({ product }) => list(await pathOfPage(product.port, farPage))
  })
  const far = `page ${farPage} of it, against page 1`
  return [
    lineOf(results, 'first', { work: '`GET /api/courses?limit=20` signed in', target: 0.2 }),
    lineOf(results, 'far', { work: far, target: 0.8, base: 'first' })
  ]
}

/** `GET /api/courses/:id` by a client that has it already: 304. */
export async function measureEtag(bench: Bench): Promise<Line[]> {
  const revalidate = async ({ product, seeded }: Subject) => {
    const path = `/api/courses/${seeded.courseId}`
    const answer = await fetch(`http://127.0.0.1:${product.port}${path}`, { headers: cookieOf(readers[0]!) })
    const etag = answer.headers.get('etag')
    if (!etag) throw new Error(`GET ${path} answered ${answer.status} without an ETag`)
    return readers.map((i) => get(path, { ...cookieOf(i), 'if-none-match': etag }))
  }
  const results = await compare(bench, { etag: revalidate }, 304)
  return [lineOf(results, 'etag', { work: '`GET /api/courses/:id`, matching `If-None-Match`', target: 0.5 })]
}

/** Bare Fastify and each work on each database, all in the same rounds. */
async function compare(
  bench: Bench,
  works: Record<string, (subject: Subject) => Promise<RequestText[]>>,
  status = 200
): Promise<Results> {
  const contenders: Record<string, Contender> = {
    bare: run(
      bench,
      bench.bare,
      readers.map((i) => get('/', cookieOf(i))),
      200
    )
  }
  for (const [name, requestsOf] of Object.entries(works)) {
    const { sqlite, postgres } = bench
    contenders[name] = run(bench, sqlite.product, await requestsOf(sqlite), status)
    if (postgres) contenders[`${name} pg`] = run(bench, postgres.product, await requestsOf(postgres), status)
  }
  return interleave(bench, contenders)
}

function run({ load }: Bench, server: Bench['bare'], requests: RequestText[], status: number): Contender {
  const { pid, port } = server
  return { pid, run: (seconds) => load.call('run', { port, requests, status, connections, seconds, staysAwake: true }) }
}

function get(path: string, headers: Record<string, string>): RequestText {
  return { path, headers }
}

function lineOf(results: Results, name: string, row: { work: string; target: number; base?: string }): Line {
  const { work, target, base = 'bare' } = row
  const own = results[name] ?? []
  const baseRounds = results[base] ?? []
  const ratio = ratioOf(own, baseRounds)
  const postgres = results[`${name} pg`]
  const postgresBase = results[base === 'bare' ? base : `${base} pg`] ?? []
  return {
    work,
    reached: ratio.toFixed(2),
    target: `≥ ${target}`,
    isMet: ratio >= target,
    figures: `${describeRounds(own)}; ${base === 'bare' ? 'bare' : 'page 1'} ${whole(perSecondOf(baseRounds))}/s, ${cpuOf(baseRounds)}`,
    ...(postgres && { postgres: `${ratioOf(postgres, postgresBase).toFixed(2)} (${describeRounds(postgres)})` })
  }
}

/** Reached as a client reaches it: a cursor for each page. */
async function pathOfPage(port: number, page: number): Promise<string> {
  let path = '/api/courses?limit=20'
  for (let at = 1; at < page; at++) {
    const answer = await fetch(`http://127.0.0.1:${port}${path}`, { headers: cookieOf(readers[0]!) })
    const { nextCursor } = (await answer.json()) as { nextCursor?: string | null }
    if (!nextCursor) throw new Error(`there is no page ${at + 1}: GET ${path} answered ${answer.status}`)
    path = `/api/courses?limit=20&cursor=${encodeURIComponent(nextCursor)}`
  }
  return path
}
