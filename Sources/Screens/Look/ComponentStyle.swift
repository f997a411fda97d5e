/// The style of the components that console and cabinet share.
enum ComponentStyle {
    static let styleSheet = """
        .seal-mark { display: inline-flex; align-items: center; justify-content: center; width: 34px; height: 34px; border: 2px solid var(--accent); border-radius: var(--radius-small); color: var(--accent); font-weight: 700; font-size: var(--text-large); line-height: 1; flex: none; }
        .shape { width: 0.92em; height: 0.92em; flex: none; display: inline-block; }
        .is-in { --state: var(--in); --state-soft: var(--in-soft); }
        .is-out { --state: var(--out); --state-soft: var(--out-soft); }
        .is-question { --state: var(--question); --state-soft: var(--question-soft); }
        .is-unknown { --state: var(--unknown); --state-soft: var(--unknown-soft); }
        .is-wrong { --state: var(--wrong); --state-soft: var(--wrong-soft); }
        .pill { display: inline-flex; align-items: center; gap: 6px; padding: 1px 10px 1px 9px; border-radius: var(--radius-round); background: var(--state-soft); color: var(--state); font-size: var(--text-small); font-weight: 700; line-height: 22px; white-space: nowrap; vertical-align: 1px; }
        .prose.is-quiet { color: var(--quiet); }
        .prose.is-strong { font-weight: 700; }
        .prose.is-monospaced { font: 400 0.9em/1.6 var(--face-fixed); overflow-wrap: anywhere; }
        .card { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); padding: 20px 22px; }
        .card > * + *, .stage > * + *, [data-region] > * + * { margin-top: var(--space-4); }
        .card-head { display: flex; flex-wrap: wrap; justify-content: space-between; align-items: baseline; gap: var(--space-1) var(--space-4); }
        .aside { color: var(--quiet); }
        .columns { display: grid; gap: var(--space-5); grid-template-columns: repeat(auto-fit, minmax(280px, 1fr)); align-items: stretch; }
        .columns.is-wide-first { grid-template-columns: minmax(0, 1.55fr) minmax(0, 1fr); }
        .column { display: grid; min-width: 0; align-content: stretch; }
        .column > * { min-width: 0; }
        .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 14px; }
        .figure { padding: var(--space-4) var(--space-4) 14px; }
        .figure { position: relative; }
        .figure > * + * { margin-top: 0; }
        .figure dt a::after { content: ""; position: absolute; inset: 0; }
        .figure dt { color: var(--quiet); }
        .figure dt a { color: inherit; text-decoration: underline; text-decoration-color: var(--edge); text-underline-offset: 4px; }
        .figure-value { font-size: var(--text-figure); font-weight: 700; line-height: 1.25; }
        .remark { color: var(--quiet); }
        .line-drawing { display: block; color: var(--quiet); }
        .facts > div { display: flex; justify-content: space-between; gap: var(--space-5); padding: var(--space-2) 0; }
        .facts > div + div { border-top: 1px solid var(--line); }
        .facts dt { color: var(--quiet); flex: none; }
        .facts dd { font-weight: 700; text-align: right; overflow-wrap: anywhere; }
        .facts dd code { font-weight: 400; }
        .facts dd a + code { display: block; }
        .facts dd .pill + .pill { margin-left: var(--space-2); }
        .fold > summary { display: flex; align-items: center; gap: var(--space-2); width: fit-content; min-height: 44px; font-weight: 700; cursor: pointer; list-style: none; }
        .fold > summary::-webkit-details-marker { display: none; }
        .fold > summary::before { content: ""; width: 0.5em; height: 0.5em; margin: 0 4px; border: solid var(--edge); border-width: 0 2px 2px 0; transform: rotate(-45deg); flex: none; }
        .fold[open] > summary::before { transform: rotate(45deg); }
        .fold > summary:hover { text-decoration: underline; text-underline-offset: 4px; }
        .fold > * + * { margin-top: var(--space-3); }
        .table-frame { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius); overflow-x: auto; }
        table { border-collapse: collapse; width: 100%; }
        caption { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
        th, td { padding: 10px 14px; text-align: left; vertical-align: middle; line-height: 1.65; }
        th { background: var(--head); color: var(--quiet); font-size: var(--text-small); font-weight: 700; white-space: nowrap; }
        tbody tr, tfoot tr { border-top: 1px solid var(--line); }
        tfoot td { font-weight: 700; border-top: 2px solid var(--line); }
        .number { text-align: right; }
        td a { color: inherit; text-decoration: underline; text-decoration-color: var(--edge); text-decoration-thickness: 1px; text-underline-offset: 4px; }
        .empty { padding: var(--space-5) 22px; color: var(--quiet); }
        .empty > * + * { margin-top: var(--space-1); }
        .empty .action { margin-top: var(--space-3); }
        .empty-why { color: var(--ink); font-weight: 700; }
        .entries { padding: 0; height: 100%; }
        .entries .card-head { padding: 14px 18px; }
        .entries .empty { padding: 14px 18px; }
        .entries > * + * { margin-top: 0; }
        .entries li { padding: 14px 18px; }
        .entries li + li, .entries .card-head + ul { border-top: 1px solid var(--line); }
        .entry-title { display: flex; flex-wrap: wrap; align-items: center; gap: 2px var(--space-2); }
        .entry-title a { color: inherit; }
        .entry-detail { color: var(--quiet); }
        .entry-detail code { white-space: nowrap; }
        .bar { display: block; width: 100%; border-radius: var(--radius-small); background: var(--unknown-soft); outline: 1px solid var(--line); }
        .bar .is-in { fill: var(--bar-in); }
        .bar .is-out { fill: var(--out); }
        .bar .is-question { fill: var(--question); }
        .bar .is-wrong { fill: var(--wrong); }
        .bar .is-unknown { fill: var(--unknown-soft); }
        .hatch-ground { fill: var(--unknown-soft); }
        .hatch-line { fill: var(--bar-rest); }
        .legend { display: flex; flex-wrap: wrap; align-items: center; gap: var(--space-2) 22px; margin-top: var(--space-3); }
        .legend ul { display: flex; flex-wrap: wrap; gap: var(--space-2) 22px; }
        .legend p { color: var(--quiet); }
        .legend .is-none .pill { background: none; color: var(--quiet); padding: 0; }
        .legend > a { margin-left: auto; }
        .notice { border: 1px solid var(--state); border-left-width: 6px; border-radius: var(--radius); background: var(--state-soft); padding: var(--space-4) 20px; }
        .notice-head { display: flex; gap: var(--space-2); align-items: baseline; }
        .notice-head .shape { color: var(--state); transform: translateY(1px); }
        .notice dl { margin-top: var(--space-2); display: grid; grid-template-columns: max-content 1fr; gap: var(--space-1) var(--space-5); }
        .notice dl > div { display: contents; }
        .notice dt { color: var(--ink); font-weight: 700; }
        .notice a { text-decoration: underline; }
        .notice ul { margin-top: var(--space-2); }
        .pages { display: flex; flex-wrap: wrap; gap: var(--space-2) var(--space-3); }
        .button { display: inline-flex; align-items: center; justify-content: center; min-height: 44px; padding: 0 var(--space-4); border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); color: var(--ink); font-weight: 700; text-align: center; cursor: pointer; }
        .button:hover { border-color: var(--edge); text-decoration: none; }
        .button.is-main { background: var(--accent); border-color: var(--accent); color: var(--accent-ink); }
        .button.is-danger { border: 2px solid var(--accent); color: var(--accent); }
        .button[aria-disabled="true"] { opacity: 0.6; cursor: progress; }
        .as-link { border: 0; background: none; min-height: 44px; padding: var(--space-1); color: var(--quiet); cursor: pointer; }
        .as-link:hover { text-decoration: underline; }
        .actions { display: flex; flex-wrap: wrap; align-items: start; gap: var(--space-3) var(--space-4); }
        .records { color: var(--quiet); font-size: var(--text-small); margin-top: var(--space-1); }
        .actions > a { line-height: 44px; }
        .actions > .records { margin: 0; line-height: 44px; }
        .form { display: grid; gap: var(--space-4); max-width: 640px; }
        .form.is-search { display: flex; flex-wrap: wrap; align-items: end; }
        .form.is-search .field { flex: 1 1 240px; }
        .field { display: grid; gap: var(--space-1); justify-items: start; }
        .field > label, legend { font-weight: 700; padding: 0; }
        .field-optional, .hint { color: var(--quiet); font-weight: 400; }
        .hint, .field-optional { font-size: var(--text-small); }
        .field input:not([type=checkbox]):not([type=file]), .field select, .field textarea { width: 100%; min-height: 44px; padding: var(--space-2) var(--space-3); border: 1px solid var(--edge); border-radius: var(--radius-small); background: var(--card); }
        .field input[type=number]:not([type=checkbox]):not([type=file]) { width: 10em; }
        .field input[type=file] { max-width: 100%; border-radius: var(--radius-small); }
        ::file-selector-button { font: inherit; font-weight: 700; min-height: 44px; margin-right: var(--space-3); padding: 0 var(--space-4); border: 1px solid var(--edge); border-radius: var(--radius-small); background: var(--card); color: var(--ink); }
        .field.is-wrong input, .field.is-wrong select, .field.is-wrong textarea { border: 2px solid var(--wrong); }
        .field-problem { display: flex; align-items: baseline; gap: 6px; color: var(--wrong); font-weight: 700; }
        .tick { display: flex; align-items: center; gap: var(--space-2); min-height: 44px; font-weight: 400; }
        .tick input { width: 18px; height: 18px; accent-color: var(--accent); flex: none; }
        .pager { display: flex; align-items: center; gap: var(--space-4); color: var(--quiet); }

        """
}
