import assert from 'node:assert/strict'
import type { InjectOptions } from 'fastify'
import type { TestApp } from './app.js'
import { Client } from './client.js'

/** The columns of the tables of `test/access`, in their order. */
export const callers = [
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
export type Caller = (typeof callers)[number]

type Made = Record<string, () => Promise<string>>
/** What the world makes for every part, and what the parts make. */
export type Objects = ReturnType<World['createObjects']> & Made
export type Bodies = Record<string, () => Promise<unknown>>
export type World = Awaited<ReturnType<typeof createWorld>>

/** The lines of one module, with the objects and bodies that no other part needs. A name has one meaning over all parts. */
export interface AccessPart {
  table: string
  /** Called anew for each request: what it remembers is shared by the placeholders and the body of that request alone. */
  objects?: (world: World, client: Client) => Made
  bodies?: (world: World, objects: Objects) => Bodies
}

class RawBody {
  readonly request: Required<Pick<InjectOptions, 'payload' | 'headers'>>

  constructor(request: RawBody['request']) {
    this.request = request
  }
}

/** A body that is no JSON, such as an upload; the headers say what it is. */
export const raw = (request: RawBody['request']) => new RawBody(request)

export function requestWith(body: unknown): RawBody['request'] {
  if (body instanceof RawBody) return body.request
  return { headers: { 'content-type': 'application/json' }, payload: JSON.stringify(body) }
}

export async function createWorld(app: TestApp) {
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
    const client = new Client(app)
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

  /** The objects that more than one part needs. */
  const createObjects = (client: Client) =>
    ({
      home: async () => home,
      away: async () => away,
      self: async () => client.userId || learner.userId,
      learner: async () => learner.userId,
      admin: async () => clientOf('admin').userId,
      someone: () => createUser(home),
      stranger: () => createUser(away),
      draft: () => createCourse({}, { isPublished: false }),
      published: () => createCourse({}),
      internal: () => createCourse({ visibility: 'internal' }),
      enrolled: async () => {
        const id = await createCourse({ visibility: 'invite_only' })
        const { status } = await mentor.post(`/api/courses/${id}/enrolments`, { userIds: [learner.userId] })
        assert.equal(status, 201)
        return id
      }
    }) satisfies Made

  return {
    app,
    home,
    away,
    /** Makes what the callers find; is none of them. */
    admin,
    learner,
    mentor,
    unique,
    clientOf,
    clientFor,
    createCourse,
    createUser,
    createObjects
  }
}
