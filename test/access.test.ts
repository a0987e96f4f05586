import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp, type TestApp, testPassword } from './support/app.js'
import { Client } from './support/client.js'
import { openStream } from './support/stream.js'

/**
 * Every route × every kind of caller, with the status that each is to get. `{name}` is an object that is made anew for each
 * request (`createObjects`), the word behind the colon names a body (`bodies`). A GET is asked by HEAD, too.
 * A route without a line fails the test, and so does a line without a route.
 *
 * - `mentor` and `other mentor`, `facilitator`, `org_admin` and `owner` are of the default organisation, `{home}`;
 * - `elsewhere` is the owner of another one, `{away}`, and a member of no other;
 * - courses are in `{home}`, mentored by `mentor`; `learner` is enrolled in `{enrolled}`, which is for the invited alone.
 */
const callers = [
  'anonymous',
  'learner',
  'other learner',
  'mentor',
  'other mentor',
  'facilitator',
  'org_admin',
  'owner',
  'admin',
  'elsewhere'
] as const
type Caller = (typeof callers)[number]

const table = `
                                                    anon lrnr othr ment othm faci orga owne admi else
GET    /api/health/live                              200  200  200  200  200  200  200  200  200  200
GET    /api/health/ready                             200  200  200  200  200  200  200  200  200  200
GET    /api/openapi.json                             200  200  200  200  200  200  200  200  200  200
GET    /                                             302  302  302  302  302  302  302  302  302  302
GET    /docs                                         200  200  200  200  200  200  200  200  200  200
GET    /docs/json                                    200  200  200  200  200  200  200  200  200  200
GET    /docs/yaml                                    200  200  200  200  200  200  200  200  200  200
GET    /docs/static/index.html                       302  302  302  302  302  302  302  302  302  302
GET    /docs/static/swagger-initializer.js           200  200  200  200  200  200  200  200  200  200
GET    /docs/static/{asset}                          200  200  200  200  200  200  200  200  200  200

POST   /api/auth/register                            201  201  201  201  201  201  201  201  201  201 : newcomer
POST   /api/auth/login                               200  200  200  200  200  200  200  200  200  200 : credentials
POST   /api/auth/setup                               409  409  409  409  409  409  409  409  409  409 : setup
POST   /api/auth/forgot-password                     202  202  202  202  202  202  202  202  202  202 : forgot
POST   /api/auth/reset-password                      400  400  400  400  400  400  400  400  400  400 : reset
POST   /api/auth/logout                              401  204  204  204  204  204  204  204  204  204
GET    /api/auth/me                                  401  200  200  200  200  200  200  200  200  200
POST   /api/auth/password                            401  204  204  204  204  204  204  204  204  204 : password
GET    /api/auth/sessions                            401  200  200  200  200  200  200  200  200  200
DELETE /api/auth/sessions                            401  204  204  204  204  204  204  204  204  204
DELETE /api/auth/sessions/{session}                  401  204  404  404  404  404  404  404  404  404
POST   /demo/lucia/login?/login                      303  303  303  303  303  303  303  303  303  303 : credentials
POST   /demo/lucia?/logout                           303  303  303  303  303  303  303  303  303  303

GET    /api/users                                    401  403  403  200  200  200  200  200  200  200
POST   /api/users                                    401  403  403  403  403  403  201  201  201  404 : user
POST   /api/users                                    401  403  403  403  403  403  404  404  201  201 : userAway
GET    /api/users/{self}                             401  200  200  200  200  200  200  200  200  200
GET    /api/users/{learner}                          401  200  404  200  200  200  200  200  200  404
GET    /api/users/{stranger}                         401  404  404  404  404  404  404  404  200  200
PUT    /api/users/{self}                             401  200  200  200  200  200  200  200  200  200 : profile
PUT    /api/users/{someone}                          401  404  404  403  403  403  200  200  200  404 : profile
PATCH  /api/users/{self}                             401  200  200  200  200  200  200  200  200  200 : age
PATCH  /api/users/{self}                             401  403  403  403  403  403  403  403  403  403 : status
PATCH  /api/users/{someone}                          401  404  404  403  403  403  200  200  200  404 : status
PATCH  /api/users/{stranger}                         401  404  404  404  404  404  404  404  200  200 : age
PATCH  /api/users/{admin}                            401  404  404  403  403  403  403  403  200  404 : age
DELETE /api/users/{someone}                          401  403  403  403  403  403  403  403  204  403
DELETE /api/users/{stranger}                         401  403  403  403  403  403  403  403  204  403

GET    /api/permissions                              401  200  200  200  200  200  200  200  200  200
GET    /api/roles                                    401  403  403  403  403  403  200  200  200  200
POST   /api/roles                                    401  403  403  403  403  403  403  403  201  403 : role
GET    /api/roles/{role}                             401  403  403  403  403  403  200  200  200  200
PATCH  /api/roles/{role}                             401  403  403  403  403  403  403  403  200  403 : title
PATCH  /api/roles/mentor                             401  403  403  403  403  403  403  403  409  403 : title
PUT    /api/roles/{role}/permissions                 401  403  403  403  403  403  403  403  200  403 : permissions
DELETE /api/roles/{role}                             401  403  403  403  403  403  403  403  204  403
GET    /api/users/{self}/roles                       401  200  200  200  200  200  200  200  200  200
GET    /api/users/{someone}/roles                    401  404  404  403  403  403  200  200  200  404
GET    /api/users/{stranger}/roles                   401  404  404  404  404  404  404  404  200  200
PUT    /api/users/{self}/roles                       401  403  403  403  403  403  403  403  403  403 : assignments
PUT    /api/users/{someone}/roles                    401  403  403  403  403  403  200  200  200  404 : assignments
PUT    /api/users/{someone}/roles                    401  403  403  403  403  403  403  403  200  404 : makeAdmin

GET    /api/organizations                            401  200  200  200  200  200  200  200  200  200
POST   /api/organizations                            401  403  403  403  403  403  403  403  201  403 : organization
GET    /api/organizations/{home}                     401  200  200  200  200  200  200  200  200  404
GET    /api/organizations/{away}                     401  404  404  404  404  404  404  404  200  200
PATCH  /api/organizations/{home}                     401  403  403  403  403  403  200  200  200  404 : description
PATCH  /api/organizations/{away}                     401  404  404  404  404  404  404  404  200  200 : description
DELETE /api/organizations/{home}                     401  403  403  403  403  403  403  409  409  404
DELETE /api/organizations/{empty}                    401  404  404  404  404  404  404  404  204  404
GET    /api/organizations/{home}/members             401  403  403  200  200  200  200  200  200  404
GET    /api/organizations/{away}/members             401  404  404  404  404  404  404  404  200  200
POST   /api/organizations/{home}/members             401  403  403  403  403  403  201  201  201  404 : member
PATCH  /api/organizations/{home}/members/{someone}   401  403  403  403  403  403  200  200  200  404 : memberRoles
PATCH  /api/organizations/{away}/members/{stranger}  401  404  404  404  404  404  404  404  200  200 : memberRoles
DELETE /api/organizations/{home}/members/{someone}   401  403  403  403  403  403  204  204  204  404
DELETE /api/organizations/{home}/members/{owner}     401  403  403  403  403  403  403  204  204  404
DELETE /api/organizations/{home}/members/{self}      401  204  204  204  204  204  204  204  204  404

GET    /api/courses                                  200  200  200  200  200  200  200  200  200  200
GET    /api/courses/{published}                      200  200  200  200  200  200  200  200  200  200
GET    /api/courses/{internal}                       404  200  200  200  200  200  200  200  200  404
GET    /api/courses/{enrolled}                       404  200  404  200  404  404  200  200  200  404
GET    /api/courses/{draft}                          404  404  404  200  404  404  200  200  200  404
POST   /api/courses                                  401  403  403  201  201  403  201  201  201  404 : course
POST   /api/courses                                  401  403  403  404  404  403  404  404  201  201 : courseAway
PUT    /api/courses/{published}                      401  403  403  200  403  403  200  200  200  403 : course
PUT    /api/courses/{draft}                          401  404  404  200  404  404  200  200  200  404 : course
PATCH  /api/courses/{published}                      401  403  403  200  403  403  200  200  200  403 : weeks
PATCH  /api/courses/{internal}                       401  403  403  200  403  403  200  200  200  404 : weeks
PATCH  /api/courses/{draft}                          401  404  404  200  404  404  200  200  200  404 : weeks
DELETE /api/courses/{published}                      401  403  403  204  403  403  204  204  204  403
DELETE /api/courses/{draft}                          401  404  404  204  404  404  204  204  204  404
DELETE /api/courses/{enrolled}                       401  403  404  409  404  404  409  409  409  404
DELETE /api/courses/{enrolled}?force=true            401  403  404  403  404  404  403  204  204  404
POST   /api/courses/{draft}/publish                  401  404  404  200  404  404  200  200  200  404
POST   /api/courses/{published}/archive              401  403  403  200  403  403  200  200  200  403
POST   /api/courses/{published}/enrolments           401  201  201  201  201  201  201  201  201  201
POST   /api/courses/{internal}/enrolments            401  201  201  201  201  201  201  201  201  404
POST   /api/courses/{enrolled}/enrolments            401  409  404  201  404  404  201  201  201  404
POST   /api/courses/{draft}/enrolments               401  404  404  201  404  201  201  201  201  404 : learners
POST   /api/courses/{published}/enrolments           401  403  403  201  403  201  201  201  201  403 : learners
GET    /api/courses/{published}/enrolments           401  403  403  200  403  200  200  200  200  403
GET    /api/courses/{draft}/enrolments               401  404  404  200  404  200  200  200  200  404
DELETE /api/courses/{enrolled}/enrolments/{learner}  401  204  404  204  404  204  204  204  204  404
GET    /api/me/enrolments                            401  200  200  200  200  200  200  200  200  200

GET    /api/notifications                            401  200  200  200  200  200  200  200  200  200
GET    /api/notifications/unread-count               401  200  200  200  200  200  200  200  200  200
GET    /api/notifications/stream                     401  200  200  200  200  200  200  200  200  200
POST   /api/notifications/{notification}/read        401  204  404  404  404  404  404  404  404  404
POST   /api/notifications/read-all                   401  204  204  204  204  204  204  204  204  204
DELETE /api/notifications/{notification}             401  204  404  404  404  404  404  404  404  404
POST   /api/notifications                            401  403  403  403  403  403  403  403  201  403 : toAll
POST   /api/notifications                            401  403  403  403  403  201  201  201  201  403 : toOrganization
POST   /api/notifications                            401  422  422  201  422  201  201  201  201  422 : toCourse
POST   /api/notifications                            401  422  422  422  422  201  201  201  201  422 : toUsers
`

