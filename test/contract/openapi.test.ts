import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import test from 'node:test'
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import { buildTestApp, type TestApp, testPassword } from '../support/app.js'
import type { Answer, Client } from '../support/client.js'

interface Media {
  schema: { $ref?: string; anyOf?: { $ref: string }[]; examples?: unknown[] }
  example?: unknown
  examples?: Record<string, { value: unknown }>
}
interface Operation {
  operationId: string
  summary: string
  description: string
  tags: string[]
  security?: object[]
  requestBody?: { required: boolean; content: Record<string, Media> }
  responses: Record<string, { description: string; content?: Record<string, Media> }>
}
interface Contract {
  openapi: string
  tags: { name: string }[]
  paths: Record<string, Record<string, Operation>>
  components: { schemas: Record<string, { examples?: unknown[] }> }
}

const json = 'application/json'
const contract: Contract = JSON.parse(readFileSync('openapi.json', 'utf8'))
const operations = Object.entries(contract.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation }))
)

/** Not part of the API: the pages, the contract itself, and the forms of the first front end. */
const hidden = ['/', '/api/openapi.json', '/docs', '/docs/', '/demo/lucia', '/demo/lucia/login']
const hiddenBelow = '/docs/'

const ajv = new Ajv2020({ strict: false, allErrors: true })
addFormats.default(ajv)
ajv.addSchema(contract, 'contract')
const validators = new Map<string, ValidateFunction>()

/** Whether a value is what the contract says in this place. */
function assertFits(value: unknown, place: string[], name: string): void {
  const pointer = place.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')
  const validate = validators.get(pointer) ?? ajv.compile({ $ref: `contract#/${pointer}` })
  validators.set(pointer, validate)
  assert.ok(validate(value), `${name}: ${ajv.errorsText(validate.errors)}\n${JSON.stringify(value)}`)
}

test('the copy that is checked in is that of the app', async (t) => {
  const { app } = await buildTestApp(t, { env: { PUBLIC_URL: 'https://naik-kelas.example' } })
  assert.deepEqual(contract, JSON.parse(JSON.stringify(app.swagger())), 'run `npm run openapi`')
  const served = await app.inject('/api/openapi.json')
  assert.deepEqual(served.json(), contract)
  assert.match(contract.openapi, /^3\.1\./)
})

test('every route is in it, but those that are hidden on purpose', async (t) => {
  const { routes } = await buildTestApp(t)
  const documented = operations.map(({ method, path }) => `${method} ${path}`).sort()
  const registered = routes
    .filter(({ url }) => !hidden.includes(url) && !url.startsWith(hiddenBelow))
    .flatMap(({ methods, url }) => methods.map((method) => `${method} ${url.replace(/:(\w+)/g, '{$1}')}`))
    .filter((route) => !route.startsWith('HEAD '))
  assert.deepEqual([...new Set(registered)].sort(), documented)
})

test('every operation has a name of its own, a summary, a tag, and says who may call it', async (t) => {
  const { routes } = await buildTestApp(t)
  const names = operations.map(({ operation }) => operation.operationId)
  assert.equal(new Set(names).size, names.length)
  const tags = contract.tags.map(({ name }) => name)
  for (const { method, path, operation } of operations) {
    const name = `${method} ${path}`
    assert.match(operation.operationId, /^[a-z][A-Za-z]+$/, name)
    assert.ok(operation.summary && operation.description, name)
    assert.ok(operation.tags.length === 1 && tags.includes(operation.tags[0] ?? ''), name)
    const route = routes.find(({ methods, url }) => methods.includes(method) && url.replace(/:(\w+)/g, '{$1}') === path)
    const isPublic = route?.options.config?.access === 'public'
    assert.deepEqual(operation.security, isPublic ? [] : undefined, name)
    assert.equal('401' in operation.responses, !isPublic || operation.operationId === 'login', name)
    for (const { description } of Object.values(operation.responses))
      assert.notEqual(description, 'Default Response', name)
  }
})

test('every body and every answer has an example that is one', () => {
  let count = 0
  for (const { method, path, operation } of operations) {
    const place = ['paths', path, method.toLowerCase()]
    const { requestBody, responses } = operation
    const media: [string[], Media | undefined][] = [[[...place, 'requestBody'], requestBody?.content[json]]]
    for (const status of Object.keys(responses).filter((status) => status.startsWith('2'))) {
      media.push([[...place, 'responses', status], responses[status]?.content?.[json]])
    }
    for (const [where, medium] of media) {
      if (!medium) continue
      const examples = examplesOf(medium)
      assert.ok(examples.length > 0, `${where.join(' ')} has no example`)
      for (const example of examples) assertFits(example, [...where, 'content', json, 'schema'], where.join(' '))
      count += examples.length
    }
  }
  assert.ok(count > 60, `${count} examples`)
})

