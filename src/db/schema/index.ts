import type { Columns } from '../columns.js'
import { defineAccess } from './access.js'
import { defineAccounts } from './accounts.js'
import { defineCourses } from './courses.js'
import { defineNotifications } from './notifications.js'
import { defineSystem } from './system.js'

/** All tables, in the order in which a copy may fill them. */
export function defineTables(c: Columns) {
  const accounts = defineAccounts(c)
  const access = defineAccess(c, accounts)
  return {
    ...defineSystem(c),
    ...accounts,
    ...access,
    ...defineCourses(c, { ...accounts, ...access }),
    ...defineNotifications(c, accounts)
  }
}

export type Tables = ReturnType<typeof defineTables>
