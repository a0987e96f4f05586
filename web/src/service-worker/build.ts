/** What the build writes into the worker (service-worker.plugin.ts). Addresses, all below `/app/`. */
declare const __VERSION__: string
declare const __SHELL_FILES__: readonly string[]
declare const __FIRST_ASSETS__: readonly string[]
declare const __LATER_ASSETS__: readonly string[]
declare const __ALL_ASSETS__: readonly string[]

export const build = {
  version: __VERSION__,
  /** The page itself, and what keeps its name when it changes. */
  shellFiles: __SHELL_FILES__,
  /** Without them nothing is seen. */
  firstAssets: __FIRST_ASSETS__,
  /** The other pages of a learner. */
  laterAssets: __LATER_ASSETS__,
  allAssets: __ALL_ASSETS__
}