test('every error is in the one form, and every operation names those that it can give', () => {
  for (const { method, path, operation } of operations) {
    const name = `${method} ${path}`
    const errors = Object.entries(operation.responses).filter(([status]) => status >= '400')
    for (const [status, { content }] of errors) {
      assert.deepEqual(content, { [json]: { schema: { $ref: '#/components/schemas/Error' } } }, `${name} ${status}`)
    }
    const statuses = errors.map(([status]) => status)
    const expected = ['400', '500', '503']
    if (!path.startsWith('/api/health') && !path.endsWith('/stream')) expected.push('429')
    if (method !== 'GET') expected.push('403')
    if (operation.requestBody) expected.push('413', '415')
    if (path.includes('{')) expected.push('404')
    assert.deepEqual(
      expected.filter((status) => !statuses.includes(status)),
      [],
      name
    )
  }
})

test('what the app answers is what the contract says', async (t) => {
  const app = await buildTestApp(t)
  const seen = new Set<string>()
  const watch = (client: Client) => {
    const request = client.request.bind(client)
    client.request = async (method, url, options) => {
      const answer = await request(method, url, options)
      seen.add(assertDocumented(method, url, answer))
      return answer
    }
    return client
  }
  await walk(app, watch)
  const missed = operations.map(({ operation }) => operation.operationId).filter((name) => !seen.has(name))
  assert.deepEqual(missed, ['setUp', 'resetPassword', 'streamNotifications'], 'the walk goes through all but these')
})

function examplesOf({ example, examples, schema }: Media): unknown[] {
  if (example !== undefined) return [example]
  if (examples) return Object.values(examples).map(({ value }) => value)
  const names = [schema, ...(schema.anyOf ?? [])].flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? [])
  return [...(schema.examples ?? []), ...names.flatMap((name) => contract.components.schemas[name]?.examples ?? [])]
}

/** The operation that answered; its contract knows the status and the body. */
function assertDocumented(method: string, url: string, answer: Answer): string {
  const path = url.split('?')[0] ?? ''
  const fits = (pattern: string) => new RegExp(`^${pattern.replace(/\{\w+\}/g, '[^/]+')}$`).test(path)
  const candidates = operations.filter((each) => each.method === method && fits(each.path))
  const found = candidates.find((each) => each.path === path) ?? candidates[0]
  assert.ok(found, `${method} ${url} is not in the contract`)
  const { operationId, responses } = found.operation
  const response = responses[answer.status]
  assert.ok(response, `${operationId} answers ${answer.status}, which the contract does not know: ${answer.text}`)
  if (response.content?.[json]) {
    const place = [
      'paths',
      found.path,
      method.toLowerCase(),
      'responses',
      String(answer.status),
      'content',
      json,
      'schema'
    ]
    assertFits(answer.body, place, `${operationId} ${answer.status}`)
  } else {
    const [type] = String(answer.headers['content-type'] ?? '').split(';')
    const isBytes = 'application/octet-stream' in (response.content ?? {}) // of whatever type they are
    const isNamed = isBytes || (type !== undefined && type in (response.content ?? {}))
    assert.ok(isNamed || answer.text === '', `${operationId} ${answer.status} has a body of ${type}`)
  }
  return operationId
}

