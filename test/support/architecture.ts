import { posix } from 'node:path'

export interface SourceFile {
  /** From the root of the repository: `src/lib/ids.ts`. */
  path: string
  text: string
}

interface Import {
  /** A package as it is named, a file of ours from the root of the repository. */
  target: string
  typeOnly: boolean
}

/** Processes of their own: they put together what the rules keep apart. */
const entryPoints = new Set(['src/db/migrate-cli.ts'])

/** One counter with its one rule: a repository of its own would hold forwarding functions. */
const smallEnoughForSql = new Set(['src/modules/auth/login-throttle.ts'])

export const tableOwners: Record<string, string> = {
  users: 'users',
  credentials: 'auth',
  sessions: 'auth',
  loginThrottles: 'auth',
  oneTimeTokens: 'auth',
  organizations: 'organizations',
  roles: 'roles',
  roleAssignments: 'roles',
  courses: 'courses',
  courseTags: 'courses',
  enrolments: 'enrolments',
  courseInvites: 'enrolments',
  coursePrerequisites: 'enrolments',
  prerequisiteExceptions: 'enrolments',
  cohorts: 'cohorts',
  cohortMembers: 'cohorts',
  checkpoints: 'cohorts',
  checkpointResults: 'cohorts',
  files: 'files',
  modules: 'content',
  lessons: 'content',
  lessonVersions: 'content',
  materials: 'content',
  lessonFiles: 'content',
  courseOutlines: 'content',
  releaseExceptions: 'content',
  releaseWatermarks: 'content',
  lessonProgress: 'progress',
  notes: 'progress',
  questions: 'quizzes',
  quizzes: 'quizzes',
  quizQuestions: 'quizzes',
  quizAttempts: 'quizzes',
  quizAnswers: 'quizzes',
  completionRules: 'progress',
  rubrics: 'rubrics',
  rubricVersions: 'rubrics',
  projects: 'projects',
  projectNumbers: 'projects',
  projectExtensions: 'projects',
  submissions: 'submissions',
  attempts: 'submissions',
  attemptFiles: 'submissions',
  submissionEvents: 'submissions',
  submissionOutputs: 'submissions',
  commentThreads: 'feedback',
  comments: 'feedback',
  savedComments: 'feedback',
  courseReviewers: 'reviewers',
  reviewRequests: 'reviews',
  reviews: 'reviews',
  gradebooks: 'grades',
  gradeItems: 'grades',
  grades: 'grades',
  gradeChanges: 'grades',
  gradeAppeals: 'grades',
  certificateSettings: 'certificates',
  issuerKeys: 'certificates',
  certificates: 'certificates',
  events: 'events',
  notificationSettings: 'preferences',
  notificationPreferences: 'preferences',
  courseMutes: 'preferences',
  heldDeliveries: 'preferences',
  mails: 'mails',
  webhookEndpoints: 'webhooks',
  webhookDeliveries: 'webhooks',
  webhookAttempts: 'webhooks',
  broadcasts: 'broadcasts',
  auditLog: 'audit',
  auditHead: 'audit',
  notifications: 'notifications',
  notificationDeliveries: 'notifications',
  notificationCounters: 'notifications',
  searchEntries: 'db and jobs',
  systemValues: 'db and jobs',
  jobLeases: 'db and jobs'
}

const fromStatement =
  /^(?:import|export)\s+(type\s+)?(\{[^}]*\}|\*(?:\s+as\s+\w+)?|\w+(?:\s*,\s*(?:\{[^}]*\}|\*\s+as\s+\w+))?)\s+from\s+['"]([^'"]+)['"]/gm
