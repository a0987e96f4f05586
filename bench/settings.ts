import { parseArgs } from 'node:util'
import { openFileLimit } from '../src/open-file-limit.js'
import type { LearningSize } from './learning-seed.js'
import type { ProjectsSize } from './projects-seed.js'
import type { SeedSize } from './seed-rows.js'

export const rowNames = [
  'me',
  'courses',
  'etag',
  'create',
  'login',
  'idle',
  'one',
  'all',
  'outline',
  'progress',
  'search',
  'learners',
  'claim',
  'queue',
  'gradebook',
  'live',
  'storm',
  'peers'
] as const
export type RowName = (typeof rowNames)[number]

export interface Settings {
  only: ReadonlySet<RowName>
  postgres: boolean
  /** Else what `dist` holds is measured. */
  build: boolean
  /** Where the product leaves its CPU profiles; it is slower with them. */
  profileTo: string | undefined
  size: SeedSize
  learning: LearningSize
  projects: ProjectsSize
  /** Of bare and product in alternation. */
  rounds: number
  roundSeconds: number
  loginSeconds: number
  /** While logins go on, the other client. */
  besideSeconds: number
  farPage: number
  streams: number
  /** After the opening: the collector goes through what the opening left within half a minute. */
  settleSeconds: number
  idleSeconds: number
  straceSeconds: number
  singles: number
  broadcasts: number
  /** Personal events, for so long. */
  eventsPerSecond: number
  liveSeconds: number
  peerSeconds: number
}

const full = {
  size: { users: 10_000, courses: 10_000 },
  learning: { courses: 1_000, learners: 50_000, lessonsPerCourse: 60, progressRows: 40, learnersOfFirst: 2_000 },
  projects: { courses: 100, learnersPerCourse: 100 },
  rounds: 5,
  roundSeconds: 2,
  loginSeconds: 5,
  besideSeconds: 20,
  farPage: 400,
  streams: 10_000,
  settleSeconds: 40,
  idleSeconds: 60,
  straceSeconds: 24,
  singles: 300,
  broadcasts: 6,
  eventsPerSecond: 500,
  liveSeconds: 60,
  peerSeconds: 20
}

const quick: typeof full = {
  size: { users: 1_000, courses: 1_000 },
  learning: { courses: 100, learners: 5_000, lessonsPerCourse: 60, progressRows: 40, learnersOfFirst: 200 },
  projects: { courses: 20, learnersPerCourse: 100 },
  rounds: 3,
  roundSeconds: 1,
  loginSeconds: 2,
  besideSeconds: 5,
  farPage: 40,
  streams: 1_000,
  settleSeconds: 3,
  idleSeconds: 16,
  straceSeconds: 16,
  singles: 100,
  broadcasts: 3,
  eventsPerSecond: 100,
  liveSeconds: 5,
  peerSeconds: 5
}

/** What the product and the client that holds the streams need besides streams. */
const spareFiles = 2_500

/** @throws for an option that is not one */
export function readSettings(args: string[]): Settings {
  const { values } = parseArgs({
    args,
    options: {
      only: { type: 'string' },
      quick: { type: 'boolean', default: false },
      'no-postgres': { type: 'boolean', default: false },
      'no-build': { type: 'boolean', default: false },
      profile: { type: 'string' }
    }
  })
  const amounts = values.quick ? quick : full
  return {
    ...amounts,
    only: new Set(values.only ? values.only.split(',').map(requireRowName) : rowNames),
    postgres: !values['no-postgres'] && !values.profile,
    build: !values['no-build'],
    profileTo: values.profile,
    streams: Math.min(amounts.streams, Math.floor((openFileLimit() ?? 1_024) * 0.9) - spareFiles)
  }
}

function requireRowName(name: string): RowName {
  const found = rowNames.find((known) => known === name)
  if (!found) throw new Error(`--only knows ${rowNames.join(', ')}; not "${name}"`)
  return found
}
