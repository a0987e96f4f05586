import {
  continueQuery,
  courseQuery,
  lessonQuery,
  myCohortsQuery,
  outlineQuery,
  reviewQuery
} from './api/early-queries.js'
import { type LazyPage, lazy, type PageParams } from './lazy-page.js'
import type { Me, Permission } from './session/session.js'
import { building, reviewing, teaching } from './session/standing.js'

/** Who a page is for: anybody, only who is not signed in, any user, or users who hold a permission, or one of several. */
export type Audience = 'anyone' | 'guest' | 'user' | Permission | readonly Permission[]

export interface EarlyQuery {
  queryKey: readonly unknown[]
  queryFn: () => Promise<unknown>
}

interface PageEntry {
  path: string
  page: LazyPage
  audience: Audience
  /** What the page asks for first, of those that people open most. */
  early?: (params: PageParams, me: Me | null) => readonly EarlyQuery[]
}

const ofMember = (me: Me | null) => (me ? [continueQuery, myCohortsQuery] : [])

/** Every page of the product: its address, where its code is, and who it is for. The first that fits is shown. */
export const pages: readonly PageEntry[] = [
  {
    path: '/app/',
    page: lazy(() => import('./pages/home/HomePage.js')),
    audience: 'anyone',
    early: (_params, me) => ofMember(me)
  },
  { path: '/app/login', page: lazy(() => import('./pages/account/LoginPage.js')), audience: 'guest' },
  { path: '/app/register', page: lazy(() => import('./pages/account/RegisterPage.js')), audience: 'guest' },
  {
    path: '/app/forgot-password',
    page: lazy(() => import('./pages/account/ForgotPasswordPage.js')),
    audience: 'anyone'
  },
  { path: '/app/reset-password', page: lazy(() => import('./pages/account/ResetPasswordPage.js')), audience: 'anyone' },
  { path: '/app/setup', page: lazy(() => import('./pages/account/SetupPage.js')), audience: 'anyone' },
  { path: '/app/check', page: lazy(() => import('./pages/certificates/CheckPage.js')), audience: 'anyone' },
  { path: '/app/check/:serial', page: lazy(() => import('./pages/certificates/CheckPage.js')), audience: 'anyone' },
  { path: '/app/profile', page: lazy(() => import('./pages/settings/ProfilePage.js')), audience: 'user' },
  { path: '/app/profile/sessions', page: lazy(() => import('./pages/settings/SessionsPage.js')), audience: 'user' },
  {
    path: '/app/profile/notifications',
    page: lazy(() => import('./pages/settings/NotificationsPage.js')),
    audience: 'user'
  },
  { path: '/app/invites/:token', page: lazy(() => import('./pages/account/InvitePage.js')), audience: 'anyone' },
  { path: '/app/courses', page: lazy(() => import('./pages/catalogue/CataloguePage.js')), audience: 'anyone' },
  {
    path: '/app/courses/:id',
    page: lazy(() => import('./pages/learn/CoursePage.js')),
    audience: 'anyone',
    early: ({ id = '' }, me) => [courseQuery(id), outlineQuery(id), ...ofMember(me)]
  },
  { path: '/app/courses/:id/progress', page: lazy(() => import('./pages/learn/ProgressPage.js')), audience: 'user' },
  {
    path: '/app/courses/:id/lessons/:lessonId',
    page: lazy(() => import('./pages/learn/LessonPage.js')),
    audience: 'anyone',
    early: ({ id = '', lessonId = '' }) => [outlineQuery(id), lessonQuery(lessonId)]
  },
  { path: '/app/cohorts/:id', page: lazy(() => import('./pages/cohorts/CohortPage.js')), audience: 'user' },
  { path: '/app/notes', page: lazy(() => import('./pages/notes/NotesPage.js')), audience: 'user' },
  { path: '/app/search', page: lazy(() => import('./pages/search/SearchPage.js')), audience: 'anyone' },
  {
    path: '/app/notifications',
    page: lazy(() => import('./pages/notifications/NotificationsPage.js')),
    audience: 'user'
  },
  { path: '/app/lessons/:id/quiz', page: lazy(() => import('./pages/quizzes/QuizPage.js')), audience: 'user' },
  { path: '/app/quiz-attempts/:id', page: lazy(() => import('./pages/quizzes/AttemptPage.js')), audience: 'user' },
  { path: '/app/projects/:id', page: lazy(() => import('./pages/projects/ProjectPage.js')), audience: 'user' },
  { path: '/app/submissions/:id', page: lazy(() => import('./pages/submissions/SubmissionPage.js')), audience: 'user' },
  { path: '/app/work', page: lazy(() => import('./pages/work/WorkPage.js')), audience: 'user' },
  { path: '/app/courses/:id/grades', page: lazy(() => import('./pages/grades/GradesPage.js')), audience: 'user' },
  {
    path: '/app/certificates',
    page: lazy(() => import('./pages/my-certificates/MyCertificatesPage.js')),
    audience: 'user'
  },
  { path: '/app/reviews', page: lazy(() => import('./pages/reviews/QueuePage.js')), audience: reviewing },
  {
    path: '/app/reviews/:id',
    page: lazy(() => import('./pages/reviews/ReviewPage.js')),
    audience: 'user',
    early: ({ id = '' }) => [reviewQuery(id)]
  },
  { path: '/app/teach', page: lazy(() => import('./pages/teach/TeachPage.js')), audience: teaching },
  {
    path: '/app/teach/courses/:id',
    page: lazy(() => import('./pages/teach/outline/OutlinePage.js')),
    audience: teaching
  },
  {
    path: '/app/teach/courses/:id/people',
    page: lazy(() => import('./pages/teach/people/PeoplePage.js')),
    audience: 'user'
  },
  {
    path: '/app/teach/courses/:id/settings',
    page: lazy(() => import('./pages/teach/settings/SettingsPage.js')),
    audience: building
  },
  {
    path: '/app/teach/courses/:id/lessons/:lessonId',
    page: lazy(() => import('./pages/teach/lesson/LessonPage.js')),
    audience: building
  },
  {
    path: '/app/teach/courses/:id/cohorts',
    page: lazy(() => import('./pages/teach/cohorts/CohortsPage.js')),
    audience: 'user'
  },
  { path: '/app/teach/cohorts/:id', page: lazy(() => import('./pages/teach/cohorts/CohortPage.js')), audience: 'user' },
  {
    path: '/app/teach/courses/:id/questions',
    page: lazy(() => import('./pages/teach/questions/QuestionsPage.js')),
    audience: building
  },
  {
    path: '/app/teach/courses/:id/lessons/:lessonId/quiz',
    page: lazy(() => import('./pages/teach/quiz/QuizPage.js')),
    audience: building
  },
  {
    path: '/app/teach/courses/:id/gradebook',
    page: lazy(() => import('./pages/teach/gradebook/GradebookPage.js')),
    audience: 'user'
  },
  {
    path: '/app/teach/courses/:id/statistics',
    page: lazy(() => import('./pages/teach/statistics/StatisticsPage.js')),
    audience: 'user'
  },
  {
    path: '/app/teach/broadcasts',
    page: lazy(() => import('./pages/teach/broadcasts/BroadcastsPage.js')),
    audience: 'user'
  },
  {
    path: '/app/teach/broadcasts/new',
    page: lazy(() => import('./pages/teach/broadcasts/ComposePage.js')),
    audience: 'user'
  },
  {
    path: '/app/teach/courses/:id/projects',
    page: lazy(() => import('./pages/teach/projects/ProjectsPage.js')),
    audience: building
  },
  {
    path: '/app/teach/rubrics',
    page: lazy(() => import('./pages/teach/rubrics/RubricsPage.js')),
    audience: building
  },
  {
    path: '/app/teach/rubrics/:rubricId',
    page: lazy(() => import('./pages/teach/rubrics/RubricPage.js')),
    audience: building
  },
  {
    path: '/app/admin/deliveries',
    page: lazy(() => import('./pages/admin/deliveries/DeliveriesPage.js')),
    audience: 'delivery.manage'
  },
  {
    path: '/app/admin/webhooks',
    page: lazy(() => import('./pages/admin/webhooks/WebhooksPage.js')),
    audience: 'webhook.manage'
  },
  {
    path: '/app/webhooks/:id',
    page: lazy(() => import('./pages/admin/webhooks/WebhookPage.js')),
    audience: 'webhook.manage'
  },
  { path: '/app/admin/audit', page: lazy(() => import('./pages/admin/audit/AuditPage.js')), audience: 'audit.read' },
  {
    path: '/app/admin/health',
    page: lazy(() => import('./pages/admin/health/HealthPage.js')),
    audience: 'metrics.read'
  },
  {
    path: '/app/teach/courses/:id/projects/:projectId',
    page: lazy(() => import('./pages/teach/projects/ProjectPage.js')),
    audience: building
  },
  {
    path: '/app/teach/courses/:id/exceptions',
    page: lazy(() => import('./pages/teach/exceptions/ExceptionsPage.js')),
    audience: building
  },
  { path: '/app/admin', page: lazy(() => import('./pages/admin/dashboard/DashboardPage.js')), audience: 'user' },
  { path: '/app/admin/users', page: lazy(() => import('./pages/admin/users/UsersPage.js')), audience: 'user.read' },
  { path: '/app/admin/roles', page: lazy(() => import('./pages/admin/roles/RolesPage.js')), audience: 'role.read' },
  {
    path: '/app/admin/organizations',
    page: lazy(() => import('./pages/admin/organizations/OrganizationsPage.js')),
    audience: 'organization.read'
  },
  {
    path: '/app/admin/organizations/:id',
    page: lazy(() => import('./pages/admin/organizations/OrganizationPage.js')),
    audience: 'organization.read'
  },
  {
    path: '/app/admin/courses',
    page: lazy(() => import('./pages/admin/courses/CoursesPage.js')),
    audience: 'course.update'
  },
  { path: '/app/users/:id', page: lazy(() => import('./pages/admin/users/UserPage.js')), audience: 'user' }
]
