// The box around the panel's frame, the badge and the cross, written as style.js is. `.open` and `.ready` on the host say how
// things stand.

export default `.box{position:fixed;bottom:max(var(--low),100% + 8px - var(--top,0px) - var(--height,100%));inset-inline-end:20px;width:400px;height:min(640px,var(--height,100vh) - 20px - var(--low));display:grid;place-content:center;justify-items:center;gap:16px;overflow:hidden;border-radius:20px;background:Canvas;color:CanvasText;font:15px system-ui,sans-serif;box-shadow:0 0 0 1px #8883,0 24px 64px #0005;opacity:0;visibility:hidden;transform:translateY(14px);transition:.2s cubic-bezier(.2,.8,.2,1)}
:host(.open) .box{opacity:1;visibility:visible;transform:none;transition-property:opacity,transform}
iframe{position:absolute;width:100%;height:100%;border:0;visibility:hidden}
:host(.ready) iframe{visibility:inherit}
i{width:32px;height:32px;border:3px solid #8884;border-top-color:var(--lutin);border-radius:50%;animation:turn 1s linear infinite}
:host(.ready) :is(i,p){display:none}
.fab:hover{filter:brightness(1.1)}
.fab path{transition:opacity .2s}
.x,:host(.open) path{opacity:0}
.x{fill:none;stroke:currentColor;stroke-width:2.6;stroke-linecap:round}
:host(.open) .x{opacity:1}
b{position:absolute;top:-3px;inset-inline-end:-3px;min-width:22px;border-radius:11px;background:#c62f21;color:#fff;font:700 12px/22px system-ui,sans-serif;text-align:center}
@keyframes turn{to{transform:rotate(1turn)}}
@media(max-width:639.98px),(max-height:480px){.box{inset:var(--top,0) 0 auto;width:100%;height:var(--height,100dvh);border-radius:0;border:solid var(--lutin);border-width:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)}
:host(.open.ready) .fab{visibility:hidden}}
@media(prefers-reduced-motion){.box,path,:host(.open) .box{transform:none!important;transition:none!important}
i{animation-duration:4s}}`;
