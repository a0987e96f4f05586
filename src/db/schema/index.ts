import type { Columns } from '../columns.js'
import { defineAccess } from './access.js'
import { defineAccounts } from './accounts.js'
import { defineAudit } from './audit.js'
import { defineBroadcasts } from './broadcasts.js'
import { defineCertificates } from './certificates.js'
import { defineCohorts } from './cohorts.js'
import { defineContent } from './content.js'
import { defineCourses } from './courses.js'
import { defineEnrolments } from './enrolments.js'
import { defineEvents } from './events.js'
import { defineFeedback } from './feedback.js'
import { defineFiles } from './files.js'
import { defineGrades } from './grades.js'
import { defineMails } from './mails.js'
import { defineNotifications } from './notifications.js'
import { definePreferences } from './preferences.js'
import { defineProgress } from './progress.js'
import { defineProjects } from './projects.js'
import { defineQuizzes } from './quizzes.js'
import { defineReviews } from './reviews.js'
import { defineSearch } from './search.js'
import { defineSubmissions } from './submissions.js'
import { defineSystem } from './system.js'
import { defineWebhooks } from './webhooks.js'

/** All tables, in the order in which a copy may fill them. */
export function defineTables(c: Columns) {
  const accounts = defineAccounts(c)
  const access = defineAccess(c, accounts)
  const courses = defineCourses(c, { ...accounts, ...access })
  const enrolments = defineEnrolments(c, { ...accounts, ...courses })
  const files = defineFiles(c, { ...accounts, ...access, ...courses })
  const content = defineContent(c, { ...accounts, ...courses, ...files })
  const cohorts = defineCohorts(c, { ...accounts, ...courses, ...enrolments })
  const projects = defineProjects(c, { ...accounts, ...access, ...courses, ...content })
  const submissions = defineSubmissions(c, { ...accounts, ...courses, ...files, ...projects })
  const events = defineEvents(c)
  return {
    ...defineSystem(c),
    ...accounts,
    ...access,
    ...courses,
    ...enrolments,
    ...cohorts,
    ...files,
    ...content,
    ...defineProgress(c, { ...accounts, ...courses, ...content }),
    ...defineQuizzes(c, { ...accounts, ...courses, ...content }),
    ...projects,
    ...submissions,
    ...defineFeedback(c, { ...accounts, ...submissions }),
    ...defineReviews(c, { ...accounts, ...courses, ...cohorts, ...projects, ...submissions }),
    ...defineGrades(c, { ...accounts, ...courses }),
    ...defineCertificates(c, { ...accounts, ...access, ...courses }),
    ...events,
    ...definePreferences(c, { ...accounts, ...courses, ...events }),
    ...defineNotifications(c, accounts),
    ...defineMails(c, accounts),
    ...defineWebhooks(c, { ...accounts, ...access }),
    ...defineBroadcasts(c, accounts),
    ...defineAudit(c),
    ...defineSearch(c)
  }
}

export type Tables = ReturnType<typeof defineTables>
