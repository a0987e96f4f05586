// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Locator, Page } from 'playwright-core'
import { demoPassword, openWeb, signIn } from '../support/browser.js'
import { until } from '../support/until.js'
import { bell, chapter, heading } from './parts.js'

/** More than any page has before what is looked for. */
const maxTabs = 120

function hasFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => element === document.activeElement)
}

async function focusComesTo(what: string, target: Locator): Promise<void> {
  await target.waitFor()
  await until(`the focus is on ${what}`, () => hasFocus(target))
}

/** As somebody does who has no mouse, and who sees where they are. */
async function tabTo(page: Page, target: Locator): Promise<void> {
  await target.waitFor()
  for (let i = 0; i < maxTabs; i++) {
    if (await hasFocus(target)) {
      const ring = await target.evaluate((element) => {
        const label = element.closest('label')
        return [element, ...(label ? [label] : [])].some((each) => getComputedStyle(each).outlineStyle !== 'none')
      })
      assert.ok(ring, `${target} shows that it has the focus`)
      return
    }
    await page.keyboard.press('Tab')
  }
  throw new Error(`the Tab key does not lead to ${target}`)
}

async function press(page: Page, target: Locator, key = 'Enter'): Promise<void> {
  await tabTo(page, target)
  await page.keyboard.press(key)
}

test('by the keyboard alone', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const page = await web.open()

  await chapter(t, 'signs in, past what stands on every page', async () => {
    await page.goto('/app/login')
    await heading(page, 'Masuk').waitFor()
    await page.keyboard.press('Tab')
    const skip = page.getByRole('link', { name: 'Langsung ke isi' })
    await focusComesTo('the way past the header', skip)
    await page.keyboard.press('Enter')
    await focusComesTo('what the page is about', page.locator('#main'))
    await tabTo(page, page.getByLabel('Nama pengguna'))
    await page.keyboard.type('sari')
    await tabTo(page, page.getByLabel('Kata sandi', { exact: true }))
    await page.keyboard.type(demoPassword)
    await page.keyboard.press('Enter')
    await focusComesTo('the title of the next page', heading(page, /Sari/))
  })

  await chapter(t, 'opens a course, and completes a lesson', async () => {
    const nav = page.getByRole('navigation', { name: 'Bagian Naik Kelas' })
    await page.reload()
    await nav.locator('[aria-current="page"]').getByText('Beranda').waitFor()
    await press(page, nav.getByRole('link', { name: 'Kursus' }))
    await focusComesTo('the title', heading(page, 'Kursus'))
    await press(page, page.getByRole('link', { name: 'Dasar Pemrograman Web' }).first())
    await focusComesTo('the title', heading(page, 'Dasar Pemrograman Web'))
    await press(page, page.getByRole('link', { name: /^Lanjutkan: / }))
    await focusComesTo('the title', heading(page, 'Kerangka sebuah halaman'))
    await press(page, page.getByRole('button', { name: 'Tandai selesai' }))
    const next = page.getByRole('link', { name: /^Pelajaran berikutnya: / })
    await focusComesTo('the way on', next)
    await page.keyboard.press('Enter')
    await focusComesTo('the title', heading(page, 'Kuis: kerangka halaman'))
  })

  await chapter(t, 'opens what lies over the page, and is back where it was', async () => {
    await page.reload()
    const menu = page.locator('.account-menu summary')
    await press(page, bell(page))
    await page.getByRole('dialog').waitFor()
    await page.keyboard.press('Escape')
    await focusComesTo('the bell', bell(page))
    await press(page, menu)
    await page.locator('.account-menu').getByRole('link', { name: 'Profil dan pengaturan' }).waitFor()
    await page.keyboard.press('Escape')
    await focusComesTo('the menu', menu)
  })

  await chapter(t, 'goes back and forth in the history, and is at the title each time', async () => {
    await page.goto('/app/courses')
    await press(page, page.getByRole('link', { name: 'Dasar Pemrograman Web' }).first())
    await focusComesTo('the title', heading(page, 'Dasar Pemrograman Web'))
    // Its keys are the browser's own.
    await page.goBack()
    await focusComesTo('the title', heading(page, 'Kursus'))
  })

  await chapter(t, 'takes a review, writes it and decides', async () => {
    const mentor = await web.open()
    await signIn(mentor, 'mentor.budi')
    await mentor.goto('/app/reviews')
    await mentor.getByRole('list', { name: 'Ulasan' }).waitFor()
    await mentor.keyboard.press('?')
    await mentor.getByRole('dialog', { name: 'Pintasan papan ketik' }).waitFor()
    await mentor.keyboard.press('Escape')
    await mentor.getByRole('dialog').waitFor({ state: 'detached' })
    await mentor.keyboard.press('j')
    await focusComesTo('the first that waits', mentor.locator('.review-row-link').first())
    await mentor.keyboard.press('n')
    await focusComesTo('the title', heading(mentor, /Halaman profil di layar ponsel/))

    const criteria = mentor.locator('.review-criterion')
    await criteria.first().waitFor()
    for (const criterion of await criteria.all()) {
      await mentor.keyboard.press('j')
      await focusComesTo('a level', criterion.getByRole('radio').first())
      await mentor.keyboard.press('Space')
      await mentor.keyboard.press('ArrowDown')
      await mentor.keyboard.press('ArrowDown')
      await until('the best level is chosen', () => criterion.getByRole('radio', { name: /^Baik/ }).isChecked())
    }
    await tabTo(mentor, mentor.getByLabel('Ringkasan'))
    await mentor.keyboard.type('Rapi.')
    const accept = mentor.getByRole('region', { name: 'Keputusan' }).getByRole('button', { name: 'Terima' })
    await press(mentor, accept)
    const dialog = mentor.getByRole('dialog', { name: 'Terima percobaan ini?' })
    await dialog.waitFor()
    await mentor.keyboard.press('Escape')
    await focusComesTo('the decision', accept)
    await mentor.keyboard.press('Enter')
    await press(mentor, dialog.getByLabel('Setelah itu ambil ulasan berikutnya'), 'Space')
    await press(mentor, dialog.getByRole('button', { name: 'Terima', exact: true }))
    await focusComesTo('the title', heading(mentor, 'Ulasan'))
    assert.equal(await mentor.locator('.review-row-link').count(), 1)
  })
})
