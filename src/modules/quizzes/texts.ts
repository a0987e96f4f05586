import { unprocessable } from '../../lib/errors.js'
import type { Lessons } from '../content/index.js'

/**
 * As HTML, of what a quiz asks. An upload in it would be seen by those alone who may read a lesson that shows it, and be
 * swept away as unused: it is refused instead. @throws 422 UNSAFE_LINK, FILE_NOT_SHOWN naming `field`
 */
export function renderText(lessons: Pick<Lessons, 'renderMarkdown'>, source: string, field: string): string {
  const { html, fileIds } = lessons.renderMarkdown(source, field)
  if (fileIds.length > 0) throw unprocessable('FILE_NOT_SHOWN', field, 'cannot show uploads: put them into the lesson')
  return html
}
