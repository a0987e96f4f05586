import type { Tables } from '../src/db/schema/index.js'
import { hashToken } from '../src/lib/crypto.js'
import { createId } from '../src/lib/ids.js'
import { type BuiltInRoleKey, builtInRoleId } from '../src/lib/permissions.js'
import { foldText } from '../src/lib/text.js'
import { adminIndex, loginIndexes, mentorIndexes, tokenOf, usernameOf } from './accounts.js'

const dayMs = 86_400_000
const notificationsPerUser = 10
/** The older ones of each user's have been read. */
const unreadPerUser = 4
const categories = ['programming', 'design', 'data', 'business', 'language']
const tags = ['typescript', 'sql', 'figma', 'python', 'menulis', 'presentasi', 'statistik', 'git', 'linux', 'proyek']
const subjects = [
  'Membangun API',
  'Analisis Data',
  'Desain Antarmuka',
  'Kewirausahaan',
  'Menulis Teknis',
  'Belajar Git'
]
const levels = ['beginner', 'intermediate', 'advanced'] as const
const paragraph =
  'Peserta mengerjakan satu proyek nyata dari awal sampai selesai, dengan umpan balik mentor setiap minggu. ' +
  'You will plan, build, hand in and improve your work against a rubric that is known from the first day.'

export interface SeedSize {
  users: number
  courses: number
}

export type Row<T extends keyof Tables> = Tables[T]['$inferInsert']

/** The columns of the tables that the bench fills; each list goes in as it is. */
export interface SeedRows {
  users: Row<'users'>[]
  credentials: Row<'credentials'>[]
  sessions: Row<'sessions'>[]
  roleAssignments: Row<'roleAssignments'>[]
  courses: Row<'courses'>[]
  courseTags: Row<'courseTags'>[]
  enrolments: Row<'enrolments'>[]
  notifications: Row<'notifications'>[]
  notificationDeliveries: Row<'notificationDeliveries'>[]
  notificationCounters: Row<'notificationCounters'>[]
}

export interface SeedContext {
  organizationId: string
  passwordHash: string
  /** The form that the dialect keeps the end of a session in. */
  expiry: (time: Date) => Date
}

export function makeRows(size: SeedSize, context: SeedContext): SeedRows {
  const now = new Date()
  const users = Array.from({ length: size.users }, (_, i) => makeUser(i, now))
  const userIds = users.map(({ id }) => id)
  const courses = Array.from({ length: size.courses }, (_, i) => makeCourse(i, size.courses, { context, userIds, now }))
  return {
    users,
    credentials: userIds
      .slice(loginIndexes.first, loginIndexes.first + loginIndexes.count)
      .map((userId) => ({ userId, passwordHash: context.passwordHash, changedAt: now })),
    sessions: userIds.map((userId, i) => makeSession(userId, i, { context, now })),
    roleAssignments: userIds.map((userId, i) => makeAssignment(userId, i, context.organizationId, now)),
    courses,
    courseTags: courses.flatMap(({ id, tags }) => tags.map((tag) => ({ tag, courseId: id }))),
    enrolments: userIds.flatMap((userId, i) =>
      [0, 1].map((k) => makeEnrolment(userId, courses[(i * 7 + k) % courses.length]!.id, now))
    ),
    ...makeNotifications(userIds, now)
  }
}

export function makeUser(index: number, now: Date): Row<'users'> {
  const username = usernameOf(index)
  const fullName = `Siti Rahma ${index}`
  const email = `${username}@example.com`
  return {
    id: createId('user', now.getTime()),
    username,
    usernameKey: foldText(username),
    fullName,
    email,
    emailKey: foldText(email),
    age: 15 + (index % 40),
    status: 'active',
    searchKey: foldText(`${username}\n${fullName}\n${email}`),
    version: 1,
    createdAt: now,
    updatedAt: now,
    deletedAt: null
  }
}

export function makeSession(
  userId: string,
  index: number,
  { context, now }: { context: SeedContext; now: Date }
): Row<'sessions'> {
  return {
    id: hashToken(tokenOf(index)),
    userId,
    expiresAt: context.expiry(new Date(now.getTime() + dayMs)),
    createdAt: now,
    lastSeenAt: now,
    device: 'bench'
  }
}

