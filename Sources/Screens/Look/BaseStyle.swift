/// The style of what HTML itself has: text, links, tables, focus.
enum BaseStyle {
    static let styleSheet = """
        *, *::before, *::after { box-sizing: border-box; }
        html { background: var(--paper); color: var(--ink); font: 400 var(--text)/1.6 var(--face); font-variant-numeric: tabular-nums; -webkit-text-size-adjust: 100%; }
        html:lang(en) { line-height: 1.5; }
        body { margin: 0; min-height: 100vh; min-height: 100dvh; display: flex; flex-direction: column; }
        h1, h2, p, dl, dd, ol, ul, fieldset { margin: 0; padding: 0; }
        ol, ul { list-style: none; }
        fieldset { border: 0; min-width: 0; }
        h1 { font-size: var(--text-title); line-height: 1.3; font-weight: 700; }
        h2 { font-size: var(--text-large); line-height: 1.4; font-weight: 700; }
        a { color: var(--link); text-decoration: none; }
        a:hover { text-decoration: underline; }
        code { font: 400 0.85em var(--face-fixed); overflow-wrap: anywhere; }
        button, input, select, textarea { font: inherit; color: inherit; }
        main { flex: 1; }
        main:focus { outline: none; }
        :focus-visible { outline: 2px solid var(--focus); outline-offset: 2px; }
        [hidden] { display: none !important; }
        .unseen { position: absolute; width: 1px; height: 1px; margin: -1px; padding: 0; border: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        .skip { position: absolute; left: var(--space-4); top: -100px; padding: var(--space-2) var(--space-4); background: var(--card); border: 1px solid var(--line); border-radius: var(--radius-small); z-index: 2; }
        .skip:focus { top: var(--space-2); }
        .live-lost { position: fixed; left: 0; right: 0; bottom: 0; padding: var(--space-3) var(--space-6); background: var(--unknown-soft); color: var(--ink); border-top: 2px dashed var(--unknown); text-align: center; }

        """
}
