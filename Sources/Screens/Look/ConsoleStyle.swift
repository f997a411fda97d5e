/// The style of the console's frame and of plain pages.
enum ConsoleStyle {
    static let styleSheet = """
        .console .top, .plain .top { display: flex; align-items: center; gap: var(--space-5); min-height: 72px; padding: 0 var(--space-6); background: var(--card); border-bottom: 1px solid var(--line); }
        .product { font-weight: 700; white-space: nowrap; }
        .top nav { align-self: stretch; min-width: 0; overflow-x: auto; scrollbar-width: none; }
        .top nav ul { display: flex; gap: 22px; height: 100%; }
        .top nav a { position: relative; display: flex; align-items: center; gap: 4px; height: 100%; min-height: 44px; color: var(--quiet); white-space: nowrap; }
        .top nav a:hover { color: var(--ink); text-decoration: none; }
        .top nav a:focus-visible { outline-offset: -2px; }
        .top nav a[aria-current] { color: var(--ink); font-weight: 700; }
        .top nav a[aria-current]::after { content: ""; position: absolute; left: 0; right: 0; bottom: 9px; height: 3px; background: var(--accent); }
        .visit { margin-left: auto; display: flex; align-items: center; gap: var(--space-4); color: var(--quiet); white-space: nowrap; }
        .console main { width: 100%; max-width: 1280px; margin: 0 auto; padding: var(--space-6) var(--space-6) 48px; }
        .console main > * + * { margin-top: 22px; }
        .page-head { display: flex; justify-content: space-between; align-items: end; gap: var(--space-5); }
        .page-head + * { margin-top: 20px !important; }
        .truth { color: var(--quiet); }
        .page-head .records { text-align: right; }
        .plain main { width: 100%; max-width: 560px; margin: 0 auto; padding: 64px var(--space-4); }
        .plain main .card { padding: var(--space-6); }
        .plain main .form { max-width: none; }
        @media (max-width: 1100px) {
          .columns.is-wide-first { grid-template-columns: minmax(0, 1fr); }
        }
        @media (max-width: 900px) {
          .pill { white-space: normal; }
          .console .notice dl > div, .plain .notice dl > div { display: block; grid-column: 1 / -1; }
          .console .top { flex-wrap: wrap; gap: 0 var(--space-4); padding: var(--space-2) var(--space-4) 0; }
          .top nav { order: 3; width: 100%; }
          .console main { padding: var(--space-5) var(--space-4); }
          .page-head { flex-wrap: wrap; }
        }

        """
}
