import type { Columns } from '../columns.js'
import { defineAccess } from './access.js'
import { defineAccounts } from './accounts.js'
import { defineCohorts } from './cohorts.js'
import { defineContent } from './content.js'
import { defineCourses } from './courses.js'
import { defineEnrolments } from './enrolments.js'
import { defineFiles } from './files.js'
import { defineNotifications } from './notifications.js'
import { defineProgress } from './progress.js'
import { defineQuizzes } from './quizzes.js'
import { defineSearch } from './search.js'
import { defineSystem } from './system.js'

/** All tables, in the order in which a copy may fill them. */
export function defineTables(c: Columns) {
  const accounts = defineAccounts(c)
  const access = defineAccess(c, accounts)
  const courses = defineCourses(c, { ...accounts, ...access })
  const enrolments = defineEnrolments(c, { ...accounts, ...courses })
  const files = defineFiles(c, { ...accounts, ...access, ...courses })
  const content = defineContent(c, { ...accounts, ...courses, ...files })
  return {
    ...defineSystem(c),
    ...accounts,
    ...access,
    ...courses,
    ...enrolments,
    ...defineCohorts(c, { ...accounts, ...courses, ...enrolments }),
    ...files,
    ...content,
    ...defineProgress(c, { ...accounts, ...courses, ...content }),
    ...defineQuizzes(c, { ...accounts, ...courses, ...content }),
    ...defineNotifications(c, accounts),
    ...defineSearch(c)
  }
}

export type Tables = ReturnType<typeof defineTables>
