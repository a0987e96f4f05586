import { useQuery } from '@tanstack/preact-query'
import { reviewQuery } from '../../api/early-queries.js'
import type { PageParams } from '../../lazy-page.js'
import { nameOf } from '../../people/name.js'
import { Loaded } from '../../ui/Loaded.js'
import { Page } from '../../ui/Page.js'
import { t } from './messages.js'
import './reviews.css'
import { ReviewWorkspace } from './ReviewWorkspace.js'

export default function ReviewPage({ params }: { params: PageParams }) {
  const id = params.id ?? ''
  const review = useQuery({
    ...reviewQuery(id),
    // What is typed here must not be replaced, but who holds it is worth knowing.
    refetchInterval: 60_000
  })
  const { data } = review
  return (
    <Page
      key={id}
      title={
        data ? t('review.title', { name: nameOf(data.learner), project: data.project.title }) : t('review.loading')
      }
      back={{ href: '/app/reviews', label: t('queue.title') }}
    >
      <Loaded query={review}>{(known) => <ReviewWorkspace review={known} />}</Loaded>
    </Page>
  )
}
