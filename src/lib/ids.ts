import { randomBytes } from 'node:crypto'

/** Every kind of id the product hands out, with the word that it stands for. */
export const idPrefixes = {
  user: 'usr',
  organization: 'org',
  role: 'role',
  roleAssignment: 'asg',
  course: 'crs',
  module: 'mod',
  lesson: 'les',
  material: 'mat',
  releaseException: 'rex',
  file: 'file',
  enrolment: 'enr',
  invite: 'inv',
  cohort: 'coh',
  checkpoint: 'chk',
  note: 'note',
  question: 'qst',
  quiz: 'quiz',
  quizAttempt: 'qat',
  rubric: 'rub',
  rubricVersion: 'rbv',
  criterion: 'crit',
  rubricLevel: 'lvl',
  project: 'prj',
  deliverable: 'dlv',
  checklistItem: 'cli',
  submission: 'sub',
  attempt: 'att',
  submissionEvent: 'sev',
  output: 'out',
  thread: 'thr',
  comment: 'cmt',
  savedComment: 'svc',
  reviewRequest: 'rrq',
  review: 'rev',
  grade: 'grd',
  gradeChange: 'gch',
  gradeAppeal: 'apl',
  certificate: 'crt',
  event: 'evt',
  notification: 'notif',
  mail: 'mail',
  webhookEndpoint: 'whe',
  webhookDelivery: 'whd',
  broadcast: 'brd'
} as const

export type IdKind = keyof typeof idPrefixes

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'
const timeLength = 10
const randomLength = 16

let lastMs = 0
let counter = 0

/**
 * `crs_` + 10 characters of time (ms) + 16 of which the first four count within the millisecond, in Crockford's
 * base 32: ids sort by the time of their making, also within one process and millisecond.
 */
export function createId(kind: IdKind, nowMs: number = Date.now()): string {
  if (nowMs > lastMs) {
    lastMs = nowMs
    counter = 0
  } else {
    // Also for a moment that is past: another id of that one may be there, and the next must come behind it.
    counter += 1
  }
  return `${idPrefixes[kind]}_${encode(nowMs, timeLength)}${encode(counter, 4)}${randomText(randomLength - 4)}`
}

/** What ids of this kind that were made before that moment sort before. */
export function firstIdAt(kind: IdKind, moment: Date): string {
  return `${idPrefixes[kind]}_${encode(moment.getTime(), timeLength)}`
}

/** The id of what stands for another thing, in its own kind: made twice, it is one. */
export function idAfter(kind: IdKind, id: string): string {
  return `${idPrefixes[kind]}_${id.slice(id.indexOf('_') + 1)}`
}

export function idPattern(kind: IdKind): string {
  return `^${idPrefixes[kind]}_[0-9a-z]{1,32}$`
}

function encode(value: number, length: number): string {
  let text = ''
  let rest = value
  for (let i = 0; i < length; i++) {
    text = alphabet[rest % 32] + text
    rest = Math.floor(rest / 32)
  }
  return text
}

/** Random bytes are fetched by the kilobyte: a call for each id costs more than all the rest of it. */
const pool = { bytes: randomBytes(4_096), used: 0 }

function randomText(length: number): string {
  if (pool.used + length > pool.bytes.length) {
    pool.bytes = randomBytes(pool.bytes.length)
    pool.used = 0
  }
  let text = ''
  for (const byte of pool.bytes.subarray(pool.used, pool.used + length)) text += alphabet[byte & 31]
  pool.used += length
  return text
}
