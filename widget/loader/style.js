// The launcher and the box around the frame: nothing of the page's styles comes in, and nothing goes out.
// One rule a line and no spaces: no tool shrinks a string, and every shop's page carries it.
//
// The host takes no place in the page. `.open`, `.ready` and `.failed` on it say how the panel stands.

export default `:host{all:initial!important;position:fixed!important;z-index:2147483647!important;color-scheme:light dark;--a:var(--accent,#1f5c45);--o:var(--on,#fff)}
*{box-sizing:border-box;margin:0}
button{all:unset;cursor:pointer;background:var(--a);color:var(--o)}
:focus-visible{outline:3px solid var(--a);outline-offset:3px}
.fab{position:fixed;bottom:calc(20px + env(safe-area-inset-bottom));inset-inline-end:20px;width:60px;height:60px;border-radius:50%;border-end-end-radius:22px;background:linear-gradient(160deg,#fff2,#0002) var(--a);box-shadow:0 8px 24px #0004,inset 0 0 0 1px #fff3;transition:transform .2s}
.fab:hover{transform:translateY(-2px)}
svg{display:block;width:44px;margin:8px;fill:currentColor}
path{transition:opacity .2s}
path+path{fill:#f0bd4f}
path+path+path{fill:inherit}
.x,:host(.open) path{opacity:0}
.x{stroke:currentColor;stroke-width:2.6;stroke-linecap:round}
:host(.open) .x{opacity:1}
b{position:absolute;top:-3px;inset-inline-end:-3px;min-width:22px;border-radius:11px;background:#c62f21;color:#fff;font:700 12px/22px system-ui,sans-serif;text-align:center}
.box{position:fixed;bottom:calc(92px + env(safe-area-inset-bottom));inset-inline-end:20px;width:400px;height:min(640px,100vh - 112px);display:grid;place-content:center;justify-items:center;gap:16px;overflow:hidden;border-radius:20px;background:Canvas;color:CanvasText;font:15px system-ui,sans-serif;box-shadow:0 0 0 1px #8883,0 24px 64px #0005;opacity:0;visibility:hidden;transform:translateY(14px);transition:.2s cubic-bezier(.2,.8,.2,1)}
:host(.open) .box{opacity:1;visibility:visible;transform:none}
iframe{position:absolute;width:100%;height:100%;border:0;visibility:hidden}
:host(.ready) iframe{visibility:inherit}
i{width:32px;height:32px;border:3px solid #8884;border-top-color:var(--a);border-radius:50%;animation:turn 1s linear infinite}
:host(.ready) :is(i,p),:host(:not(.failed)) .box button,:host(.failed) i{display:none}
.box button{padding:12px 20px;border-radius:12px}
@keyframes turn{to{transform:rotate(1turn)}}
@media(max-width:639.98px){.box{inset:var(--top,0) 0 auto;width:100%;height:var(--height,100dvh);border-radius:0;border:solid var(--a);border-width:env(safe-area-inset-top) 0 env(safe-area-inset-bottom)}
:host(.open.ready) .fab{visibility:hidden}}
@media(prefers-reduced-motion){*,:host(.open) .box{transform:none;transition:none}
i{animation-duration:4s}}`;
