import { type Me, may, type Permission } from './session.js'

/** Whoever looks after courses in any way: makes them, helps who takes them, or writes to them. */
export const teaching: readonly Permission[] = [
  'course.create',
  'course.update',
  'enrolment.read',
  'enrolment.manage',
  'cohort.manage',
  'notification.send'
]
/** Whoever changes what courses are made of. */
export const building: readonly Permission[] = ['course.create', 'course.update']
/** Whoever sees in figures how courses go. */
export const overseeing: readonly Permission[] = [
  'course.update',
  'enrolment.read',
  'course.create',
  'submission.review'
]
/** Whoever judges the work of learners. */
export const reviewing: readonly Permission[] = ['submission.review', 'course.create', 'course.update']

export function mayAny(me: Me | null | undefined, permissions: readonly Permission[]): boolean {
  return permissions.some((permission) => may(me, permission))
}

/** What somebody may do with a course, as far as it is known here: the API decides again. */
export function standingIn(me: Me | null | undefined, { mentorId }: { mentorId: string | null }) {
  const isMentor = mentorId !== null && mentorId === me?.user.id && may(me, 'course.create')
  const manages = isMentor || may(me, 'course.update')
  const readsEnrolments = manages || may(me, 'enrolment.read')
  return {
    manages,
    readsEnrolments,
    enrols: manages || may(me, 'enrolment.manage'),
    seesCohorts: readsEnrolments || may(me, 'cohort.manage') || may(me, 'enrolment.manage'),
    makesCohorts: manages || may(me, 'cohort.manage'),
    reviews: manages || may(me, 'submission.review')
  }
}

export type Standing = ReturnType<typeof standingIn>
