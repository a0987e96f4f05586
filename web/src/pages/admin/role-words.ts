import { t } from './messages.js'

const builtIn = ['admin', 'owner', 'org_admin', 'mentor', 'facilitator', 'learner'] as const

/** What a role is called: ours in the reader's language, the others as those who made them called them. */
export function roleTitle({ key, title }: { key: string; title?: string | undefined }): string {
  const known = builtIn.find((each) => each === key)
  return known ? t(`role.${known}`) : (title ?? key)
}
