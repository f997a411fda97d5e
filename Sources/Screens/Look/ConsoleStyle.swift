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
        .console .facts > div { justify-content: flex-start; }
        .console .facts dt { flex: 0 0 152px; }
        .console .facts dd { text-align: left; min-width: 0; }
        .person { overflow: hidden; text-overflow: ellipsis; }
        .visit { margin-left: auto; min-width: 0; display: flex; align-items: center; gap: var(--space-4); color: var(--quiet); white-space: nowrap; }
        .console main { width: 100%; max-width: 1280px; margin: 0 auto; padding: var(--space-6) var(--space-6) 48px; }
        .console main > * + * { margin-top: 22px; }
        .page-head { display: flex; justify-content: space-between; align-items: end; gap: var(--space-5); }
        .page-head + * { margin-top: 20px !important; }
        .truth { color: var(--quiet); }
        .page-head .records { text-align: right; }
        .plain main { width: 100%; max-width: 560px; margin: 0 auto; padding: 64px var(--space-4); }
        .plain main .card { padding: var(--space-6); }
        .plain main .form { max-width: none; }
        @media (max-width: 1440px) {
          .console:lang(en) .top { flex-wrap: wrap; gap: 0 var(--space-5); padding-top: var(--space-2); }
          .console:lang(en) .top nav { order: 3; width: 100%; }
        }
        @media (max-width: 1100px) {
          .columns.is-wide-first { grid-template-columns: minmax(0, 1fr); }
        }
        @media (max-width: 900px) {
          .console .notice dl > div, .plain .notice dl > div { display: block; grid-column: 1 / -1; }
          .console .top { flex-wrap: wrap; gap: 0 var(--space-4); padding: var(--space-2) var(--space-4) 0; }
          .top nav { order: 3; width: 100%; }
          .console main { padding: var(--space-5) var(--space-4); }
          .page-head { flex-wrap: wrap; }
          .top nav li:last-child { padding-right: var(--space-4); }
        }
        @media (max-width: 640px) {
          .console .top, .console:lang(en) .top { gap: 0 var(--space-3); }
          .console .visit { display: contents; }
          .console .product { flex: 1 1 0; min-width: 0; overflow: hidden; text-overflow: ellipsis; }
          .console :is(.entry-title, .legend, .facts, .card) > a, .console .facts dd a { display: inline-flex; align-items: center; min-height: 44px; }
          .console .top nav a { min-width: 44px; justify-content: center; }
          .console .visit .person { order: 2; width: 100%; font-size: var(--text-small); }
          .console .facts > div { gap: var(--space-4); }
          .console .facts dt { flex-basis: 84px; }
          .console .table-frame { border: 0; background: none; border-radius: 0; overflow: visible; }
          .console .table-frame > .empty { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); }
          .console table, .console tbody, .console tfoot { display: block; }
          .console thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .console tr { display: block; padding: var(--space-2) var(--space-4); border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); }
          .console tr + tr, .console tbody + tfoot { margin-top: var(--space-2); }
          .console td { display: flex; justify-content: space-between; align-items: baseline; gap: var(--space-4); padding: 3px 0; border: 0; text-align: right; min-width: 0; }
          .console td::before { content: attr(data-label); color: var(--quiet); font-weight: 400; text-align: left; flex: none; }
          .console td:empty, .console tfoot td:not(.number):not(:first-child) { display: none; }
          .console td:first-child { justify-content: flex-start; font-weight: 700; text-align: left; }
          .console td:first-child:not(.number)::before { content: none; }
          .console td:first-child a { display: inline-flex; align-items: center; min-height: 44px; }
          .console .card .table-frame tr { padding: var(--space-2) var(--space-3); }
        }

        """
}