export function makeAssignment(
  userId: string,
  index: number,
  organizationId: string,
  now: Date
): Row<'roleAssignments'> {
  const role: BuiltInRoleKey = index === adminIndex ? 'admin' : isMentor(index) ? 'mentor' : 'learner'
  return {
    id: createId('roleAssignment', now.getTime()),
    userId,
    roleId: builtInRoleId(role),
    organizationId: role === 'admin' ? null : organizationId,
    createdBy: null,
    createdAt: now
  }
}

function isMentor(index: number): boolean {
  return index >= mentorIndexes.first && index < mentorIndexes.first + mentorIndexes.count
}

/** Of a hundred: 85 that everybody reads, 8 for members, 5 drafts, 2 by invitation. */
export function makeCourse(
  index: number,
  count: number,
  { context, userIds, now }: { context: SeedContext; userIds: readonly string[]; now: Date }
): Row<'courses'> & { tags: string[] } {
  const kind = (index * 37) % 100
  const isDraft = kind >= 93 && kind < 98
  const createdAt = new Date(now.getTime() - ((count - index) / count) * 300 * dayMs)
  const title = `${subjects[index % subjects.length]} ${index}`
  const description = `## ${title}\n\n${paragraph}\n\n- proyek mingguan\n- ulasan mentor\n- portofolio\n\n${paragraph}`
  const own = [0, 3, 7].map((step) => tags[(index + step) % tags.length]!)
  const mentorId = userIds[mentorIndexes.first + (index % mentorIndexes.count)]!
  return {
    id: createId('course', createdAt.getTime()),
    organizationId: context.organizationId,
    slug: `course-${index}`,
    title,
    titleKey: foldText(title),
    description,
    category: categories[index % categories.length]!,
    tags: own,
    level: levels[index % levels.length]!,
    thumbnailUrl: null,
    durationWeeks: 4 + (index % 12),
    status: isDraft ? 'draft' : 'published',
    visibility: kind < 85 || isDraft ? 'public' : kind < 93 ? 'internal' : 'invite_only',
    mentorId,
    createdBy: mentorId,
    searchKey: foldText([title, ...own, description].join('\n')),
    version: 1,
    createdAt,
    updatedAt: createdAt,
    publishedAt: isDraft ? null : createdAt,
    archivedAt: null
  }
}

export function makeEnrolment(userId: string, courseId: string, now: Date): Row<'enrolments'> & { id: string } {
  const id = createId('enrolment', now.getTime())
  const times = { activatedAt: now, createdAt: now, updatedAt: now }
  return { id, courseId, userId, status: 'active', createdBy: userId, ...times }
}

/** Each user's own, numbered as the product numbers them. */
function makeNotifications(userIds: readonly string[], now: Date) {
  const notifications: SeedRows['notifications'] = []
  const notificationDeliveries: SeedRows['notificationDeliveries'] = []
  const notificationCounters: SeedRows['notificationCounters'] = []
  for (let seq = 1; seq <= notificationsPerUser; seq++) {
    const createdAt = new Date(now.getTime() - (notificationsPerUser - seq + 1) * dayMs)
    for (const userId of userIds) {
      const id = createId('notification', createdAt.getTime())
      const link = '/app/courses'
      notifications.push({
        id,
        type: 'lesson_released',
        title: `Materi baru ${seq}`,
        message: 'Ada pelajaran baru di kursusmu.',
        link,
        createdBy: null,
        createdAt
      })
      const readAt = seq <= notificationsPerUser - unreadPerUser ? createdAt : null
      notificationDeliveries.push({ userId, seq, notificationId: id, readAt })
      if (seq === notificationsPerUser) {
        notificationCounters.push({
          userId,
          seq,
          prunedSeq: 0,
          unread: unreadPerUser,
          lastNotificationId: id,
          version: seq,
          changedAt: createdAt
        })
      }
    }
  }
  return { notifications, notificationDeliveries, notificationCounters }
}
