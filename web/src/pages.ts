import { type ComponentType, lazy } from './lazy-page.js'
import type { Permission } from './session/session.js'

/** Who a page is for: anybody, nobody but those who are not signed in, any user, or users who hold a permission. */
export type Audience = 'anyone' | 'guest' | 'user' | Permission

interface PageEntry {
  path: string
  page: ComponentType
  audience: Audience
}

/** Every page of the product: its address, where its code is, and who it is for. The first that fits is shown. */
export const pages: readonly PageEntry[] = [
  { path: '/app/', page: lazy(() => import('./pages/home/HomePage.js')), audience: 'anyone' },
  { path: '/app/login', page: lazy(() => import('./pages/account/LoginPage.js')), audience: 'guest' },
  { path: '/app/register', page: lazy(() => import('./pages/account/RegisterPage.js')), audience: 'guest' },
  {
    path: '/app/forgot-password',
    page: lazy(() => import('./pages/account/ForgotPasswordPage.js')),
    audience: 'anyone'
  },
  { path: '/app/reset-password', page: lazy(() => import('./pages/account/ResetPasswordPage.js')), audience: 'anyone' },
  { path: '/app/setup', page: lazy(() => import('./pages/account/SetupPage.js')), audience: 'anyone' },
  { path: '/app/invites/:token', page: lazy(() => import('./pages/account/InvitePage.js')), audience: 'anyone' },
  { path: '/app/courses', page: lazy(() => import('./pages/catalogue/CataloguePage.js')), audience: 'anyone' },
  {
    path: '/app/notifications',
    page: lazy(() => import('./pages/notifications/NotificationsPage.js')),
    audience: 'user'
  },
  { path: '/app/reviews', page: lazy(() => import('./pages/reviews/QueuePage.js')), audience: 'submission.review' },
  { path: '/app/reviews/:id', page: lazy(() => import('./pages/reviews/ReviewPage.js')), audience: 'user' }
]