/** Requests that end the caller's own session or rights: somebody of the same kind is made for each. */
const ownEnds = [
  '/api/auth/login',
  '/api/auth/logout',
  '/api/auth/password',
  '/demo/lucia/login',
  '/demo/lucia',
  '/api/organizations/:id/members/:userId'
]

const json = { 'content-type': 'application/json' }

interface Row {
  name: string
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  statuses: number[]
  body: string | undefined
}

const rows: Row[] = table
  .split('\n')
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

  for (const { name, method, path, statuses, body } of rows) {
    await t.test(name, async (t) => {
      const route = routeOf(app, method, path)
      assert.ok(route, 'there is no such route (any more)')
      const seen: Record<string, number> = {}
      for (const caller of callers) {
        const client = await world.clientFor(caller, ownEnds.includes(route))
        const objects = world.createObjects(client)
        const url = await fill(path, objects)
        if (path === '/api/notifications/stream') {
          const stream = await openStream(t, address, client)
          seen[caller] = stream.status
          stream.close()
          continue
        }
        const send = body ? { headers: json, payload: JSON.stringify(await world.bodies(objects)[body]?.()) } : {}
        const answer = await client.request(method, url, send)
        seen[caller] = answer.status
        assert.ok(answer.status < 500, answer.text)
        if (answer.status >= 400) assert.equal(answer.body.statusCode, answer.status)
        if (method === 'GET') {
          assert.equal((await client.request('HEAD', url)).status, answer.status, `HEAD for ${caller}`)
        }
      }
      assert.deepEqual(seen, Object.fromEntries(callers.map((caller, i) => [caller, statuses[i]])))
    })
  }

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
  const parts = (path.split('?')[0] ?? '').split('/')
  const fits = (pattern: string[]) =>
    pattern.length === parts.length &&
    pattern.every((part, i) => (/^[:*]/.test(part) ? /^\{|^mentor$/.test(parts[i] ?? '') : part === parts[i]))
  return routes.find((route) => route.methods.includes(method) && fits(route.url.split('/')))?.url
}