/** A day on the platform: each operation once as it should be, and once or more as it should not. */
async function walk(app: TestApp, watch: (client: Client) => Client): Promise<void> {
  const anonymous = watch(app.anonymous())
  const admin = watch(await app.as('admin'))
  const sari = watch(app.anonymous())
  const account = { username: 'sari.dewi', password: testPassword, email: 'sari@example.sch.id', age: 17 }
  const { body } = await sari.post('/api/auth/register', account)
  const sariId = body.user.id

  for (const url of ['/api/health/live', '/api/health/ready', '/api/courses']) await anonymous.get(url)
  await anonymous.post('/api/auth/register', account)
  await anonymous.post('/api/auth/register', { username: 'x' })
  await anonymous.post('/api/auth/login', { username: 'sari.dewi', password: 'wrong-password' })
  await anonymous.post('/api/auth/forgot-password', { username: 'sari.dewi' })
  await anonymous.get('/api/auth/me')
  const phone = watch(app.anonymous())
  await phone.post('/api/auth/login', { username: 'sari.dewi', password: testPassword })
  const { body: sessions } = await sari.get('/api/auth/sessions')
  const other = sessions.data.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
  await sari.delete(`/api/auth/sessions/${other.id}`)
  await sari.delete('/api/auth/sessions/no-such')
  await sari.delete('/api/auth/sessions')
  await sari.get('/api/auth/me')
  await sari.post('/api/auth/password', { currentPassword: 'wrong-password', newPassword: 'teh-poci-sore-hari' })
  await sari.post('/api/auth/password', { currentPassword: testPassword, newPassword: 'teh-poci-sore-hari' })

  const { body: user } = await admin.post('/api/users', { username: 'joko', fullName: 'Joko' })
  await admin.post('/api/users', { username: 'joko' })
  await admin.get('/api/users?total=true&limit=1')
  await sari.get('/api/users')
  const { headers } = await admin.get(`/api/users/${user.id}`)
  await admin.get(`/api/users/${user.id}`, { 'if-none-match': String(headers.etag) })
  await admin.put(`/api/users/${user.id}`, { username: 'joko', age: 20 })
  await admin.patch(`/api/users/${user.id}`, { age: 21 }, { 'if-match': '"v1"' })
  await admin.patch(`/api/users/${user.id}`, { age: 21 })
  await sari.get(`/api/users/${user.id}`)
  await sari.delete(`/api/users/${user.id}`)

  await sari.get('/api/permissions')
  await admin.get('/api/roles')
  const role = { key: 'editor', title: 'Editor', scope: 'organization', permissions: ['course.update'] }
  await admin.post('/api/roles', role)
  await admin.post('/api/roles', role)
  await admin.get('/api/roles/editor')
  await admin.patch('/api/roles/editor', { title: 'Chief editor' })
  await admin.put('/api/roles/editor/permissions', { permissions: [] })
  await admin.get(`/api/users/${user.id}/roles`)
  const place = { organizationId: app.organizationId }
  await admin.put(`/api/users/${user.id}/roles`, { assignments: [{ role: 'editor', ...place }] })
  await admin.put(`/api/users/${user.id}/roles`, { assignments: [{ role: 'admin', ...place }] })
  await admin.delete('/api/roles/editor')
  await admin.delete('/api/roles/mentor')

  const { body: organization } = await admin.post('/api/organizations', { name: 'SMA Nusantara' })
  const home = `/api/organizations/${organization.id}`
  await admin.get('/api/organizations?total=true')
  await sari.get(home)
  await admin.get(home)
  await admin.patch(home, { description: 'Di Bandung' })
  await admin.post(`${home}/members`, { userId: user.id, roles: ['mentor'] })
  await admin.post(`${home}/members`, { userId: user.id })
  await admin.get(`${home}/members`)
  await admin.patch(`${home}/members/${user.id}`, { roles: ['facilitator'] })
  await admin.delete(`${home}/members/${user.id}`)
  await admin.delete(`/api/organizations/${app.organizationId}`)
  await admin.delete(home)

  const { body: course } = await admin.post('/api/courses', { title: 'Merakit robot', tags: ['robot'] })
  const url = `/api/courses/${course.id}`
  await admin.post(`${url}/publish`)
  await admin.put(url, { title: 'Merakit robot', description: 'Dari nol.', level: 'beginner', durationWeeks: 8 })
  await admin.patch(url, { thumbnailUrl: 'https://example.sch.id/robot.png' })
  await sari.get(url)
  await admin.post(`${url}/publish`)
  await anonymous.get(url)
  await anonymous.get('/api/courses?total=true&q=robot&sort=title')
  await sari.patch(url, { title: 'Punyaku' })
  await sari.post(`${url}/enrolments`)
  await sari.post(`${url}/enrolments`)
  await admin.post(`${url}/enrolments`, { userIds: [user.id, sariId] })
  await admin.get(`${url}/enrolments?total=true`)
  await sari.get(`${url}/enrolments`)
  await sari.get('/api/me/enrolments?total=true')
  await admin.delete(url)
  await sari.delete(`${url}/enrolments/${sariId}`)
  await sari.delete(`${url}/enrolments/${sariId}`)
  await admin.post(`${url}/archive`)
  await admin.post(`${url}/archive`)

  const note = { type: 'note', title: 'Halo', message: 'Apa kabar?', link: '/app/' }
  const { body: sent } = await admin.post('/api/notifications', { ...note, userIds: [sariId] })
  await admin.post('/api/notifications', note)
  await sari.post('/api/notifications', { ...note, all: true })
  await sari.get('/api/notifications?limit=1&total=true')
  await sari.get('/api/notifications?cursor=x')
  await sari.get('/api/notifications/unread-count')
  await sari.post(`/api/notifications/${sent.id}/read`)
  await admin.post(`/api/notifications/${sent.id}/read`)
  await sari.post('/api/notifications/read-all')
  await sari.delete(`/api/notifications/${sent.id}`)
  await sari.post('/api/auth/logout')
  await admin.delete(`/api/users/${user.id}`)
}
