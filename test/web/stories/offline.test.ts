// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import { openWeb, signIn } from '../support/browser.js'
import { until } from '../support/until.js'
import { apiOf, callAs } from './api.js'
import { prepareCourse } from './course.js'
import { chapter, heading } from './parts.js'

/** What pages, and their worker, ask for in vain while there is no network. */
const expected = [/ERR_INTERNET_DISCONNECTED|Failed to fetch|error occurred when fetching the script/]
const text = 'Ruang kelas bergema, taruh kain di meja.'

test('a learner on a bus: a lesson with a note, without a network', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const { courseId, lessonId } = await prepareCourse(await callAs(web, 'mentor.budi'), 'Podcast Sekolah')
  const page = await web.open({ size: 'phone', expected })
  await signIn(page, 'joko')
  const call = apiOf(page)
  await call('POST', `/api/courses/${courseId}/enrolments`)
  const writes: string[] = []
  const note = page.getByLabel('Catatan baru')
  const isDone = page.getByText('Kamu sudah menyelesaikan pelajaran ini.')

  await chapter(t, 'writes and completes while there is no network', async () => {
    await page.goto(`/app/courses/${courseId}/lessons/${lessonId}`)
    await heading(page, 'Mendengar ruangan').waitFor()
    await note.waitFor()
    await page.evaluate(async () => void (await navigator.serviceWorker.ready))
    await page.context().setOffline(true)
    await note.fill(text)
    await page.getByText('Tersimpan di perangkat ini; dikirim begitu kamu tersambung').waitFor()
    await page.getByRole('button', { name: 'Tandai selesai' }).click()
    await page.getByText('2 perubahan akan dikirim').waitFor()
  })

  await chapter(t, 'comes back, and everything is sent once', async () => {
    page.context().on('request', (request) => {
      const path = new URL(request.url()).pathname
      if (request.method() !== 'GET' && path.startsWith('/api/lessons/')) writes.push(`${request.method()} ${path}`)
    })
    await page.context().setOffline(false)
    await page.getByText(/perubahan (akan|sedang) dikirim/).waitFor({ state: 'detached' })
    await until('the server has the note', async () => {
      const { data } = await call<{ data: { text: string }[] }>('GET', `/api/lessons/${lessonId}/notes`)
      return data.length === 1 && data[0]?.text === text
    })
    await page.reload()
    await isDone.waitFor()
    await page.getByText(text).waitFor()
    const once = [`POST /api/lessons/${lessonId}/notes`, `PUT /api/lessons/${lessonId}/progress`]
    assert.deepEqual(writes.sort(), once)
    const { data } = await call<{ data: unknown[] }>('GET', `/api/lessons/${lessonId}/notes`)
    assert.equal(data.length, 1)
  })
})
