// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test, { type TestContext } from 'node:test'
import type { Page } from 'playwright-core'
import { demoPassword, openWeb, signIn } from '../support/browser.js'
import { until } from '../support/until.js'
import { apiOf, callAs } from './api.js'
import { prepareCourse } from './course.js'
import { heading, told } from './parts.js'

const expected = [/401/]

/** On another device: everywhere else they are signed out. */
async function endElsewhere(other: Page, username: string): Promise<void> {
  await signIn(other, username)
  await apiOf(other)('DELETE', '/api/auth/sessions')
}

async function signInAgain(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog', { name: 'Silakan masuk lagi' })
  await dialog.getByLabel('Kata sandi', { exact: true }).fill(demoPassword)
  await dialog.getByRole('button', { name: 'Masuk', exact: true }).click()
  await dialog.waitFor({ state: 'detached' })
}

test('a session that ends while somebody types', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const { courseId, projectId } = await prepareCourse(await callAs(web, 'mentor.budi'), 'Podcast Sekolah')
  const open = async (part: TestContext, username: string) => {
    const page = await web.open({ expected })
    part.after(() => page.context().close())
    await signIn(page, username)
    return page
  }

  await t.test('in the draft of a project: what was typed is there, and is sent', async (part) => {
    const page = await open(part, 'joko')
    const call = apiOf(page)
    await call('POST', `/api/courses/${courseId}/enrolments`)
    await page.goto(`/app/projects/${projectId}`)
    await page.getByRole('button', { name: 'Mulai', exact: true }).click()
    const script = page.getByRole('group', { name: 'Naskah' }).getByLabel('Teks')
    await script.fill('Sebelum sesi berakhir.')
    await page.getByText('Tersimpan', { exact: true }).waitFor()

    await script.press('Control+End')
    await page.keyboard.type(' Dan sesudahnya')
    const other = await open(part, 'joko')
    await endElsewhere(other, 'joko')
    await page.keyboard.type(', tidak ada yang hilang.', { delay: 60 })
    const whole = 'Sebelum sesi berakhir. Dan sesudahnya, tidak ada yang hilang.'
    await page.getByRole('dialog', { name: 'Silakan masuk lagi' }).waitFor()
    assert.equal(await script.inputValue(), whole)
    await signInAgain(page)
    assert.equal(await script.inputValue(), whole)
    await until('the draft has arrived', async () => {
      const kept = await apiOf(other)<{ draft: { items: { text?: string }[] } }>(
        'GET',
        `/api/projects/${projectId}/submission`
      )
      return kept.draft.items.some(({ text }) => text === whole)
    })
    await page.getByText('Tersimpan', { exact: true }).waitFor()
  })

  await t.test('in a form: it is sent once more, as it was', async (part) => {
    const page = await open(part, 'sari')
    await page.goto('/app/profile')
    await heading(page, 'Profil dan pengaturan').waitFor()
    const name = page.getByLabel('Nama lengkap')
    await name.fill('Sari Dewi Lestari')
    await endElsewhere(await open(part, 'sari'), 'sari')
    const save = page.getByRole('button', { name: 'Simpan profil' })
    // It may have been told of the end of the session before it asks for anything.
    const dialog = page.getByRole('dialog', { name: 'Silakan masuk lagi' })
    await save.click({ timeout: 2_000 }).catch(() => undefined)
    await dialog.waitFor()
    await signInAgain(page)
    assert.equal(await name.inputValue(), 'Sari Dewi Lestari')
    await save.click()
    await told(page, 'Profilmu sudah tersimpan.').waitFor()
    const { user } = await apiOf(page)<{ user: { fullName: string } }>('GET', '/api/auth/me')
    assert.equal(user.fullName, 'Sari Dewi Lestari')
  })

  await t.test('while somebody else sits down: nothing of the first is left to read', async (part) => {
    const page = await open(part, 'sari')
    await page.goto('/app/profile')
    await page.getByLabel('Nama lengkap').fill('Rahasia')
    await endElsewhere(await open(part, 'sari'), 'sari')
    const dialog = page.getByRole('dialog', { name: 'Silakan masuk lagi' })
    await dialog.waitFor()
    await dialog.getByLabel('Nama pengguna').fill('wayan')
    await signInAgain(page)
    await heading(page, /Wayan/).waitFor()
    assert.equal(new URL(page.url()).pathname, '/app/')
  })

  await t.test(
    'in another tab, and the browser brings a page back as it had been put aside: it is loaded anew',
    async (part) => {
      const page = await open(part, 'sari')
      await page.goto('/app/profile')
      await page.getByLabel('Nama lengkap').waitFor()
      await endElsewhere(await open(part, 'sari'), 'sari')
      await page.evaluate(() => {
        localStorage.removeItem('naik-kelas.user')
        dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))
      })
      await page.waitForURL(/\/app\/login/)
      assert.equal(await page.getByLabel('Nama lengkap').count(), 0)
    }
  )
})
