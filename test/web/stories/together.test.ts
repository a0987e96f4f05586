// Runs once: the product is a process with a database of its own.
import assert from 'node:assert/strict'
import test from 'node:test'
import { openWeb, signIn } from '../support/browser.js'
import { until } from '../support/until.js'
import { apiOf, callAs } from './api.js'
import { prepareCourse } from './course.js'
import { bell, chapter, heading, told, unread } from './parts.js'

/** A second or two where nothing else runs. */
const soonMs = 5_000
const title = 'Podcast Sekolah'

test('what one does, the others see at once', async (t) => {
  const web = await openWeb(t)
  if (!web) return
  const { courseId, lessonId } = await prepareCourse(await callAs(web, 'mentor.budi'), title)
  const mentor = await web.open()
  await signIn(mentor, 'mentor.budi')
  const phone = await web.open({ size: 'phone' })
  await signIn(phone, 'sari')
  await apiOf(phone)('POST', `/api/courses/${courseId}/enrolments`)
  const desk = await web.open()
  await signIn(desk, 'sari')
  const note = desk.getByLabel('Catatan baru')
  let before = 0

  await chapter(t, 'has a learner on two devices, who writes on one of them', async () => {
    await phone.goto('/app/courses')
    await bell(phone).waitFor()
    await desk.goto(`/app/courses/${courseId}/lessons/${lessonId}`)
    await heading(desk, 'Mendengar ruangan').waitFor()
    await until('both bells say the same', async () => {
      before = await unread(desk)
      return before > 0 && (await unread(phone)) === before
    })
    await note.click()
    await desk.keyboard.type('Ruangan kelas ')
  })

  await chapter(t, 'has the mentor close the course and publish it again', async () => {
    await mentor.goto(`/app/teach/courses/${courseId}`)
    await mentor.getByRole('button', { name: 'Arsipkan' }).click()
    await mentor.getByRole('dialog').getByRole('button', { name: 'Arsipkan' }).click()
    await mentor.getByRole('button', { name: 'Terbitkan kursus' }).click()
    await until(
      'the bells move by themselves',
      async () => (await unread(desk)) > before && (await unread(phone)) > before,
      soonMs
    )
  })

  await chapter(t, 'leaves the focus to who types', async () => {
    await told(desk, title).waitFor()
    assert.ok(await note.evaluate((field) => field === document.activeElement))
    await desk.keyboard.type('bergema.')
    assert.equal(await note.inputValue(), 'Ruangan kelas bergema.')
  })

  await chapter(t, 'marks as read on both what is read on one', async () => {
    const now = await unread(phone)
    await bell(phone).click()
    await phone
      .getByRole('dialog')
      .getByRole('link', { name: new RegExp(title) })
      .first()
      .click()
    await heading(phone, title).waitFor()
    await until('the bell of the desk knows', async () => (await unread(desk)) === now - 1, soonMs)
    assert.equal(await unread(phone), now - 1)
    assert.equal(await note.inputValue(), 'Ruangan kelas bergema.', 'and what was typed there is still there')
  })
})
