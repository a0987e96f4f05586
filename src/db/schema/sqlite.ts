import { sqliteColumns } from '../columns.js'
import { defineTables } from './index.js'

/** For drizzle-kit, which finds the tables among the exports of a file. */
export const {
  systemValues,
  jobLeases,
  users,
  credentials,
  sessions,
  loginThrottles,
  oneTimeTokens,
  organizations,
  roles,
  roleAssignments,
  courses,
  courseTags,
  enrolments,
  notifications,
  notificationDeliveries,
  notificationCounters
} = defineTables(sqliteColumns)
