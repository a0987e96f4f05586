import { useQuery } from '@tanstack/preact-query'
import { api, type Schema, take } from '../../api/client.js'
import { nameOf } from '../../attempts/person.js'
import { SubmissionBadge } from '../../attempts/SubmissionBadge.js'
import type { PageParams } from '../../lazy-page.js'
import { useMe } from '../../session/session.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { Skeleton } from '../../ui/Skeleton.js'
import { Attempts } from './Attempts.js'
import { History } from './History.js'
import { t } from './messages.js'
import { NextStep } from './NextStep.js'
import { Reviews } from './Reviews.js'
import './submissions.css'

/** The work of one learner at one project: where it stands, what was said of it, what was handed in. */
export default function SubmissionPage({ params: { id = '' } }: { params: PageParams }) {
  const { data: me } = useMe()
  const submission = useQuery({
    queryKey: ['/api/submissions/{id}', id],
    queryFn: () => take(api.GET('/api/submissions/{id}', { params: { path: { id } } }))
  })
  const known = submission.data
  return (
    <Page
      title={known?.project.title ?? t('title')}
      {...(known && {
        back: { href: `/app/projects/${known.projectId}`, label: t('back') },
        lead: leadText(known, me?.user.id),
        actions: <SubmissionBadge status={known.status} />
      })}
    >
      <Loaded query={submission} skeleton={<Skeleton lines={10} />}>
        {(loaded) => {
          const isOwn = loaded.user.id === me?.user.id
          return (
            <div key={id} class="submission">
              <div class="submission-main stack-wide">
                <NextStep submission={loaded} isOwn={isOwn} />
                <Reviews submission={loaded} />
                <Attempts submission={loaded} isOwn={isOwn} />
              </div>
              <History submissionId={id} />
            </div>
          )
        }}
      </Loaded>
    </Page>
  )
}

/** To others also whose it is. */
function leadText({ project, user }: Schema<'Submission'>, viewerId: string | undefined): string {
  return user.id === viewerId ? project.number : `${project.number}, ${t('by', { name: nameOf(user) })}`
}