const sideEffect = /^import\s+['"]([^'"]+)['"]/gm
const inline = /(\btypeof\s+)?\b(?:import|require)\(\s*(?:['"`]([^'"`]*)['"`])?/g

/** Every import, re-export, `import()` and `require()` of a file. */
export function importsOf({ path, text }: SourceFile): Import[] {
  const code = withoutComments(text)
  const found: Import[] = []
  const add = (name: string, typeOnly: boolean) => {
    const target = name.startsWith('.') ? posix.join(posix.dirname(path), name).replace(/\.js(x?)$/, '.ts$1') : name
    found.push({ target, typeOnly })
  }
  for (const [, type, names = '', target = ''] of code.matchAll(fromStatement)) {
    const members = names.startsWith('{') ? names.slice(1, -1).split(',') : [names]
    add(target, type !== undefined || members.every((member) => /^\s*(type\s|$)/.test(member)))
  }
  for (const [, target = ''] of code.matchAll(sideEffect)) add(target, false)
  for (const [, type, target] of code.matchAll(inline)) add(target ?? 'a computed name', type !== undefined)
  return found
}

/** What design.md, section 2, does not allow, one line for each. */
export function forbiddenImports(files: readonly SourceFile[]): string[] {
  return files.flatMap((file) =>
    entryPoints.has(file.path)
      ? []
      : importsOf(file)
          .map((found) => ({ found, reason: reasonAgainst(file.path, found) }))
          .filter(({ reason }) => reason !== undefined)
          .map(({ found, reason }) => `${file.path} imports ${found.target}: ${reason}`)
  )
}

function reasonAgainst(path: string, found: Import): string | undefined {
  const { target } = found
  if (path.startsWith('web/')) return againstWeb(path, target)
  if (target.startsWith('web/')) return 'src knows nothing of web'
  const [, layer = '', part = ''] = path.split('/')
  switch (path.split('/').length > 2 ? layer : 'root') {
    case 'lib':
      return isIn(target, 'src/lib') || isNode(target) || isPolyfill(target)
        ? undefined
        : 'lib imports Node’s own modules alone'
    case 'db':
      if (isFastify(target)) return 'db knows no Fastify'
      return !isOurs(target) || isIn(target, 'src/lib', 'src/db') ? undefined : 'db imports lib alone'
    case 'http':
      if (isDatabaseDriver(target)) return 'http is handed functions'
      return !isOurs(target) || isIn(target, 'src/lib', 'src/http') ? undefined : 'http imports lib alone'
    case 'integrations':
      if (isFastify(target) || isDatabaseDriver(target)) return 'a client knows nothing of our rows and routes'
      return !isOurs(target) || isIn(target, 'src/lib', `src/integrations/${part}`) || isHttpClient(target)
        ? undefined
        : 'a client imports lib alone'
    case 'jobs':
      return !isOurs(target) || isIn(target, 'src/lib', 'src/db', 'src/http', 'src/jobs')
        ? undefined
        : 'jobs import lib, db and http'
    case 'modules':
      return againstModule(path, part, found)
    default:
      return undefined // app.ts and what stands beside it put the rest together
  }
}

/** Pages are loaded one by one: what two areas share lies outside of both. */
function againstWeb(path: string, target: string): string | undefined {
  if (isOurs(target) && !target.startsWith('web/')) return 'web has its own code'
  const [area] = target.match(/^web\/src\/pages\/[^/]+\//) ?? []
  return area && !path.startsWith(area) && path !== 'web/src/pages.ts' ? 'it is a page of another area' : undefined
}

function againstModule(path: string, name: string, { target, typeOnly }: Import): string | undefined {
  const own = `src/modules/${name}`
  if (isOurs(target) && !isIn(target, 'src/lib', 'src/db', 'src/http', own)) {
    if (isIn(target, 'src/modules') && !/^src\/modules\/[^/]+\/index\.ts$/.test(target)) {
      return 'of another module only index.ts may be named'
    }
    if (!isIn(target, 'src/modules', 'src/integrations', 'src/jobs')) return 'it is none of the module’s business'
    if (!typeOnly) return 'only by import type: the value is handed in'
  }
  const drizzle = isDatabaseDriver(target)
  if (path.endsWith('.repository.ts')) {
    if (isFastify(target) || isIn(target, 'src/http')) return 'a repository knows no HTTP'
    return undefined
  }
  if (drizzle && !typeOnly && !smallEnoughForSql.has(path)) return 'SQL is for the repositories'
  if (path.endsWith('.service.ts')) {
    if (isFastify(target)) return 'a service knows no Fastify'
    if (drizzle) return 'a service knows no drizzle'
    if (isIn(target, 'src/db') && !typeOnly) return 'a service takes types of db alone'
  }
  if (path.endsWith('.routes.ts')) {
    if (drizzle || isIn(target, 'src/db')) return 'routes know no database'
    if (target.endsWith('.repository.ts')) return 'routes call a service'
  }
  return undefined
}

/** Where a row is inserted, changed or deleted by others than the owner of its table, one line for each. */
export function foreignWrites(files: readonly SourceFile[]): string[] {
  return files.flatMap(({ path, text }) => {
    if (!path.startsWith('src/') || path === 'src/db/base-data.ts') return []
    const code = withoutComments(text)
    const found: string[] = []
    const aliases = aliasesIn(code)
    for (const [, receiver = '', verb, argument = ''] of code.matchAll(write)) {
      const name = argument.match(/(\w+)['"\]]*$/)?.[1] ?? ''
      const table = aliases.get(name) ?? name
      const owner = Object.hasOwn(tableOwners, table) ? tableOwners[table] : undefined
      if (owner === undefined && receiver === 'tx') found.push(`${path}: tx.${verb}(${argument}) does not name a table`)
      if (owner !== undefined && owner !== ownerOf(path))
        found.push(`${path}: ${verb} of ${table}, which ${owner} owns`)
    }
    if (/sql(<[^>]*>)?`\s*(insert\s+into|update\s|delete\s+from)/i.test(code)) found.push(`${path}: writes by raw SQL`)
    return found
  })
}

