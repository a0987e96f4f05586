// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import { noSidewaysScrolling, noViolations, openWeb, shot, signIn } from './support/browser.js'

test('the catalogue is where the address leads, on a phone and on a desk, light and dark', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  for (const size of ['phone', 'desktop'] as const) {
    for (const scheme of ['light', 'dark'] as const) {
      const page = await web.open({ size, scheme })
      await page.goto('/')
      await page.getByRole('heading', { level: 1 }).waitFor()
      assert.equal(new URL(page.url()).pathname.startsWith('/app/'), true)
      await page.goto('/app/courses')
      await page.getByRole('heading', { level: 1 }).waitFor()
      await page.getByText('Pemrograman', { exact: false }).first().waitFor()
      await noSidewaysScrolling(page)
      await noViolations(page)
      await shot(page, 'catalogue')
      await page.context().close()
    }
  }
})

test('an address deep inside opens for who is signed in, also on the narrowest phone', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const page = await web.open({ size: 'phone', more: { viewport: { width: 320, height: 640 } } })
  await signIn(page, 'sari')
  await page.goto('/app/courses')
  await page.getByRole('heading', { level: 1 }).waitFor()
  await noSidewaysScrolling(page)
  await noViolations(page)
  await page.reload()
  await page.getByRole('heading', { level: 1 }).waitFor()
})

test('a lesson shows what its Markdown says, and asks nobody else for its pictures', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const mentor = await web.open()
  await signIn(mentor, 'mentor.budi')
  const page = await web.open({ size: 'phone', scheme: 'dark' })
  await signIn(page, 'sari')
  const { data } = await (await page.context().request.get('/api/me/continue')).json()
  const { course, lesson } = data.find((each: { lesson: unknown }) => each.lesson)
  const content = '## Gambaran\n\n![Diagram](https://elsewhere.example/a.png)\n\n```js\nconst naik = "kelas"\n```\n'
  const written = await mentor.context().request.patch(`/api/lessons/${lesson.id}`, {
    data: { content },
    headers: { 'sec-fetch-site': 'same-origin' }
  })
  assert.equal(written.status(), 200, await written.text())
  await page.goto(`/app/courses/${course.id}/lessons/${lesson.id}`)
  await page.getByRole('heading', { name: 'Gambaran' }).waitFor()
  assert.equal(
    await page.getByRole('link', { name: 'Diagram' }).getAttribute('href'),
    'https://elsewhere.example/a.png'
  )
  await noSidewaysScrolling(page)
  await noViolations(page)
  await shot(page, 'lesson')
})
