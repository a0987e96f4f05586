import type { ComponentType as AnyComponent } from 'preact'
import { lazy as lazyComponent } from 'preact-iso'

/** A page takes the parameters of its address, as text. */
export type PageParams = Readonly<Record<string, string>>
export type ComponentType = AnyComponent<{ params: PageParams }>
/** Its code can be asked for before it is shown. */
export type LazyPage = ComponentType & { preload(): Promise<unknown> }

interface PageModule {
  default: AnyComponent<{ params: PageParams }> | AnyComponent
}

const reloadKey = 'naik-kelas.reloaded-for'

/**
 * A page whose code is fetched when it is needed. After an update the old code is gone from the server: then the page is
 * loaded anew, once.
 */
export function lazy(load: () => Promise<PageModule>): LazyPage {
  return lazyComponent(async () => {
    try {
      return (await load()) as { default: ComponentType }
    } catch (error) {
      if (!navigator.onLine || sessionStorage.getItem(reloadKey) === location.href) throw error
      sessionStorage.setItem(reloadKey, location.href)
      location.reload()
      return new Promise<never>(() => {})
    }
  }) as LazyPage
}