const write = /(?:\b(\w+)\s*)?\.\s*(insert|update|delete)\(\s*([\w.[\]'"]*)\s*\)/g

/** `{ users: people }` of a destructuring and `people = tables.users`: the name in the file → the table. */
function aliasesIn(code: string): Map<string, string> {
  const aliases = new Map<string, string>()
  for (const table of Object.keys(tableOwners)) {
    for (const [, alias = ''] of code.matchAll(new RegExp(`\\b${table}\\s*:\\s*(\\w+)\\s*[,}]`, 'g')))
      aliases.set(alias, table)
    for (const [, alias = ''] of code.matchAll(new RegExp(`(\\w+)\\s*=\\s*[\\w.]*\\.${table}\\b`, 'g')))
      aliases.set(alias, table)
  }
  return aliases
}

function ownerOf(path: string): string {
  const [, layer, module] = path.split('/')
  if (layer === 'modules') return module ?? ''
  return layer === 'db' || layer === 'jobs' ? 'db and jobs' : path
}

export function tooLong(files: readonly SourceFile[], maxLines: number): string[] {
  return files
    .map(({ path, text }) => ({ path, lines: text.trimEnd().split('\n').length }))
    .filter(({ lines }) => lines > maxLines)
    .map(({ path, lines }) => `${path} has ${lines} lines`)
}

/** Blanks comments, and leaves strings (`'https://…'`) alone. */
function withoutComments(text: string): string {
  return text.replace(
    /\/\*[\s\S]*?\*\/|(^|\s)\/\/[^\n]*|('(?:\\.|[^'\\\n])*')/gm,
    (_all, before, string) => string ?? before ?? ''
  )
}

function isOurs(target: string): boolean {
  return isIn(target, 'src', 'web', 'test', 'bench')
}

function isIn(target: string, ...folders: string[]): boolean {
  return folders.some((folder) => target.startsWith(`${folder}/`))
}

function isNode(target: string): boolean {
  return target.startsWith('node:')
}

/** What newer versions of Node bring themselves. */
function isPolyfill(target: string): boolean {
  return target === 'temporal-polyfill'
}

function isFastify(target: string): boolean {
  return /^(fastify|@fastify\/.*)(\/|$)/.test(target)
}

function isDatabaseDriver(target: string): boolean {
  return /^(drizzle-orm|better-sqlite3|pg)(\/|$)/.test(target)
}

function isHttpClient(target: string): boolean {
  return target === 'src/integrations/http-client.ts'
}
