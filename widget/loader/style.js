// The launcher and its bubble: nothing of the page's styles comes in, and nothing goes out.
// One rule a line and no spaces: no tool shrinks a string, and every shop's page carries it.
//
// The host takes no place in the page. frame-style.js has the rest. What is drawn
// on the shop's colour is white or black, whichever contrasts more: they meet where L* is 49.4.

export default `:host{all:initial!important;position:fixed!important;z-index:2147483647!important;color-scheme:light dark;--lutin:#1f5c45;--low:calc(20px + env(safe-area-inset-bottom))}
.fab~*{--low:calc(92px + env(safe-area-inset-bottom))}
*{box-sizing:border-box;margin:0}
button{all:unset;cursor:pointer;background:var(--lutin);color:lab(from var(--lutin) calc(4940 - l*100) 0 0)}
:focus-visible{outline:3px solid var(--lutin);outline-offset:3px}
.fab{position:fixed;bottom:var(--low);inset-inline-end:20px;width:60px;height:60px;border-radius:50%;border-end-end-radius:22px;background:linear-gradient(160deg,#fff2,#0002) var(--lutin);box-shadow:0 8px 24px #0004}
svg{display:block;width:44px;margin:8px;fill:currentColor}
path+path{fill:#f0bd4f}
path+path+path{fill:inherit}
.say{position:fixed;bottom:var(--low);inset-inline-end:20px;display:flex;max-width:min(300px,100vw - 40px);border-radius:18px;border-end-end-radius:6px;background:Canvas;font:15px/1.4 system-ui,sans-serif;box-shadow:0 8px 24px #0004,inset 0 0 0 1px #8883}
.say:empty{opacity:0}
.box{display:none}
.say button{padding:12px 16px;background:0;color:CanvasText;border-radius:inherit;unicode-bidi:plaintext}`;
