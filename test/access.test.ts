import assert from 'node:assert/strict'
import test from 'node:test'
import { appealsAccess } from './access/appeals.js'
import { auditAccess } from './access/audit.js'
import { authAccess } from './access/auth.js'
import { broadcastsAccess } from './access/broadcasts.js'
import { certificatesAccess } from './access/certificates.js'
import { cohortsAccess } from './access/cohorts.js'
import { completionAccess } from './access/completion.js'
import { contentAccess } from './access/content.js'
import { coursesAccess } from './access/courses.js'
import { dashboardAccess } from './access/dashboard.js'
import { enrolmentsAccess } from './access/enrolments.js'
import { enrolmentsCsvAccess } from './access/enrolments-csv.js'
import { eventsAccess } from './access/events.js'
import { feedbackAccess } from './access/feedback.js'
import { filesAccess } from './access/files.js'
import { gradesAccess } from './access/grades.js'
import { gradesCsvAccess } from './access/grades-csv.js'
import { mailsAccess } from './access/mails.js'
import { notificationsAccess } from './access/notifications.js'
import { organizationsAccess } from './access/organizations.js'
import { preferencesAccess } from './access/preferences.js'
import { prerequisitesAccess } from './access/prerequisites.js'
import { progressAccess } from './access/progress.js'
import { projectsAccess } from './access/projects.js'
import { quizzesAccess } from './access/quizzes.js'
import { reviewDecisionsAccess } from './access/review-decisions.js'
import { reviewersAccess } from './access/reviewers.js'
import { reviewsAccess } from './access/reviews.js'
import { rolesAccess } from './access/roles.js'
import { rubricsAccess } from './access/rubrics.js'
import { searchAccess } from './access/search.js'
import { submissionsAccess } from './access/submissions.js'
import { systemAccess } from './access/system.js'
import { usersAccess } from './access/users.js'
import { webhooksAccess } from './access/webhooks.js'
import {
  type AccessPart,
  type Bodies,
  callers,
  createWorld,
  type Objects,
  requestWith,
  type World
} from './support/access-world.js'
import { buildTestApp, type TestApp } from './support/app.js'
import { assertLogged } from './support/audit.js'
import type { Client } from './support/client.js'
import { operations } from './support/contract.js'
import { openStream } from './support/stream.js'

/**
 * Every route × every kind of caller, with the status that each is to get: a part for each module, in `test/access`. `{name}`
 * is an object that is made anew for each request (`objects`), in the path or in the query; the word behind the colon names
 * a body (`bodies`). A GET is asked by HEAD, too. A route without a line fails the test, and so does a line without a route.
 *
 * - `mentor` and `other mentor`, `facilitator`, `org_admin` and `owner` are of the default organisation, `{home}`;
 * - `elsewhere` is the owner of another one, `{away}`, and a member of no other;
 * - courses are in `{home}`, mentored by `mentor`; `learner` is enrolled in `{enrolled}`, which is for the invited alone.
 */
const parts: Record<string, AccessPart> = {
  systemAccess,
  authAccess,
  usersAccess,
  rolesAccess,
  organizationsAccess,
  coursesAccess,
  enrolmentsAccess,
  enrolmentsCsvAccess,
  prerequisitesAccess,
  cohortsAccess,
  contentAccess,
  filesAccess,
  progressAccess,
  quizzesAccess,
  rubricsAccess,
  projectsAccess,
  reviewersAccess,
  submissionsAccess,
  feedbackAccess,
  reviewsAccess,
  reviewDecisionsAccess,
  gradesAccess,
  gradesCsvAccess,
  appealsAccess,
  completionAccess,
  certificatesAccess,
  dashboardAccess,
  searchAccess,
  eventsAccess,
  notificationsAccess,
  broadcastsAccess,
  preferencesAccess,
  mailsAccess,
  webhooksAccess,
  auditAccess
}

/** Requests that end the caller's own session or rights: somebody of the same kind is made for each. */
const ownEnds = [
  '/api/auth/login',
  '/api/auth/logout',
  '/api/auth/password',
  '/demo/lucia/login',
  '/demo/lucia',
  '/api/organizations/:id/members/:userId'
]

interface Row {
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  statuses: number[]
  body: string | undefined
}

const rows: Row[] = Object.values(parts)
  .flatMap(({ table }) => table.split('\n'))
  .filter((line) => /^[A-Z]/.test(line))
  .map((line) => {
    const [request = '', body] = line.split(' : ')
    const [method, path = '', ...statuses] = request.trim().split(/\s+/)
    assert.equal(statuses.length, callers.length, line)
    const name = [method, path, body].filter(Boolean).join(' ')
    return { name, method: method as Row['method'], path, statuses: statuses.map(Number), body }
  })

