// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import type { Page, Request } from 'playwright-core'
import { demoPassword, openWeb, signIn } from './support/browser.js'
import { until } from './support/until.js'

/** Without a network that is what pages ask for in vain. */
const expected = [/ERR_INTERNET_DISCONNECTED|Failed to fetch/]
const readingCaches = ['naik-kelas-session', 'naik-kelas-api', 'naik-kelas-images']

interface Outline {
  courseId: string
  modules: { lessons: { id: string; title: string; hasQuiz: boolean; completedAt: string | null; lock: unknown }[] }[]
}

/** An open lesson of the demo that the account has not completed, and that no quiz completes. */
async function findLesson(page: Page) {
  const read = async (path: string) => (await page.context().request.get(path)).json()
  const { data } = (await read('/api/me/enrolments')) as { data: { course: { id: string } }[] }
  for (const { course } of data) {
    const { modules } = (await read(`/api/courses/${course.id}/outline`)) as Outline
    const lessons = modules.flatMap(({ lessons }) => lessons)
    const lesson = lessons.find(({ hasQuiz, completedAt, lock }) => !hasQuiz && !completedAt && !lock)
    if (lesson) return { ...lesson, path: `/app/courses/${course.id}/lessons/${lesson.id}` }
  }
  throw new Error('the demo has no such lesson')
}

/** The worker is there, knows who reads, and has the pages of learners. */
async function workerIsReady(page: Page): Promise<void> {
  await page.evaluate(async () => void (await navigator.serviceWorker.ready))
  await until('the worker has the page of a lesson', async () =>
    (await keptIn(page, 'naik-kelas-assets')).some((name) => /LessonPage.*\.js$/.test(name))
  )
  await until('the worker knows who reads', async () =>
    (await keptIn(page, 'naik-kelas-session')).includes('/api/auth/session')
  )
}

function keptIn(page: Page, cache: string): Promise<string[]> {
  return page.evaluate(async (name) => {
    if (!(await caches.has(name))) return []
    const requests = await (await caches.open(name)).keys()
    return requests.map(({ url }) => new URL(url).pathname)
  }, cache)
}

function heading(page: Page, name: string) {
  return page.getByRole('heading', { level: 1, name })
}

/** What the pages of the browser have sent that changes something. */
function collectWrites(page: Page): string[] {
  const writes: string[] = []
  page.context().on('request', (request: Request) => {
    if (request.method() !== 'GET') writes.push(`${request.method()} ${new URL(request.url()).pathname}`)
  })
  return writes
}

