import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../support/app.js'
import { assertFits, contract, json, type Media, operations } from '../support/contract.js'

/** Not part of the API: the pages, the contract itself, and the forms of the first front end. */
const hidden = [
  '/',
  '/app',
  '/app/*',
  '/api/openapi.json',
  '/docs',
  '/docs/',
  '/demo/lucia',
  '/demo/lucia/login',
  '/certificates/:serial'
]
const hiddenBelow = '/docs/'
/** A wrong password; a lesson that is not free. */
const publicWith401 = ['login', 'getLesson', 'getMaterial', 'getLessonQuiz', 'getQuiz']

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
    assert.equal('401' in operation.responses, !isPublic || publicWith401.includes(operation.operationId), name)
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
    if (!path.startsWith('/api/health') && !/\/(stream|metrics)$/.test(path)) expected.push('429')
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

function examplesOf({ example, examples, schema }: Media): unknown[] {
  if (example !== undefined) return [example]
  if (examples) return Object.values(examples).map(({ value }) => value)
  const names = [schema, ...(schema.anyOf ?? [])].flatMap(({ $ref }) => $ref?.split('/').at(-1) ?? [])
  return [...(schema.examples ?? []), ...names.flatMap((name) => contract.components.schemas[name]?.examples ?? [])]
}
