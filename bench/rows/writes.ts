import { cookieOf, loginIndexes, mentorIndexes, password, usernameOf } from '../accounts.js'
import {
  type Bench,
  type Contender,
  cpuOf,
  describeRounds,
  interleave,
  type Line,
  perSecondOf,
  ratioOf
} from '../bench.js'
import type { RequestText } from '../keep-alive.js'
import { uniqueMark } from '../load-client.js'
import { median, ms, whole } from '../numbers.js'

const writers = 32
const loginsAtOnce = 8
const besidePerSecond = 25

/** Mentors make courses, each of them durable (`synchronous=FULL`) before its answer. */
export async function measureCreate(bench: Bench): Promise<Line[]> {
  const body = JSON.stringify({
    title: `Membangun layanan ${uniqueMark}`,
    description: 'Satu proyek nyata dari awal sampai selesai, dengan umpan balik mentor setiap minggu.',
    category: 'programming',
    tags: ['typescript', 'sql'],
    level: 'beginner',
    durationWeeks: 8
  })
  const post = (path: string) =>
    Array.from({ length: writers }, (_, i) => ({
      method: 'POST' as const,
      path,
      headers: cookieOf(mentorIndexes.first + i),
      body
    }))
  const run = ({ pid, port }: Bench['bare'], requests: RequestText[]): Contender => ({
    pid,
    run: (seconds) =>
      bench.load.call('run', { port, requests, status: 201, connections: writers, seconds, staysAwake: true })
  })
  const { bare, create } = await interleave(bench, {
    bare: run(bench.bare, post('/')),
    create: run(bench.sqlite.product, post('/api/courses'))
  })
  const ratio = ratioOf(create, bare)
  return [
    {
      work: `\`POST /api/courses\`, ${writers} at a time, \`synchronous=FULL\``,
      reached: ratio.toFixed(2),
      target: '≥ 0.15',
      isMet: ratio >= 0.15,
      figures: `${describeRounds(create)}; bare ${whole(perSecondOf(bare))}/s, ${cpuOf(bare)}`
    }
  ]
}

/** Logins against the hashing alone, and what the others feel of them. */
export async function measureLogin(bench: Bench): Promise<Line[]> {
  const { settings, argon, pacer, sqlite, say } = bench
  const { port } = sqlite.product
  const login = (seconds: number) =>
    bench.load.call('run', {
      port,
      requests: Array.from({ length: loginIndexes.count }, (_, i) => loginOf(loginIndexes.first + i)),
      status: 200,
      connections: loginsAtOnce,
      seconds
    })
  await login(1)
  await argon.call('rate', { parallel: loginsAtOnce, seconds: 1 })
  const rates: { login: number; bare: number }[] = []
  for (let round = 0; round < settings.rounds; round++) {
    const bare = await argon.call('rate', { parallel: loginsAtOnce, seconds: settings.loginSeconds })
    const { perSecond } = await login(settings.loginSeconds)
    rates.push({ login: perSecond, bare })
    say(`  argon2id ${bare.toFixed(0)}/s, login ${perSecond.toFixed(0)}/s`)
  }
  const seconds = settings.besideSeconds
  const requests = [{ path: '/api/auth/me', headers: cookieOf(loginIndexes.first + loginIndexes.count) }]
  const [logins, beside] = await Promise.all([
    login(seconds + 1),
    pacer.call('run', { port, requests, status: 200, connections: 2, seconds, perSecond: besidePerSecond })
  ])
  say(`  beside ${logins.perSecond.toFixed(0)} logins/s: p99 ${ms(beside.ms.p99)}`)
  const ratio = median(rates.map((rate) => rate.login / rate.bare))
  const [loginRate, bareRate] = [median(rates.map((rate) => rate.login)), median(rates.map((rate) => rate.bare))]
  return [
    {
      work: `\`POST /api/auth/login\`, ${loginsAtOnce} at a time, against bare argon2id`,
      reached: ratio.toFixed(2),
      target: '≥ 0.85',
      isMet: ratio >= 0.85,
      figures: `${loginRate.toFixed(0)}/s; argon2id alone ${bareRate.toFixed(0)}/s`
    },
    {
      work: `meanwhile \`GET /api/auth/me\`, ${besidePerSecond} a second`,
      reached: `p99 ${ms(beside.ms.p99)}`,
      target: 'p99 ≤ 50 ms',
      isMet: beside.ms.p99 <= 50,
      figures: `p50 ${ms(beside.ms.p50)}, max ${ms(beside.ms.max)} of ${beside.count}; ${logins.perSecond.toFixed(0)} logins/s`
    }
  ]
}

function loginOf(index: number): RequestText {
  return { method: 'POST', path: '/api/auth/login', body: JSON.stringify({ username: usernameOf(index), password }) }
}