test('without a network', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const open = async (part: TestContext, username: string) => {
    const page = await web.open({ size: 'phone', expected })
    part.after(() => page.context().close())
    await signIn(page, username)
    await page.goto('/app/')
    await workerIsReady(page)
    return page
  }

  await t.test('a lesson that was opened can be read, and what is done in it is sent once', async (part) => {
    const page = await open(part, 'sari')
    const lesson = await findLesson(page)
    await page.goto(lesson.path)
    await heading(page, lesson.title).waitFor()
    await until('the lesson is kept', async () =>
      (await keptIn(page, 'naik-kelas-api')).includes(`/api/lessons/${lesson.id}`)
    )

    const context = page.context()
    await context.setOffline(true)
    await page.reload()
    await heading(page, lesson.title).waitFor()
    await page.getByRole('status').getByText('Kamu sedang luring.').waitFor()

    const writes = collectWrites(page)
    await page.getByRole('button', { name: 'Tandai selesai' }).click()
    await page.getByText('1 perubahan akan dikirim').waitFor()
    await page.reload()
    await page.getByText('1 perubahan akan dikirim').waitFor()
    await page.getByText('Kamu sudah menyelesaikan pelajaran ini.').waitFor()
    const second = await context.newPage()
    await second.goto('/app/')
    await second.getByText('1 perubahan akan dikirim').waitFor()

    writes.length = 0
    await context.setOffline(false)
    await page.getByText('akan dikirim').waitFor({ state: 'detached' })
    await until('the server knows', async () => {
      const answer = await context.request.get(`/api/courses/${lesson.path.split('/')[3]}/outline`)
      const { modules } = (await answer.json()) as Outline
      return modules.some(({ lessons }) =>
        lessons.some(({ id, completedAt }) => id === lesson.id && completedAt !== null)
      )
    })
    const put = `PUT /api/lessons/${lesson.id}/progress`
    assert.equal(writes.filter((each) => each === put).length, 1, writes.join('\n'))
  })

  await t.test('nothing of it is left after signing out', async (part) => {
    const page = await open(part, 'sari')
    const lesson = await findLesson(page)
    await page.goto(lesson.path)
    await heading(page, lesson.title).waitFor()
    await until('the lesson is kept', async () =>
      (await keptIn(page, 'naik-kelas-api')).includes(`/api/lessons/${lesson.id}`)
    )
    await page.locator('.account-menu summary').click()
    await page.getByRole('button', { name: 'Keluar' }).click()
    await page.waitForURL('**/app/login*')
    await until('the caches are gone', async () => {
      const names = await page.evaluate(() => caches.keys())
      return !readingCaches.some((name) => names.includes(name))
    })
    await page.context().setOffline(true)
    await page.goto(lesson.path)
    await page.getByRole('banner').first().waitFor()
    await page.waitForTimeout(1_000)
    assert.equal(await heading(page, lesson.title).count(), 0)
  })

  await t.test('one signs out without a network, and the session ends when there is one', async (part) => {
    const page = await open(part, 'sari')
    const context = page.context()
    await context.setOffline(true)
    await page.locator('.account-menu summary').click()
    await page.getByRole('button', { name: 'Keluar' }).click()
    await page.waitForURL('**/app/login*')
    await page.getByLabel('Nama pengguna').waitFor()
    await until('the caches are gone', async () => {
      const names = await page.evaluate(() => caches.keys())
      return !readingCaches.some((name) => names.includes(name))
    })
    await page.reload()
    await page.getByLabel('Nama pengguna').waitFor()
    await context.setOffline(false)
    await until('the session has ended', async () => (await context.request.get('/api/auth/me')).status() === 401)
    await signIn(page, 'sari')
    await page.goto('/app/profile')
    await heading(page, 'Profil').waitFor()
    assert.equal((await context.request.get('/api/auth/me')).status(), 200)
  })

  await t.test('who opens it next, with a network, does not meet them again', async (part) => {
    const page = await open(part, 'sari')
    // As it is after a sign-out without a network: their cookie is still good when the page asks who is there.
    await page.evaluate(() => localStorage.setItem('naik-kelas.sign-out-due', '1'))
    await page.goto('/app/profile')
    await page.getByLabel('Nama pengguna').waitFor()
    assert.equal((await page.context().request.get('/api/auth/me')).status(), 401)
    await until('the caches are gone', async () => {
      const names = await page.evaluate(() => caches.keys())
      return !names.includes('naik-kelas-api')
    })
    await page.getByLabel('Nama pengguna').fill('joko')
    await page.getByLabel('Kata sandi', { exact: true }).fill(demoPassword)
    await page.getByRole('button', { name: 'Masuk', exact: true }).click()
    await heading(page, 'Profil').waitFor()
    assert.equal(await page.locator('.account-menu-name').textContent(), 'Joko Prasetyo')
  })

  await t.test('another one reads nothing of who was there before, also when nobody signed out', async (part) => {
    const page = await open(part, 'sari')
    const lesson = await findLesson(page)
    await page.goto(lesson.path)
    await heading(page, lesson.title).waitFor()
    await until('the lesson is kept', async () =>
      (await keptIn(page, 'naik-kelas-api')).includes(`/api/lessons/${lesson.id}`)
    )

    // The session ends: what was kept is shown to nobody.
    await page.context().clearCookies()
    await page.goto('/app/courses')
    await page.getByRole('link', { name: 'Masuk', exact: true }).first().waitFor()
    assert.ok((await keptIn(page, 'naik-kelas-api')).includes(`/api/lessons/${lesson.id}`))
    await page.context().setOffline(true)
    await page.goto(lesson.path)
    await page.waitForTimeout(1_500)
    assert.equal(await heading(page, lesson.title).count(), 0)
    await page.context().setOffline(false)

    await signIn(page, 'joko')
    await page.goto('/app/courses')
    await page.getByRole('button', { name: /^Notifikasi/ }).waitFor()
    await until(
      'nothing is left',
      async () => !(await keptIn(page, 'naik-kelas-api')).includes(`/api/lessons/${lesson.id}`)
    )
  })

  await t.test('nothing of reviews, of administration, of news or of writing is kept', async (part) => {
    const page = await open(part, 'admin')
    for (const path of ['/app/notifications', '/app/reviews', '/app/courses', '/app/']) {
      await page.goto(path)
      await page.getByRole('heading', { level: 1 }).waitFor()
    }
    await page.waitForTimeout(1_000)
    const kept = await keptIn(page, 'naik-kelas-api')
    const wrong = kept.filter((path) => /review|notification|stream|users|audit|metrics|admin/.test(path))
    assert.deepEqual(wrong, [])
  })
})
