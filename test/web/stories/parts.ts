import type { TestContext } from 'node:test'
import type { Locator, Page } from 'playwright-core'

/** A part of a story. What comes after one that failed would only wait for what is not there: the story ends with it. */
export async function chapter(t: TestContext, name: string, tell: (part: TestContext) => Promise<void>): Promise<void> {
  let isTold = false
  await t.test(name, async (part) => {
    await tell(part)
    isTold = true
  })
  if (!isTold) throw new Error(`the story ended where it ${name}`)
}

export function heading(page: Page, name: string | RegExp): Locator {
  return page.getByRole('heading', { level: 1, name })
}

/** Says so in passing, or on the page. */
export function told(page: Page, text: string | RegExp): Locator {
  return page.getByRole('status').getByText(text).first()
}

export function bell(page: Page): Locator {
  return page.getByRole('button', { name: /^Notifikasi/ })
}

/** How many news the bell says are unread. */
export async function unread(page: Page): Promise<number> {
  return Number(/\d+/.exec((await bell(page).getAttribute('aria-label')) ?? '')?.[0] ?? 0)
}

export async function chooseInAccountMenu(page: Page, name: string): Promise<void> {
  await page.locator('.account-menu summary').click()
  await page.locator('.account-menu').getByRole('link', { name }).click()
}

export interface SignUp {
  username: string
  password: string
  fullName: string
}

/** On the form for it, wherever it was opened from. */
export async function signUp(page: Page, { username, password, fullName }: SignUp): Promise<void> {
  await heading(page, 'Buat akun').waitFor()
  await page.getByLabel('Nama pengguna').fill(username)
  await page.getByLabel('Kata sandi', { exact: true }).fill(password)
  await page.getByLabel('Nama lengkap').fill(fullName)
  await page.getByRole('button', { name: 'Buat akun', exact: true }).click()
}