test('every route answers every kind of caller as the table says', async (t) => {
  const app = await buildTestApp(t)
  const address = await app.listen()
  const world = await createWorld(app)
  const succeeded = new Set<string | undefined>()
  // A name with two meanings is told once, before the lines, and also when none of them uses it.
  bodiesOf(world, objectsOf(world, world.clientOf('anonymous')))

  for (const { name, method, path, statuses, body } of rows) {
    await t.test(name, async (t) => {
      const route = routeOf(app, method, path)
      assert.ok(route, 'there is no such route (any more)')
      const seen: Record<string, number> = {}
      for (const caller of callers) {
        const client = await world.clientFor(caller, ownEnds.includes(route))
        const objects = objectsOf(world, client)
        const url = await fill(path, objects)
        if (path === '/api/notifications/stream') {
          const stream = await openStream(t, address, client)
          seen[caller] = stream.status
          stream.close()
          continue
        }
        const answer = await client.request(method, url, body ? await send(body, world, objects) : {})
        seen[caller] = answer.status
        if (answer.status < 300) succeeded.add(answer.operationId)
        assert.ok(answer.status < 500, answer.text)
        if (answer.status >= 400) assert.equal(answer.body.statusCode, answer.status)
        if (method === 'GET') {
          assert.equal((await client.request('HEAD', url)).status, answer.status, `HEAD for ${caller}`)
        }
      }
      assert.deepEqual(seen, Object.fromEntries(callers.map((caller, i) => [caller, statuses[i]])))
    })
  }

  await t.test('and every operation of the contract has succeeded as the contract says', () => {
    const names = operations.map(({ operation }) => operation.operationId)
    const missed = names.filter((name) => !succeeded.has(name))
    // Those work once, on the first day, or with a token from a mail; the stream is read from a socket.
    assert.deepEqual(missed, ['setUp', 'resetPassword', 'streamNotifications'])
  })

  await t.test('and the audit log has kept who did it, whole and without a secret', () =>
    assertLogged(
      app,
      callers.map((caller) => world.clientOf(caller))
    )
  )

  await t.test('and there is no route without a line', () => {
    const listed = new Set(rows.map(({ method, path }) => `${method} ${routeOf(app, method, path)}`))
    const all = app.routes.flatMap(({ methods, url }) => methods.map((method) => ({ method, url })))
    const missing = all.filter(({ method, url }) => {
      const path = url.replace(/(.)\/$/, '$1') // Fastify tells of `/docs/` only half
      return !listed.has(`${method} ${path}`) && !(method === 'HEAD' && listed.has(`GET ${path}`))
    })
    assert.ok(all.length > 80, 'the routes are collected')
    assert.deepEqual(missing, [])
  })
})

/** The pattern of the route that a line of the table is about. */
function routeOf({ routes }: TestApp, method: string, path: string): string | undefined {
  const asked = (path.split('?')[0] ?? '').split('/')
  const fits = (pattern: string[]) =>
    pattern.length === asked.length &&
    pattern.every((part, i) => (/^[:*]/.test(part) ? /^\{|^mentor$/.test(asked[i] ?? '') : part === asked[i]))
  return routes.find((route) => route.methods.includes(method) && fits(route.url.split('/')))?.url
}

async function fill(path: string, objects: Objects): Promise<string> {
  let url = path
  for (const [placeholder, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    const create = objects[name]
    assert.ok(create, `there is no object ${name}`)
    const made = await create()
    url = url.replace(placeholder, () => made)
  }
  return url
}

async function send(name: string, world: World, objects: Objects) {
  const create = bodiesOf(world, objects)[name]
  assert.ok(create, `there is no body ${name}`)
  return requestWith(await create())
}

function objectsOf(world: World, client: Client): Objects {
  const ofWorld = world.createObjects(client)
  const ofParts = Object.entries(parts).map(([part, { objects }]) => [part, objects?.(world, client)] as const)
  return { ...ofWorld, ...merge('object', [['the world', ofWorld], ...ofParts]) }
}

function bodiesOf(world: World, objects: Objects): Bodies {
  return merge(
    'body',
    Object.entries(parts).map(([part, { bodies }]) => [part, bodies?.(world, objects)] as const)
  )
}

/** A part that took the name of another would change what the lines of the other ask. */
function merge<T>(what: string, given: (readonly [owner: string, named: Record<string, T> | undefined])[]) {
  const merged: Record<string, T> = {}
  const owners = new Map<string, string>()
  for (const [owner, named = {}] of given) {
    for (const [name, value] of Object.entries(named)) {
      assert.ok(!owners.has(name), `the ${what} ${name} is given by ${owners.get(name)} and by ${owner}`)
      owners.set(name, owner)
      merged[name] = value
    }
  }
  return merged
}
