// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { type Look, openWeb, signIn, type Web } from './support/browser.js'
import { until } from './support/until.js'

const metricsToken = 'metrics-of-the-live-tests'

async function openStreams({ address }: Web): Promise<number> {
  const answer = await fetch(`${address}/api/metrics`, { headers: { authorization: `Bearer ${metricsToken}` } })
  return Number(/^streams_open (\d+)$/m.exec(await answer.text())?.[1])
}

/** The courses, as an account of the demo. */
async function openAs(page: Page, username: string): Promise<Page> {
  await signIn(page, username)
  return openTab(page)
}

async function openTab(page: Page): Promise<Page> {
  await page.goto('/app/courses')
  await bell(page).waitFor()
  return page
}

function bell(page: Page) {
  return page.getByRole('button', { name: /^Notifikasi/ })
}

async function unread(page: Page): Promise<number> {
  return Number(/\d+/.exec((await bell(page).getAttribute('aria-label')) ?? '')?.[0] ?? 0)
}

/** Writes to an account of the demo, as its administrator does. */
async function createNotify(web: Web, username: string) {
  const admin = (await web.open()).context().request
  const headers = { 'sec-fetch-site': 'same-origin' }
  const data = { username: 'admin', password: 'naik-kelas-demo' }
  assert.equal((await admin.post('/api/auth/login', { data, headers })).status(), 200)
  const { data: users } = (await (await admin.get(`/api/users?q=${username}`)).json()) as { data: { id: string }[] }
  return async (title: string, link = '/app/courses') => {
    const data = { type: 'note', title, message: 'Untukmu.', link, userIds: [users[0]?.id] }
    assert.ok((await admin.post('/api/notifications', { data, headers })).ok())
  }
}

test('news in a browser', async (t) => {
  const web = await openWeb(t, { METRICS_TOKEN: metricsToken })
  if (!web) return
  const notify = await createNotify(web, 'sari')
  /** A browser that ends with its part of the test, and its streams with it. */
  const open = async (part: TestContext, look?: Look) => {
    const page = await web.open(look)
    part.after(() => page.context().close())
    return page
  }

  await t.test('one stream serves all tabs, and the next one goes on where a closed one was', async (part) => {
    const first = await openAs(await open(part), 'sari')
    const second = await openTab(await first.context().newPage())
    const third = await openTab(await first.context().newPage())
    await until('the third tab hears', async () => (await unread(third)) > 0)
    assert.equal(await openStreams(web), 1)

    const before = await unread(third)
    await notify('Pertama')
    for (const tab of [first, second, third])
      await until('every tab hears of it', async () => (await unread(tab)) === before + 1)
    assert.match(await third.title(), new RegExp(`^\\(${before + 1}\\) .+ – Naik Kelas$`))

    const closing = first.close()
    await notify('Saat ditutup')
    await closing
    await notify('Sesudah ditutup')
    for (const tab of [second, third])
      await until('nothing is lost with the tab that was closed', async () => (await unread(tab)) === before + 3)
    await until('there is one stream again', async () => (await openStreams(web)) === 1)
  })

  await t.test('what is read on one device is read on the other', async (part) => {
    const phone = await openAs(await open(part, { size: 'phone' }), 'sari')
    const desk = await openAs(await open(part), 'sari')
    await notify('Ulasan masuk', '/app/notifications')
    await desk.getByRole('status').getByText('Ulasan masuk').waitFor()
    await until(
      'both show the same',
      async () => (await unread(phone)) > 0 && (await unread(phone)) === (await unread(desk))
    )
    const before = await unread(phone)

    await bell(phone).click()
    await phone
      .getByRole('dialog')
      .getByRole('link', { name: /Ulasan masuk/ })
      .click()
    await phone.waitForURL('**/app/notifications')
    await until('what is read on the phone is read on the desk', async () => (await unread(desk)) === before - 1)

    await desk.keyboard.press('Escape')
    await bell(desk).focus()
    await desk.keyboard.press('Enter')
    await desk.getByRole('dialog').getByRole('button', { name: 'Tandai semua dibaca' }).click()
    await until('all is read on the phone', async () => (await unread(phone)) === 0)
    await desk.keyboard.press('Escape')
    assert.ok(await bell(desk).evaluate((button) => button === document.activeElement), 'the focus is back on the bell')
  })

  await t.test('news take no focus and disturb nothing that is typed', async (part) => {
    await notify('Sebelumnya')
    const page = await openAs(await open(part), 'sari')
    await until('the page hears', async () => (await unread(page)) > 0)
    const search = page.getByRole('textbox').or(page.getByRole('searchbox')).first()
    await search.click()
    await page.keyboard.type('pem')
    await notify('Sambil mengetik')
    await page.getByRole('status').getByText('Sambil mengetik').waitFor()
    await page.keyboard.type('rog')
    assert.equal(await search.inputValue(), 'pemrog')
  })

  await t.test('where the stream does not come through, news come by polling', async (part) => {
    await notify('Sebelumnya')
    const page = await open(part, { expected: [/502/] })
    await page.route('**/api/notifications/stream*', (route) => route.fulfill({ status: 502, body: 'bad gateway' }))
    await openAs(page, 'sari')
    await until('the page hears', async () => (await unread(page)) > 0)
    await notify('Tanpa aliran')
    await page.getByRole('status').getByText('Tanpa aliran').waitFor()
    assert.equal(await openStreams(web), 0)
  })

  await t.test('who signs out in one tab is signed out in all, and who signs in is in all', async (part) => {
    const first = await openAs(await open(part), 'sari')
    const second = await openTab(await first.context().newPage())
    await first.locator('.account-menu summary').click()
    await first.getByRole('button', { name: 'Keluar' }).click()
    await bell(second).waitFor({ state: 'detached' })
    await until('nobody has a stream', async () => (await openStreams(web)) === 0)

    await first.goto('/app/login')
    await first.getByLabel('Nama pengguna').fill('joko')
    await first.getByLabel('Kata sandi', { exact: true }).fill('naik-kelas-demo')
    await first.getByRole('button', { name: 'Masuk', exact: true }).click()
    await bell(second).waitFor()
    await until('there is a stream again', async () => (await openStreams(web)) === 1)
  })

  await t.test('a session that is ended elsewhere is asked for again, and the page stays as it is', async (part) => {
    await notify('Sebelumnya')
    const page = await openAs(await open(part), 'sari')
    await until('the page hears', async () => (await unread(page)) > 0)
    const search = page.getByRole('textbox').or(page.getByRole('searchbox')).first()
    await search.fill('pem')
    const other = await open(part)
    await signIn(other, 'sari')
    const ended = await other
      .context()
      .request.delete('/api/auth/sessions', { headers: { 'sec-fetch-site': 'same-origin' } })
    assert.ok(ended.ok())
    const dialog = page.getByRole('dialog')
    await dialog.waitFor()
    await dialog.getByLabel('Kata sandi', { exact: true }).fill('naik-kelas-demo')
    await dialog.getByRole('button', { name: 'Masuk', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    assert.equal(await search.inputValue(), 'pem')
    await until('there is a stream again', async () => (await openStreams(web)) === 1)
  })
})
