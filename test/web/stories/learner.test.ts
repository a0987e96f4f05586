// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { openWeb, signIn } from '../support/browser.js'
import { callAs } from './api.js'
import { prepareCourse } from './course.js'
import { bell, chapter, chooseInAccountMenu, heading, signUp, told } from './parts.js'

const title = 'Podcast Sekolah'

/** Scores each criterion by the level, says what is to be said, and decides. */
async function review(mentor: Page, decision: 'Terima' | 'Minta perbaikan', level: string, summary: string) {
  const criteria = mentor.locator('.review-criterion')
  await criteria.first().waitFor()
  for (const criterion of await criteria.all()) await criterion.getByRole('radio', { name: level }).check()
  await mentor.getByLabel('Ringkasan').fill(summary)
  const decisions = mentor.getByRole('region', { name: 'Keputusan' })
  await decisions.getByRole('button', { name: decision, exact: true }).click()
  const dialog = mentor.getByRole('dialog')
  await dialog.getByLabel('Setelah itu ambil ulasan berikutnya').uncheck()
  await dialog.getByRole('button', { name: decision, exact: true }).click()
  await mentor.waitForURL('**/app/reviews')
}

async function openReview(mentor: Page): Promise<void> {
  await mentor.goto('/app/reviews')
  await mentor.getByRole('link', { name: 'Dewi Anggraini · Siaran tiga menit' }).click()
  await mentor.getByRole('button', { name: 'Ambil', exact: true }).click()
}

test('a learner, from sign-up to certificate', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  await prepareCourse(await callAs(web, 'mentor.budi'), title)
  const page = await web.open({ size: 'phone' })
  const mentor = await web.open()
  await signIn(mentor, 'mentor.budi')
  let serial = ''

  await chapter(t, 'signs up, finds a course and takes it', async () => {
    await page.goto('/')
    await page.getByRole('link', { name: 'Buat akun' }).click()
    await signUp(page, { username: 'dewi', password: 'tujuh-ekor-kucing', fullName: 'Dewi Anggraini' })
    await heading(page, /Dewi/).waitFor()
    await page.getByRole('navigation', { name: 'Bagian Naik Kelas' }).getByRole('link', { name: 'Kursus' }).click()
    await page.getByRole('searchbox', { name: 'Cari kursus' }).fill('podcast')
    await page.getByRole('link', { name: title }).click()
    await heading(page, title).waitFor()
    await page.getByRole('button', { name: 'Daftar kursus ini' }).click()
    await told(page, 'Kamu sudah terdaftar').waitFor()
  })

  await chapter(t, 'reads a lesson, and passes the quiz of the next one', async () => {
    await page.getByRole('link', { name: 'Mulai: Mendengar ruangan' }).click()
    await heading(page, 'Mendengar ruangan').waitFor()
    await page.getByRole('button', { name: 'Tandai selesai' }).click()
    await page.getByRole('link', { name: 'Pelajaran berikutnya: Kuis: mikrofon' }).click()
    await heading(page, 'Kuis: mikrofon').waitFor()
    await page.getByRole('link', { name: 'Kerjakan kuis' }).click()
    await page.getByRole('button', { name: 'Mulai' }).click()
    await page.getByRole('radio', { name: 'Dekat mulut' }).check()
    await page.getByLabel('Jawabanmu').fill('Hening')
    await page.getByText('2 dari 2 dijawab').waitFor()
    await page.getByRole('button', { name: 'Kumpulkan' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Kumpulkan' }).click()
    await page.getByText('Lulus dengan 100%.').waitFor()
    await page.getByRole('link', { name: 'Kembali ke pelajaran' }).click()
    await page.getByText('Kamu sudah menyelesaikan pelajaran ini.').waitFor()
  })

  await chapter(t, 'prepares the project, which is kept, and hands it in', async () => {
    await page.getByRole('link', { name: 'Ke kursus', exact: true }).click()
    await page.getByRole('link', { name: 'Ke proyek: Siaran tiga menit' }).click()
    await page.getByRole('button', { name: 'Mulai', exact: true }).click()
    await page.getByRole('button', { name: 'Kumpulkan' }).click()
    await page.getByRole('dialog', { name: 'Belum lengkap' }).getByRole('link', { name: 'Naskah' }).click()
    const script = page.getByRole('group', { name: 'Naskah' }).getByLabel('Teks')
    assert.ok(await script.evaluate((field) => field === document.activeElement), 'what is missing has the focus')
    await script.fill('Penjaga kantin bercerita.')
    await page
      .getByRole('group', { name: 'Rekaman' })
      .getByLabel(/Pilih berkas/)
      .setInputFiles({ name: 'catatan.txt', mimeType: 'text/plain', buffer: Buffer.from('menit 1: salam') })
    await page.getByRole('link', { name: 'catatan.txt' }).waitFor()
    await page.getByText('Tersimpan', { exact: true }).waitFor()
    await page.reload()
    await page.getByRole('link', { name: 'catatan.txt' }).waitFor()
    assert.equal(await script.inputValue(), 'Penjaga kantin bercerita.')
    await page.getByRole('button', { name: 'Kumpulkan' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Kumpulkan' }).click()
    await page.waitForURL('**/app/submissions/*')
    await told(page, 'Sekarang menunggu ulasan').waitFor()
  })

  await chapter(t, 'is asked for changes, learns of it by the bell, and hands in again', async () => {
    await openReview(mentor)
    await review(mentor, 'Minta perbaikan', 'Cukup', 'Tambahkan **salam penutup**.')
    await told(page, 'Pengulas meminta perbaikan').waitFor()
    await bell(page).click()
    await page
      .getByRole('dialog')
      .getByRole('link', { name: /Siaran tiga menit/ })
      .first()
      .click()
    await page.getByRole('dialog').waitFor({ state: 'detached' })
    await page.getByText('Tambahkan salam penutup.').first().waitFor()
    await page.getByRole('link', { name: 'Perbaiki dan kumpulkan lagi' }).click()
    const script = page.getByRole('group', { name: 'Naskah' }).getByLabel('Teks')
    await script.fill(`${await script.inputValue()}\nSampai jumpa.`)
    await page.getByRole('button', { name: 'Kumpulkan' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Kumpulkan' }).click()
    await told(page, 'Sekarang menunggu ulasan').waitFor()
  })

  await chapter(t, 'is accepted, which completes the course and brings a certificate', async () => {
    await openReview(mentor)
    await mentor.getByText('Sampai jumpa.').first().waitFor()
    await review(mentor, 'Terima', 'Baik', 'Enak didengar.')
    await page.getByText('Sudah diterima.').waitFor()
    await chooseInAccountMenu(page, 'Sertifikatku')
    await page.getByRole('heading', { level: 2, name: title }).waitFor()
    serial = (await page.locator('code').textContent()) ?? ''
    assert.match(serial, /^NK-\d{4}-/)
  })

  await chapter(t, 'whoever holds the certificate has it checked', async () => {
    const guest = await web.open()
    await guest.goto('/app/')
    await guest.getByRole('link', { name: 'Periksa sertifikat' }).click()
    await guest.getByLabel('Nomor seri').fill(serial.toLowerCase())
    await guest.getByRole('button', { name: 'Periksa' }).click()
    await guest.getByText('Sertifikat ini asli dan masih berlaku.').waitFor()
    await guest.getByRole('heading', { level: 2, name: 'Dewi Anggraini' }).waitFor()
  })
})
