// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import type { Page } from 'playwright-core'
import { openWeb, signIn } from '../support/browser.js'
import { until } from '../support/until.js'
import { callAs } from './api.js'
import { bell, chapter, heading, told } from './parts.js'

const title = 'Kebun Sekolah'

test('a mentor, from an empty course to a review', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const page = await web.open()
  await signIn(page, 'mentor.budi')
  let course = ''

  await chapter(t, 'writes down how work is judged', async () => {
    await page.goto('/app/teach/rubrics')
    await page.getByRole('button', { name: 'Rubrik baru' }).click()
    await page.getByRole('dialog').getByLabel('Judul').fill('Catatan kebun')
    await page.getByRole('dialog').getByRole('button', { name: 'Buat' }).click()
    await heading(page, 'Catatan kebun').waitFor()
    for (const [i, name] of ['Pengamatan', 'Kesimpulan'].entries()) {
      await page.getByRole('button', { name: 'Tambah kriteria' }).click()
      await page.getByLabel('Kriteria', { exact: true }).nth(i).fill(name)
    }
    await page.getByText('Paling banyak 20 poin.').waitFor()
    await page.getByRole('button', { name: 'Simpan draf' }).click()
    await page.getByRole('button', { name: 'Terbitkan versi 1' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await told(page, 'Versi 1 terbit.').waitFor()
  })

  await chapter(t, 'makes a course with a module of three lessons', async () => {
    await page.getByRole('link', { name: 'Mengajar' }).click()
    await page.getByRole('button', { name: 'Kursus baru' }).click()
    await page.getByRole('dialog').getByLabel('Judul').fill(title)
    await page.getByRole('dialog').getByRole('button', { name: 'Buat draf' }).click()
    await page.waitForURL('**/app/teach/courses/*')
    course = new URL(page.url()).pathname
    await page.getByLabel('Judul modul').fill('Menanam')
    await page.keyboard.press('Enter')
    await page.getByRole('button', { name: 'Tambah pelajaran ke Menanam' }).click()
    for (const name of ['Menyiram', 'Memilih benih', 'Kuis benih']) {
      const field = page.getByRole('form', { name: 'Tambah pelajaran ke Menanam' }).getByLabel('Judul pelajaran')
      await until('there is a field for the next one', async () => (await field.inputValue()) === '')
      await field.fill(name)
      await page.keyboard.press('Enter')
      await page.getByRole('link', { name, exact: true }).waitFor()
    }
  })

  await chapter(t, 'puts the lessons in order by the arrow keys', async () => {
    const lessons = page.getByRole('list', { name: 'Pelajaran dalam Menanam' })
    const order = () => lessons.locator('.outline-lesson-title').allTextContents()
    const handle = page.getByRole('button', { name: 'Pindahkan Menyiram' })
    const saved = page.waitForResponse((answer) => answer.request().method() === 'PUT')
    await handle.focus()
    await page.keyboard.press('ArrowDown')
    await told(page, 'Menyiram sekarang pelajaran ke-2 dari 3 dalam Menanam.').waitFor()
    assert.deepEqual(await order(), ['Memilih benih', 'Menyiram', 'Kuis benih'])
    assert.ok(await handle.evaluate((element) => element === document.activeElement), 'the handle keeps the focus')
    assert.equal((await saved).status(), 200)
    await page.reload()
    await lessons.waitFor()
    assert.deepEqual(await order(), ['Memilih benih', 'Menyiram', 'Kuis benih'])
  })

  await chapter(t, 'writes a lesson, and sees what it will look like', async () => {
    await page.getByRole('link', { name: 'Memilih benih', exact: true }).click()
    await heading(page, 'Memilih benih').waitFor()
    await page.getByLabel('Isi', { exact: false }).first().fill('## Tanda benih baik\n\nIa **tenggelam** dalam air.')
    await page.getByRole('button', { name: 'Pratinjau' }).first().click()
    const preview = page.getByRole('region', { name: 'Pratinjau' })
    await preview.getByRole('heading', { name: 'Tanda benih baik' }).waitFor()
    assert.equal(await preview.locator('strong').textContent(), 'tenggelam')
    await page.getByRole('button', { name: 'Tulis', exact: true }).click()
    await page.getByRole('form', { name: 'Pelajaran' }).getByRole('button', { name: 'Simpan' }).click()
    await told(page, 'Pelajaran tersimpan.').waitFor()
  })

  await chapter(t, 'makes a quiz of one question', async () => {
    await page.goto(course)
    await page.getByLabel('Lainnya untuk pelajaran Kuis benih').click()
    await page.getByRole('link', { name: 'Kuis', exact: true }).click()
    await page.getByRole('button', { name: 'Buat kuis' }).click()
    await page.getByRole('button', { name: 'Soal baru' }).click()
    const dialog = page.getByRole('dialog', { name: 'Soal baru' })
    await dialog.getByLabel('Soal', { exact: true }).fill('Benih yang baik dalam air…')
    await dialog.getByRole('textbox', { name: 'Jawaban 1' }).fill('tenggelam')
    await dialog.getByRole('textbox', { name: 'Jawaban 2' }).fill('mengapung')
    await dialog.getByRole('radio', { name: 'Benar: tenggelam' }).check()
    await dialog.getByRole('button', { name: 'Simpan', exact: true }).click()
    await dialog.waitFor({ state: 'detached' })
    await page.getByRole('button', { name: 'Simpan soal' }).click()
    await told(page, 'Soal tersimpan.').waitFor()
    await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await page.getByText('Terbit', { exact: true }).first().waitFor()
  })

  await chapter(t, 'makes a project that is judged by the rubric', async () => {
    await page.goto(`${course}/projects`)
    await page.getByRole('button', { name: 'Proyek baru' }).first().click()
    await page.getByRole('dialog').getByLabel('Judul').fill('Buku harian kecambah')
    await page.getByRole('dialog').getByRole('button', { name: 'Buat draf' }).click()
    await heading(page, 'Buku harian kecambah').waitFor()
    await page.getByLabel('Penjelasan').fill('Amati kecambahmu **tujuh hari**.')
    await page.getByRole('button', { name: 'Tambah hasil' }).click()
    const part = page.getByRole('group', { name: 'Hasil 1' })
    await part.getByLabel('Jenis').selectOption({ label: 'Teks' })
    await part.getByLabel('Judul').fill('Catatan')
    await page.getByLabel('Rubrik').selectOption({ label: 'Catatan kebun, versi 1 (20 poin)' })
    await page.getByRole('form', { name: 'Proyek' }).getByRole('button', { name: 'Simpan', exact: true }).click()
    await told(page, 'Proyek tersimpan.').waitFor()
    await page.getByRole('button', { name: 'Terbitkan', exact: true }).click()
    await page.getByRole('link', { name: 'Lihat sebagai peserta' }).waitFor()
  })

  await chapter(t, 'is told what is missing, mends it and publishes', async () => {
    await page.goto(course)
    const check = page.getByRole('region', { name: 'Sebelum diterbitkan' })
    await check.getByText('Belum ada pelajaran terbit', { exact: false }).waitFor()
    await check.getByRole('link', { name: 'Tulis deskripsi' }).click()
    await page.getByLabel('Deskripsi').fill('Dari benih sampai panen.')
    await page.getByRole('form', { name: 'Kursus' }).getByRole('button', { name: 'Simpan' }).click()
    await told(page, 'Tersimpan.').waitFor()
    await page.goto(course)
    await page.getByLabel('Lainnya untuk modul Menanam').click()
    await page.getByRole('button', { name: 'Terbitkan dengan semua pelajaran' }).click()
    await told(page, 'Menanam terbit dengan semua pelajarannya.').waitFor()
    await check.getByText('“Menyiram” sudah terbit, tetapi kosong.').waitFor()
    await check.getByRole('button', { name: 'Terbitkan kursus' }).click()
    await told(page, `${title} sudah terbit.`).waitFor()
  })

  await chapter(t, 'reviews by the keyboard what a learner has handed in', async () => {
    await handIn(await callAs(web, 'wayan'), course)
    await bell(page).waitFor()
    await page.goto('/app/reviews')
    await page.getByLabel('Kursus').selectOption({ label: title })
    await page.getByRole('link', { name: 'Ni Wayan Lestari · Buku harian kecambah' }).waitFor()
    await heading(page, 'Ulasan').click()
    await page.keyboard.press('n')
    await heading(page, 'Buku harian kecambah: Ni Wayan Lestari').waitFor()
    await page.getByText('Hari ketiga: akar putih.').first().waitFor()
    await score(page, ['Pengamatan', 'Kesimpulan'])
    await page.getByRole('region', { name: 'Keputusan' }).getByText('20 dari 20 poin').waitFor()
    await page.getByRole('button', { name: 'Terima', exact: true }).click()
    await page.getByRole('dialog').getByLabel('Setelah itu ambil ulasan berikutnya').uncheck()
    await page.getByRole('dialog').getByRole('button', { name: 'Terima', exact: true }).click()
    await told(page, 'Diterima. Peserta sudah diberi tahu.').waitFor()
    await heading(page, 'Ulasan').waitFor()
  })
})

/** The best level of each criterion, from one to the next by `j`. */
async function score(page: Page, criteria: string[]): Promise<void> {
  for (const name of criteria) {
    await page.keyboard.press('j')
    const group = page.getByRole('group', { name: new RegExp(`^${name}`) })
    await until(`${name} has the focus`, () => group.evaluate((element) => element.contains(document.activeElement)))
    for (const key of ['Space', 'ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
    await until(`${name} is scored`, () => group.getByRole('radio', { name: /^Sangat baik/ }).isChecked())
  }
}

/** What the learner does is told elsewhere. */
async function handIn(learner: Awaited<ReturnType<typeof callAs>>, course: string): Promise<void> {
  const courseId = course.split('/').at(-1)
  await learner('POST', `/api/courses/${courseId}/enrolments`)
  const { data } = await learner<{ data: { id: string }[] }>('GET', `/api/courses/${courseId}/projects`)
  const path = `/api/projects/${data[0]?.id}`
  const { deliverables } = await learner<{ deliverables: { id: string }[] }>('GET', path)
  const items = deliverables.map(({ id }) => ({ deliverableId: id, kind: 'text', text: 'Hari ketiga: akar putih.' }))
  await learner('POST', `${path}/submissions`, { items })
}