type Objects = Record<string, () => Promise<string>>

async function fill(path: string, objects: Objects): Promise<string> {
  let url = path
  for (const [placeholder, name = ''] of path.matchAll(/\{(\w+)\}/g)) {
    const create = objects[name]
    assert.ok(create, `there is no object ${name}`)
    url = url.replace(placeholder, await create())
  }
  return url
}

async function createWorld(app: TestApp) {
  const home = app.organizationId
  const admin = await app.signInAs({ username: 'the.admin', role: 'admin' })
  const { body: awayOrganization } = await admin.post('/api/organizations', { name: 'Away' })
  const away = awayOrganization.id as string
  let count = 0
  const unique = () => `user${++count}`

  const roles = {
    learner: { role: 'learner', organizationId: home },
    'other learner': { role: 'learner', organizationId: home },
    mentor: { role: 'mentor', organizationId: home },
    'other mentor': { role: 'mentor', organizationId: home },
    facilitator: { role: 'facilitator', organizationId: home },
    org_admin: { role: 'org_admin', organizationId: home },
    owner: { role: 'owner', organizationId: home },
    admin: { role: 'admin', organizationId: home },
    elsewhere: { role: 'owner', organizationId: away }
  } as const
  const signIn = (caller: keyof typeof roles) => app.signInAs({ username: unique(), ...roles[caller] })

  const clients = new Map<Caller, Client>([['anonymous', app.anonymous()]])
  for (const caller of callers) if (caller !== 'anonymous') clients.set(caller, await signIn(caller))
  const clientOf = (caller: Caller) => clients.get(caller) as Client
  const learner = clientOf('learner')
  const mentor = clientOf('mentor')

  /** A copy: what an answer does to its cookies concerns the next request of this kind of caller not at all. */
  async function clientFor(caller: Caller, isEnded: boolean): Promise<Client> {
    const known = isEnded && caller !== 'anonymous' ? await signIn(caller) : clientOf(caller)
    const client = new Client(app.app)
    for (const [name, value] of known.cookies) client.cookies.set(name, value)
    client.userId = known.userId
    return client
  }

  async function createCourse(fields: object, { isPublished = true } = {}): Promise<string> {
    const draft = { title: 'Merakit robot', description: 'Dari nol.', organizationId: home, ...fields }
    const { body, status, text } = await mentor.post('/api/courses', draft)
    assert.equal(status, 201, text)
    if (isPublished) assert.equal((await mentor.post(`/api/courses/${body.id}/publish`)).status, 200)
    return body.id
  }

  const createUser = async (organizationId: string) => (await app.createUser({ username: unique(), organizationId })).id

  const createObjects = (client: Client) =>
    ({
      asset: async () => 'swagger-ui.css',
      home: async () => home,
      away: async () => away,
      empty: async () => (await admin.post('/api/organizations', { name: 'Empty' })).body.id,
      self: async () => client.userId || learner.userId,
      learner: async () => learner.userId,
      admin: async () => clientOf('admin').userId,
      someone: () => createUser(home),
      stranger: () => createUser(away),
      owner: async () => (await app.createUser({ username: unique(), role: 'owner' })).id,
      role: async () =>
        (await admin.post('/api/roles', { key: unique(), title: 'Editor', scope: 'organization', permissions: [] }))
          .body.id,
      session: async () => {
        const device = await app.signIn((await learner.get('/api/auth/me')).body.user.username)
        const { body } = await device.get('/api/auth/sessions')
        return body.data.find(({ isCurrent }: { isCurrent: boolean }) => isCurrent).id
      },
      notification: async () => {
        const content = { type: 'note', title: 'Halo', message: 'Apa kabar?', userIds: [learner.userId] }
        return (await admin.post('/api/notifications', content)).body.id
      },
      draft: () => createCourse({}, { isPublished: false }),
      published: () => createCourse({}),
      internal: () => createCourse({ visibility: 'internal' }),
      enrolled: async () => {
        const id = await createCourse({ visibility: 'invite_only' })
        const { status } = await mentor.post(`/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
        assert.equal(status, 201)
        return id
      }
    }) satisfies Objects

  type Made = ReturnType<typeof createObjects>
  const note = { type: 'note', title: 'Halo', message: 'Apa kabar?' }
  const title = 'Merakit robot'
  const bodies = (objects: Objects): Record<string, () => Promise<unknown>> => {
    const made = objects as Made
    return {
      newcomer: async () => ({ username: unique(), password: testPassword }),
      credentials: async () => ({
        username: (await learner.get('/api/auth/me')).body.user.username,
        password: testPassword
      }),
      setup: async () => ({ token: 'x', username: unique(), password: testPassword }),
      forgot: async () => ({ username: 'nobody-at-all' }),
      reset: async () => ({ token: 'x', newPassword: testPassword }),
      password: async () => ({ currentPassword: testPassword, newPassword: testPassword }),
      user: async () => ({ username: unique(), organizationId: home }),
      userAway: async () => ({ username: unique(), organizationId: away }),
      profile: async () => ({ username: unique(), fullName: 'Baru' }),
      age: async () => ({ age: 30 }),
      status: async () => ({ status: 'disabled' }),
      role: async () => ({ key: unique(), title: 'Editor', scope: 'organization', permissions: ['course.update'] }),
      title: async () => ({ title: 'Chief editor' }),
      permissions: async () => ({ permissions: ['course.update'] }),
      assignments: async () => ({ assignments: [{ role: 'facilitator', organizationId: home }] }),
      makeAdmin: async () => ({ assignments: [{ role: 'admin', organizationId: null }] }),
      organization: async () => ({ name: 'Sekolah Baru' }),
      description: async () => ({ description: 'Di Bandung' }),
      member: async () => ({ userId: await made.stranger(), roles: ['facilitator'] }),
      memberRoles: async () => ({ roles: ['facilitator'] }),
      course: async () => ({ title, organizationId: home }),
      courseAway: async () => ({ title, organizationId: away }),
      weeks: async () => ({ durationWeeks: 9 }),
      learners: async () => ({ userIds: [await made.someone()] }),
      toAll: async () => ({ ...note, all: true }),
      toOrganization: async () => ({ ...note, organizationId: home }),
      toCourse: async () => ({ ...note, courseId: await made.published() }),
      toUsers: async () => ({ ...note, userIds: [learner.userId] })
    }
  }
  return { clientFor, createObjects, bodies }
}
