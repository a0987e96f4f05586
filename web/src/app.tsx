import { QueryClientProvider } from '@tanstack/preact-query'
import { useState } from 'preact/hooks'
import { ErrorBoundary, LocationProvider, Route, Router } from 'preact-iso'
import { queryClient } from './api/queries.js'
import { pages } from './pages.js'
import { Guarded } from './session/Guarded.js'
import { MissingPage } from './shell/MissingPage.js'
import { Shell } from './shell/Shell.js'
import { ErrorState } from './ui/Loaded.js'

/** The product: the shell, and in it the page of the address. */
export function App() {
  return (
    <QueryClientProvider client={queryClient}>
      <LocationProvider scope="/app/">
        <Shell>
          <CurrentPage />
        </Shell>
      </LocationProvider>
    </QueryClientProvider>
  )
}

function CurrentPage() {
  const [error, setError] = useState<unknown>()
  if (error) return <ErrorState error={error} onRetry={() => location.reload()} />
  return (
    <ErrorBoundary onError={setError}>
      <Router onRouteChange={() => scrollTo(0, 0)}>
        {pages.map(({ path, page: Page, audience, early = () => [] }) => (
          <Route
            key={path}
            path={path}
            component={({ params }: { params: Record<string, string> }) => {
              // Beside the question who is there, and not after it.
              Page.preload().catch(() => {})
              return (
                <Guarded audience={audience} early={(me) => early(params, me)}>
                  <Page params={params} />
                </Guarded>
              )
            }}
          />
        ))}
        <Route default component={MissingPage} />
      </Router>
    </ErrorBoundary>
  )
}
