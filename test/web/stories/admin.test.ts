// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import { demoPassword, openWeb, signIn } from '../support/browser.js'
import { chapter, heading, told } from './parts.js'

test("an administrator's morning", async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const page = await web.open()
  await signIn(page, 'admin')
  const joko = await web.open({ size: 'phone', expected: [/401/] })
  await signIn(joko, 'joko')
  await joko.goto('/app/courses')
  await heading(joko, 'Kursus').waitFor()
  const tab = (name: string) =>
    page.getByRole('navigation', { name: 'Administration pages' }).getByRole('link', { name, exact: true })

  await chapter(t, 'looks at what there is to do', async () => {
    await page.goto('/app/')
    await page.getByRole('navigation', { name: 'Main navigation' }).getByRole('link', { name: 'Manage' }).click()
    await heading(page, 'Overview').waitFor()
    await page.getByText('2 submissions are waiting for review').waitFor()
    await page.getByRole('region', { name: 'In figures' }).getByText('Active learners').waitFor()
  })

  await chapter(t, 'finds a user and disables them, who is signed out at once', async () => {
    await tab('Users').click()
    await page.getByRole('searchbox', { name: 'Search users' }).fill('joko')
    await told(page, '1 user').waitFor()
    await page.getByRole('link', { name: 'Joko Prasetyo' }).click()
    await heading(page, 'Joko Prasetyo').waitFor()
    await page.getByRole('button', { name: 'Disable' }).click()
    await page.getByRole('dialog').getByRole('button', { name: 'Disable' }).click()
    await told(page, 'Joko Prasetyo is disabled.').waitFor()
    await page.getByText('No device.').waitFor()

    const dialog = joko.getByRole('dialog', { name: 'Silakan masuk lagi' })
    await dialog.getByLabel('Kata sandi', { exact: true }).fill(demoPassword)
    await dialog.getByRole('button', { name: 'Masuk', exact: true }).click()
    await dialog.getByText('Akun ini dinonaktifkan.').waitFor()
  })

  await chapter(t, 'makes a mentor, who comes in', async () => {
    await tab('Users').click()
    await page.getByRole('button', { name: 'New user' }).click()
    const dialog = page.getByRole('dialog', { name: 'New user' })
    await dialog.getByLabel('Username').fill('citra')
    await dialog.getByLabel('Full name').fill('Citra Ayu')
    await dialog.getByRole('radio', { name: 'With a password I choose' }).check()
    await dialog.getByLabel('Password', { exact: true }).fill('lima-gajah-biru')
    await dialog.getByLabel('Role').selectOption({ label: 'Mentor' })
    await dialog.getByLabel('Language').selectOption('id')
    await dialog.getByRole('button', { name: 'Create user' }).click()
    await heading(page, 'Citra Ayu').waitFor()

    const citra = await web.open()
    await citra.goto('/app/login')
    await citra.getByLabel('Nama pengguna').fill('citra')
    await citra.getByLabel('Kata sandi', { exact: true }).fill('lima-gajah-biru')
    await citra.getByRole('button', { name: 'Masuk', exact: true }).click()
    await heading(citra, /Citra/).waitFor()
    await citra.getByRole('link', { name: 'Mengajar' }).click()
    await heading(citra, 'Kursus yang kukelola').waitFor()
  })

  await chapter(t, 'sees that everything was delivered', async () => {
    await tab('Deliveries').click()
    await heading(page, 'Deliveries').waitFor()
    await page.getByText('Nothing has failed.').waitFor()
  })

  await chapter(t, 'adds a webhook, whose secret is shown once', async () => {
    await tab('Webhooks').click()
    await page.getByRole('button', { name: 'Add webhook' }).click()
    const dialog = page.getByRole('dialog', { name: 'New webhook' })
    await dialog.getByLabel('Address').fill('https://sekolah.example/kabar')
    await dialog.getByRole('button', { name: 'Add webhook' }).click()
    const secret = page.getByRole('dialog', { name: 'Secret' })
    const shown = (await secret.locator('code').textContent()) ?? ''
    assert.match(shown, /^whsec_/)
    await page.keyboard.press('Escape')
    assert.ok(await secret.isVisible(), 'what would be lost does not go by a slip of the finger')
    await secret.getByRole('button', { name: 'I have saved it' }).click()
    await heading(page, 'https://sekolah.example/kabar').waitFor()
    await page.reload()
    await heading(page, 'https://sekolah.example/kabar').waitFor()
    assert.equal((await page.content()).includes(shown), false)
  })

  await chapter(t, 'finds in the audit log what was done', async () => {
    await page.goto('/app/admin/audit')
    const log = page.getByRole('region', { name: 'Audit log' })
    const entry = log.getByRole('row').filter({ hasText: 'user.disable' })
    await entry.getByRole('button', { name: /^Details/ }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByText(/"status": "disabled"/).waitFor()
    await dialog.getByText(/Ratna Wulandari/).waitFor()
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })
    await log.getByRole('cell', { name: 'webhook.create', exact: true }).waitFor()
  })

  await chapter(t, 'leaves a system that is well', async () => {
    await tab('Health').click()
    await heading(page, 'System health').waitFor()
    await page.getByText('Ready', { exact: true }).waitFor()
  })
})
