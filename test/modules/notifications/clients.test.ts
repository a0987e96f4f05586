import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { EventSource } from 'eventsource'
import { createEventSource } from 'eventsource-client'
import { buildTestApp } from '../../support/app.js'

interface Told {
  unreadCount: number
  newNotifications?: { title: string }[]
}

describe('a real EventSource', () => {
  test('comes back by itself after its connection is cut, and misses nothing', async (t) => {
    const { app, listen, as } = await buildTestApp(t)
    const address = await listen()
    const learner = await as('learner')
    const admin = await as('admin')
    const source = new EventSource(`${address}/api/notifications/stream`, {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...learner.cookieHeader() } })
    })
    t.after(() => source.close())
    const told: Told[] = []
    source.addEventListener('message', ({ data }) => told.push(JSON.parse(data)))
    const titles = () => told.flatMap(({ newNotifications = [] }) => newNotifications.map(({ title }) => title))
    const send = (title: string) =>
      admin.post('/api/notifications', { type: 'announcement', title, message: 'Isi.', userIds: [learner.userId] })

    await until(() => told.length === 1)
    await send('Kabar 1')
    await until(() => titles().length === 1)
    app.server.closeAllConnections()
    await until(() => source.readyState === EventSource.CONNECTING)
    await send('Kabar 2')
    await send('Kabar 3')
    await until(() => titles().length === 3)
    assert.deepEqual(titles(), ['Kabar 1', 'Kabar 2', 'Kabar 3'])
    assert.deepEqual(told[0], { unreadCount: 0 })
  })

  test('stops for good when its session has ended', async (t) => {
    const { listen, as } = await buildTestApp(t)
    const address = await listen()
    const learner = await as('learner')
    const cookie = learner.cookieHeader()
    const source = new EventSource(`${address}/api/notifications/stream`, {
      fetch: (url, init) => fetch(url, { ...init, headers: { ...init.headers, ...cookie } })
    })
    t.after(() => source.close())
    let hasExpired = false
    source.addEventListener('session-expired', () => {
      hasExpired = true
    })
    await until(() => source.readyState === EventSource.OPEN)
    await learner.post('/api/auth/logout')
    await until(() => hasExpired)
    await until(() => source.readyState === EventSource.CLOSED)
  })
})

describe('eventsource-client', () => {
  test('resumes in a new place from the last id that it was told', async (t) => {
    const { app, listen, as } = await buildTestApp(t)
    const url = `${await listen()}/api/notifications/stream`
    const learner = await as('learner')
    const admin = await as('admin')
    const titles: string[] = []
    const connect = (initialLastEventId?: string) => {
      const source = createEventSource({
        url,
        headers: learner.cookieHeader(),
        ...(initialLastEventId !== undefined && { initialLastEventId }),
        onMessage: ({ data }) => {
          const { newNotifications = [] }: Told = JSON.parse(data)
          titles.push(...newNotifications.map(({ title }) => title))
        }
      })
      t.after(() => source.close())
      return source
    }
    const send = (title: string) =>
      admin.post('/api/notifications', { type: 'announcement', title, message: 'Isi.', userIds: [learner.userId] })

    const first = connect()
    await until(() => first.lastEventId !== undefined)
    await send('Kabar 1')
    await until(() => titles.length === 1)
    app.server.closeAllConnections()
    await send('Kabar 2')
    await until(() => titles.length === 2)
    const { lastEventId } = first
    first.close()
    await send('Kabar 3')
    connect(lastEventId)
    await until(() => titles.length === 3)
    assert.deepEqual(titles, ['Kabar 1', 'Kabar 2', 'Kabar 3'])
  })
})

async function until(holds: () => boolean): Promise<void> {
  for (let i = 0; i < 1_500; i++) {
    if (holds()) return
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
  assert.fail('it did not come in time')
}
