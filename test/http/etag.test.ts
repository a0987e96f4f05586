import assert from 'node:assert/strict'
import test from 'node:test'
import { buildTestApp } from '../support/app.js'
import type { Client } from '../support/client.js'
import { assertErrorForm } from '../support/error-form.js'

/** Each single resource that has a version, and each way to change it. */
interface Resource {
  name: string
  create(client: Client, id: number): Promise<string>
  changes: { method: 'put' | 'patch' | 'post' | 'delete'; suffix?: string; body?: (id: number) => object }[]
}

const created = async (client: Client, url: string, body: object) => {
  const answer = await client.post(url, body)
  assert.equal(answer.status, 201, answer.text)
  assert.equal(answer.headers.etag, '"v1"')
  assert.equal(answer.headers.location, `${url}/${answer.body.id}`)
  return `${url}/${answer.body.id}`
}
const course = (id: number) => ({ title: `Merakit robot ${id}`, description: 'Dari nol.' })

const resources: Resource[] = [
  {
    name: 'a course',
    create: (client, id) => created(client, '/api/courses', course(id)),
    changes: [
      { method: 'put', body: (id) => ({ ...course(id), durationWeeks: 3 }) },
      { method: 'patch', body: () => ({ durationWeeks: 4 }) },
      { method: 'post', suffix: '/publish' },
      { method: 'post', suffix: '/archive' },
      { method: 'delete' }
    ]
  },
  {
    name: 'a user',
    create: (client, id) => created(client, '/api/users', { username: `user${id}` }),
    changes: [
      { method: 'put', body: (id) => ({ username: `user${id}`, age: 30 }) },
      { method: 'patch', body: () => ({ age: 31 }) },
      { method: 'delete' }
    ]
  },
  {
    name: 'an organisation',
    create: (client, id) => created(client, '/api/organizations', { name: `Sekolah ${id}` }),
    changes: [{ method: 'patch', body: () => ({ description: 'Di Bandung' }) }, { method: 'delete' }]
  },
  {
    name: 'a role',
    create: (client, id) =>
      created(client, '/api/roles', { key: `role${id}`, title: 'Editor', scope: 'organization', permissions: [] }),
    changes: [
      { method: 'patch', body: () => ({ title: 'Chief editor' }) },
      { method: 'put', suffix: '/permissions', body: () => ({ permissions: ['course.update'] }) },
      { method: 'delete' }
    ]
  }
]

for (const { name, create, changes } of resources) {
  test(`${name} is read again only when it has changed, and changed only when it was seen`, async (t) => {
    const app = await buildTestApp(t)
    const client = await app.as('admin')
    let count = 0
    const url = await create(client, ++count)
    const first = await client.get(url)
    assert.equal(first.headers.etag, `"v${first.body.version}"`)
    const etag = String(first.headers.etag)

    for (const fresh of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
      const again = await client.get(url, { 'if-none-match': fresh })
      assert.equal(again.status, 304, fresh)
      assert.equal(again.text, '')
      assert.equal(again.headers.etag, etag)
    }
    for (const stale of ['"v0"', '"x"', 'v1', '', 'x'.repeat(2_000), ',,,']) {
      assert.equal((await client.get(url, { 'if-none-match': stale })).status, 200, stale)
    }

    for (const { method, suffix = '', body } of changes) {
      await t.test(`${method} ${suffix}`, async () => {
        const id = ++count
        const target = await create(client, id)
        if (suffix === '/archive') await client.post(`${target}/publish`)
        const before = await client.get(target)
        const send = (headers: Record<string, string>) =>
          method === 'delete' ? client.delete(target, headers) : client[method](target + suffix, body?.(id), headers)

        for (const stale of ['"v99"', '"x"', 'garbage', '""']) {
          const answer = await send({ 'if-match': stale })
          assertErrorForm(answer, { status: 412, code: 'PRECONDITION_FAILED' })
        }
        assert.deepEqual((await client.get(target)).body, before.body, 'nothing was changed')

        const changed = await send({ 'if-match': String(before.headers.etag) })
        assert.ok(changed.status < 300, changed.text)
        if (method === 'delete') return
        assert.notEqual(changed.headers.etag, before.headers.etag)
        assert.equal(changed.headers.etag, `"v${changed.body.version}"`)
        assert.equal((await client.get(target)).headers.etag, changed.headers.etag)
        const late = await send({ 'if-match': String(before.headers.etag) })
        assertErrorForm(late, { status: 412, code: 'PRECONDITION_FAILED' })
      })
    }
  })
}

test('of two who change what both have seen, one is told', async (t) => {
  const app = await buildTestApp(t)
  const client = await app.as('admin')
  const url = await created(client, '/api/courses', course(1))
  const answers = await Promise.all(
    [5, 6, 7, 8].map((durationWeeks) => client.patch(url, { durationWeeks }, { 'if-match': '"v1"' }))
  )
  assert.deepEqual(answers.map(({ status }) => status).sort(), [200, 412, 412, 412])
})
