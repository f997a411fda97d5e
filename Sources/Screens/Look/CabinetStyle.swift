/// The style of the cabinet's screen: one question, targets for a thumb, texts for an arm's length, in sunlight.
enum CabinetStyle {
    static let styleSheet = """
        .cabinet, .idle { font-size: var(--touch-text-small); -webkit-tap-highlight-color: transparent; user-select: none; }
        .cabinet body, .idle body { height: 100vh; height: 100dvh; overflow: hidden; }
        .cabinet .top, .cabinet .foot, .idle .top, .idle .foot { display: flex; align-items: center; gap: 20px; min-height: 66px; padding: 0 var(--space-6); background: var(--card); flex: none; white-space: nowrap; }
        .cabinet .top, .idle .top { border-bottom: 1px solid var(--line); }
        .cabinet .foot, .idle .foot { border-top: 1px solid var(--line); color: var(--quiet); }
        .cabinet .top > * + *, .cabinet .foot > * + *, .idle .top > * + *, .idle .foot > * + * { margin-top: 0; }
        .idle .place { font-size: inherit; line-height: inherit; }
        .place { font-weight: 700; margin-right: auto; overflow: hidden; text-overflow: ellipsis; }
        .pending { margin-right: auto; overflow: hidden; text-overflow: ellipsis; }
        .language, .help { position: relative; display: inline-flex; align-items: center; justify-content: center; min-height: 66px; min-width: var(--touch); color: var(--quiet); }
        .language::after, .help::after { content: ""; position: absolute; inset: -3px; }
        .language { margin-right: calc(var(--space-6) * -1 + var(--space-2)); }
        .cabinet .shape, .idle .shape { width: 0.76em; height: 0.76em; }
        .cabinet .pill, .idle .pill { font-size: var(--touch-text-small); line-height: 34px; padding: 0 14px 0 12px; gap: 8px; }
        .cabinet main { display: flex; flex-direction: column; gap: 22px; min-height: 0; overflow-y: auto; container-type: scroll-state; padding: 28px var(--space-6) 22px; }
        .cabinet h1 { font-size: var(--touch-title); line-height: 1.25; }
        .cabinet h2 { font-size: var(--touch-text-large); }
        .question { display: grid; gap: 22px; flex: none; }
        .cabinet main > .notice, .stage, .cabinet .actions { flex: none; }
        .stage > * + * { margin-top: 22px; }
        .cabinet .card { border-radius: var(--radius-large); padding: 26px 28px; }
        .steps { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 10px; }
        .steps li { border-top: 8px solid var(--line); border-radius: 4px 4px 0 0; padding-top: var(--space-1); color: var(--quiet); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
        .steps .is-done, .steps .is-current { border-color: var(--accent); }
        .steps .is-current { color: var(--ink); font-weight: 700; }
        .cabinet .facts > div { padding: 6px 0; border: 0; }
        .cabinet .notice { border-radius: var(--radius-large); }
        .cabinet .records { font-size: var(--touch-text-small); }
        .cabinet .button { width: 100%; min-height: 94px; padding: var(--space-2) var(--space-4); border-radius: var(--radius-large); font-size: 26px; }
        .cabinet .actions { display: grid; grid-auto-flow: column; grid-auto-columns: 1fr; gap: 18px; margin-top: auto; align-items: start; }
        .more, #end { height: 0; margin-top: -22px; }
        .more { position: sticky; bottom: -22px; }
        .more a { position: absolute; right: 0; bottom: 12px; display: none; align-items: center; min-height: var(--touch); padding: 0 var(--space-5); border: 2px solid var(--edge); border-radius: var(--radius-large); background: var(--card); color: var(--ink); font-weight: 700; }
        @container scroll-state(scrollable: bottom) { .more a { display: flex; } }
        .cabinet .actions:has(> .action:nth-child(2):last-child) { grid-template-columns: 1fr 1.6fr; }
        .cabinet-front { display: grid; gap: 12px; }
        .columns-1 { grid-template-columns: repeat(1, 1fr); }
        .columns-2 { grid-template-columns: repeat(2, 1fr); }
        .columns-3 { grid-template-columns: repeat(3, 1fr); }
        .columns-4 { grid-template-columns: repeat(4, 1fr); }
        .columns-5 { grid-template-columns: repeat(5, 1fr); }
        .columns-6 { grid-template-columns: repeat(6, 1fr); }
        .columns-7 { grid-template-columns: repeat(7, 1fr); }
        .columns-8 { grid-template-columns: repeat(8, 1fr); }
        .drawer { display: flex; align-items: center; justify-content: center; gap: var(--space-2); min-height: 64px; border: 2px solid var(--line); border-radius: var(--radius); color: var(--quiet); background: var(--card); }
        .cabinet .drawer { min-height: 92px; font-size: 26px; border-radius: var(--radius); }
        .drawer .shape { color: var(--state); width: 0.7em; height: 0.7em; }
        .drawer.is-lit { border: 4px solid var(--accent); background: var(--accent-soft); color: var(--accent); font-weight: 700; }
        .lamp { width: 1.1em; height: 1.1em; }
        .choices { display: grid; gap: var(--space-3); }
        .choice { display: flex; align-items: center; gap: var(--space-4); width: 100%; min-height: var(--touch); padding: var(--space-3) var(--space-5); border: 1px solid var(--line); border-radius: var(--radius); background: var(--card); color: var(--ink); text-align: left; cursor: pointer; }
        .cabinet .choice { min-height: 94px; border-radius: var(--radius-large); }
        .choice:hover { border-color: var(--edge); text-decoration: none; }
        .choice-text { display: grid; margin-right: auto; min-width: 0; }
        .choice-text span { color: var(--quiet); }
        .cabinet .choice-text strong { font-size: var(--touch-text); }
        .choice.is-closed { background: none; border-style: dashed; cursor: default; }
        .choice.is-closed strong { color: var(--quiet); }
        .arrow { width: 12px; height: 20px; flex: none; color: var(--edge); }
        .pin-pad { display: grid; gap: 18px; }
        .card-picture { display: block; width: min(100%, 420px); margin: 40px auto 0; color: var(--quiet); }
        .card-above { stroke: var(--accent); }
        .stage > .empty { background: var(--card); border: 1px solid var(--line); border-radius: var(--radius-large); }
        .cabinet .form { max-width: none; }
        .cabinet .hint, .cabinet .field-optional { font-size: var(--touch-text-small); }
        .cabinet .field input:not([type=checkbox]):not([type=file]) { min-height: var(--touch); border: 2px solid var(--edge); border-radius: var(--radius); padding: 0 var(--space-5); }
        .pin-field { display: grid; grid-template-columns: 1fr auto; align-items: baseline; gap: var(--space-2) var(--space-4); }
        .pin-field label { font-weight: 700; }
        .pin-field p { color: var(--quiet); grid-column: 2; grid-row: 1; }
        .pin-field input { grid-column: 1 / -1; width: 100%; min-height: var(--touch); padding: 0 var(--space-5); border: 2px solid var(--edge); border-radius: var(--radius); background: var(--card); font-size: 36px; letter-spacing: 0.35em; text-align: center; }
        .pin-ends { display: grid; grid-template-columns: 1fr 1.6fr; gap: 12px; }
        .pin-keys { display: grid; grid-template-columns: repeat(3, 1fr); gap: 12px; }
        .cabinet .pin-keys .button { min-height: 88px; font-size: 34px; }
        .cabinet .pin-keys .button:nth-child(10), .cabinet .pin-keys .button:nth-child(12) { font-size: var(--touch-text-small); }
        .idle { background: var(--paper); }
        .idle main { display: flex; flex-direction: column; min-height: 0; overflow: hidden; }
        .begin { flex: 1; display: flex; flex-direction: column; align-items: center; justify-content: center; color: var(--ink); gap: var(--space-2); }
        .begin:hover { text-decoration: none; }
        .begin:focus-visible { outline-offset: -6px; }
        .idle-clock { font-size: min(24vw, 40vh, 200px); line-height: 1.1; font-weight: 700; }
        .idle-date { color: var(--quiet); font-size: var(--touch-text-large); }
        .hand { width: 112px; height: 112px; color: var(--accent); margin-top: 48px; }
        .invitation { font-size: var(--touch-text-large); font-weight: 700; }
        .idle .notice { margin: 0 var(--space-6) var(--space-5); }
        @media (max-height: 620px) {
          .cabinet .top, .idle .top { min-height: 48px; padding: 0 20px; }
          .cabinet .foot, .idle .foot { min-height: 44px; padding: 0 20px; }
          .language, .help { min-height: 44px; }
          .language::after, .help::after { inset: -14px; }
          .language { margin-right: -12px; }
          .cabinet .pill, .idle .pill { line-height: 30px; }
          .cabinet main { padding: 8px 20px; gap: 10px; }
          .question { display: flex; align-items: start; gap: 28px; }
          .cabinet h1 { font-size: 28px; line-height: 40px; }
          .question .steps { flex: 1; gap: var(--space-2); }
          .steps li { border-top-width: 6px; padding-top: 0; line-height: 32px; }
          .cabinet h2 { font-size: var(--touch-text-small); }
          .cabinet .card { padding: 8px 16px; border-radius: var(--radius); }
          .cabinet .card > * + * { margin-top: var(--space-2); }
          .cabinet main.is-pair { display: grid; grid-template-columns: minmax(0, 1.5fr) minmax(0, 1fr); grid-template-rows: auto auto auto 1fr auto; column-gap: var(--space-4); }
          .cabinet main.is-pair > :is(.question, .notice, .more) { grid-column: 1 / -1; }
          .cabinet main.is-pair > .question { grid-row: 1; }
          .cabinet main.is-pair > .notice { grid-row: 2; }
          .cabinet main.is-pair > :is(.more, #end) { grid-column: 1 / -1; grid-row: 5; }
          .cabinet .is-pair > .stage { display: contents; }
          .cabinet .is-pair > .stage > :first-child { grid-column: 1; grid-row: 3 / span 2; align-self: start; }
          .cabinet .is-pair > .stage > :last-child { grid-column: 2; grid-row: 3; }
          .cabinet .is-pair > .actions { grid-column: 2; grid-row: 4; align-self: end; margin: 0; gap: var(--space-2); }
          .cabinet .is-pair > .stage > :last-child dd:has(code) { text-align: left; }
          .cabinet .is-pair > .stage > :last-child .facts > div:has(code) { display: block; }
          .cabinet .stage > * + * { margin-top: 0; }
          .card-picture { width: 280px; margin-top: var(--space-4); }
          .choices:has(> :nth-child(6)) { grid-template-columns: 1fr 1fr; }
          .cabinet .facts dd { text-align: right; }
          .cabinet .facts > div { padding: 1px 0; gap: var(--space-3); line-height: 1.32; }
          .cabinet .notice { padding: var(--space-2) 16px; line-height: 1.35; }
          .cabinet-front { gap: var(--space-2); }
          .cabinet .drawer { min-height: 56px; padding: 0; gap: 4px; border-radius: 8px; font-size: var(--touch-text); }
          .cabinet .button { min-height: var(--touch); border-radius: 12px; font-size: var(--touch-text); }
          .more, #end { margin-top: -10px; }
          .more { bottom: -8px; }
          .cabinet main.is-pin { display: grid; grid-template-columns: 1fr 1.1fr; grid-template-rows: auto auto auto auto 1fr auto; gap: 10px 20px; }
          .cabinet main.is-pin > .question { grid-column: 1 / -1; grid-row: 1; }
          .cabinet main.is-pin > .notice { grid-column: 1; grid-row: 2; align-self: start; }
          .cabinet main.is-pin > .stage, .cabinet .pin-pad { display: contents; }
          .cabinet .is-pin > .stage > .prose { grid-column: 1; grid-row: 3; }
          .cabinet main.is-pin .notice dl { display: block; margin: 0; }
          .cabinet main.is-pin .notice dl > div { display: inline; }
          .cabinet main.is-pin .notice dt { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
          .cabinet main.is-pin .notice dd { display: inline; }
          .cabinet main.is-pin .notice dd::after { content: " "; }
          .cabinet .pin-field { grid-column: 1; grid-row: 4; }
          .cabinet .pin-ends { grid-column: 1; grid-row: 5; align-self: end; gap: var(--space-2); }
          .cabinet .pin-keys { grid-column: 2; grid-row: 2 / span 4; align-self: start; gap: var(--space-2); }
          .cabinet main.is-pin > :is(.more, #end) { grid-row: 6; grid-column: 1 / -1; }
          .cabinet .pin-keys .button { min-height: var(--touch); font-size: 30px; }
          .cabinet .choice { min-height: var(--touch); padding: 6px 16px; line-height: 1.3; border-radius: 12px; }
          .choices { gap: var(--space-2); }
          .hand { width: 72px; height: 72px; margin-top: var(--space-1); }
          .idle-clock { font-size: 110px; }
          .idle-date, .invitation { font-size: var(--touch-text); }
        }
        @media (max-height: 500px) {
          .cabinet main.is-pair { grid-template-rows: auto auto auto 1fr auto auto; padding-block: 5px; }
          .cabinet .is-pair > .actions { grid-column: 1 / -1; grid-row: 5; }
          .cabinet main.is-pair > :is(.more, #end) { grid-row: 6; }
        }

        """
}
