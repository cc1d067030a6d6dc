#include "report/html_style.h"

namespace assay::report {
namespace {

// The policy closes the file to everything outside it, and to anything that evidence could smuggle
// in: no image, no connection, no frame, no form.
constexpr Markup kHead = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src 'unsafe-inline'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
)";

// Tones carry a shape in front of their word, so that they survive grey paper and colour-blind
// eyes; the empty string after the slash keeps screen readers from spelling the shape out. Every
// pair of text and ground has a contrast of 4.5 or more (tools/picture.sh shows them all).
constexpr Markup kTones = R"(<style>
:root{--bg:#fff;--panel:#f4f6f8;--ink:#15191e;--soft:#515b66;--line:#d5dbe2;--link:#0a559f;
--ok:#14633a;--ok-bg:#e8f5ed;--ok-bar:#3f9c68;--warn:#7a4a00;--warn-bg:#fdf1d9;--warn-bar:#dc9a22;
--bad:#a2141c;--bad-bg:#fcebeb;--bad-bar:#c8323a;--info:#27517a;--info-bg:#e9f1f9;--info-bar:#5b88b5;
--none:#48525d;--none-bg:transparent;--none-bar:#9aa4af;
--sans:system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans","Liberation Sans",sans-serif;
--mono:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono","DejaVu Sans Mono",monospace}
@media screen and (prefers-color-scheme:dark){:root{--bg:#0f1317;--panel:#171c22;--ink:#e5e9ee;--soft:#a3adb8;
--line:#2b333c;--link:#82b9f5;--ok:#86d6a6;--ok-bg:#11271b;--ok-bar:#3c8f60;--warn:#f1c672;--warn-bg:#2b2210;
--warn-bar:#b8821e;--bad:#ff9f9b;--bad-bg:#341719;--bad-bar:#c9474d;--info:#9fc6ef;--info-bg:#152433;
--info-bar:#4c7aa8;--none:#b4bdc7;--none-bar:#67717c}}
.ok{--c:var(--ok);--g:var(--ok-bg);--b:var(--ok-bar);--s:"✓"}
.warn{--c:var(--warn);--g:var(--warn-bg);--b:var(--warn-bar);--s:"▲"}
.bad{--c:var(--bad);--g:var(--bad-bg);--b:var(--bad-bar);--s:"✕"}
.info{--c:var(--info);--g:var(--info-bg);--b:var(--info-bar);--s:"•"}
.none{--c:var(--none);--g:var(--none-bg);--b:var(--none-bar);--s:"○"}
.fg{color:var(--c)}
.v,.m{color:var(--c)}
.v::before,.m::before{content:var(--s);content:var(--s)/"";display:inline-block;min-width:1.15em;font-size:.85em}
.v{display:inline-block;background:var(--g);border:1px solid color-mix(in srgb,var(--c) 35%,transparent);
border-radius:4px;padding:0 .5em;font-size:.8125rem;font-weight:600;line-height:1.55;white-space:nowrap}
.v.none{border-style:dashed;border-color:var(--none)}
)";

constexpr Markup kPage = R"(*{box-sizing:border-box}
html{scroll-behavior:auto;-webkit-text-size-adjust:100%}
body{margin:0;background:var(--bg);color:var(--ink);font:1rem/1.55 var(--sans);overflow-wrap:break-word}
header,main,footer{max-width:72rem;margin:0 auto;padding:0 1.5rem}
a{color:var(--link);text-underline-offset:.15em;text-decoration-thickness:1px}
a:focus-visible,button:focus-visible,input:focus-visible,select:focus-visible,summary:focus-visible,.sort:focus-visible{
outline:2px solid var(--link);outline-offset:2px}
p{margin:.5rem 0}
code{font-family:var(--mono);font-size:.875em;overflow-wrap:anywhere}
.soft{color:var(--soft)}
p.soft{font-size:.9rem}
h1{font-size:1.9rem;line-height:1.2;letter-spacing:-.015em;margin:.15rem 0 .9rem;font-weight:650}
h2{font-size:1.3rem;letter-spacing:-.008em;margin:3rem 0 .75rem;font-weight:650}
h3{font:650 1.3rem/1.3 var(--mono);margin:0;overflow-wrap:anywhere}
h4{font-size:1rem;margin:1.75rem 0 .5rem;font-weight:650}
h4 .soft{font-weight:400;margin-left:.5rem;font-size:.9rem}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;top:1rem}
.brand{margin:2.25rem 0 0;font-weight:650;letter-spacing:.02em;font-size:.9rem}
.brand span{color:var(--soft);font-weight:400;margin-left:.6rem;letter-spacing:0}
.headline{font-size:1.15rem;margin:0 0 .6rem}
.headline .fg{font-weight:650;white-space:nowrap}
.bar{display:flex;gap:3px;height:.7rem;margin:0 0 1.4rem}
.bar i{background:var(--b);min-width:4px;border-radius:2px;flex-basis:0}
.bar .none,.meter .none{background:repeating-linear-gradient(135deg,var(--none-bar) 0 3px,transparent 3px 6px)}
.meta{display:flex;flex-wrap:wrap;gap:.4rem 2.5rem;margin:0;padding:.75rem 0;border-top:1px solid var(--line);
border-bottom:1px solid var(--line)}
.meta dt{font-size:.8125rem;color:var(--soft)}
.meta dd{margin:0;font-weight:500;overflow-wrap:anywhere}
.callout{border:1px dashed var(--none);border-radius:6px;padding:.7rem 1rem;margin:.75rem 0;background:var(--panel)}
div.callout p{margin:.25rem 0}
.leads{list-style:none;margin:0;padding:0}
.leads li{display:grid;grid-template-columns:7rem minmax(0,1fr);gap:.25rem 1rem;padding:.8rem 0;
border-top:1px solid var(--line)}
.leads li>.v{justify-self:start;align-self:start;margin-top:.1rem}
.leads p{margin:0 0 .25rem;max-width:52rem}
.leads strong>a{font-family:var(--mono);font-size:.95em;margin-right:.35rem}
footer{margin-top:4rem;padding-top:1rem;padding-bottom:3rem;font-size:.875rem;color:var(--soft)}
)";

constexpr Markup kTables = R"(table{border-collapse:collapse;width:100%;font-size:.925rem}
caption{text-align:left;color:var(--soft);font-size:.875rem;padding:0 0 .5rem}
th,td{text-align:left;vertical-align:top;padding:.5rem .9rem .5rem 0;border-top:1px solid var(--line)}
thead th{font-weight:600;font-size:.8125rem;color:var(--soft);border-top:0;padding-bottom:.3rem;white-space:nowrap}
tbody th{font-weight:600}
td:last-child,th:last-child{padding-right:0}
.coverage thead+tbody~thead th{padding-top:1.4rem}
.coverage tbody th{width:14rem}
.share{width:17rem;white-space:nowrap}
.share>span:first-child{display:inline-block;min-width:6.5rem;font-variant-numeric:tabular-nums}
.meter{display:block;height:3px;background:var(--line);margin:.45rem 0 .1rem;border-radius:2px}
.meter i{display:block;height:3px;background:var(--b);border-radius:2px}
.fleet tbody th{font-family:var(--mono);font-size:.9rem;white-space:nowrap}
.fleet tbody .long,.large tbody th{white-space:normal;min-width:14rem;overflow-wrap:anywhere}
.large{table-layout:fixed}
.large th:first-child{width:14rem}
.large th{width:9.7rem}
.large th:last-child{width:auto}
.fleet td{white-space:nowrap}
.fleet td:last-child{white-space:normal;overflow-wrap:anywhere;min-width:18rem}
.fleet td:nth-last-child(2){font-variant-numeric:tabular-nums;white-space:normal;min-width:6rem}
.sort{cursor:pointer}
.sort::after{content:" ↕";opacity:.55}
[aria-sort=ascending] .sort::after{content:" ↑";opacity:1}
[aria-sort=descending] .sort::after{content:" ↓";opacity:1}
.tools{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center;margin:.75rem 0;font-size:.9rem}
.tools input,.tools select,.all{font:inherit;color:var(--ink);background:var(--bg);border:1px solid var(--none-bar);
border-radius:5px;padding:.3rem .6rem;max-width:100%}
.tools input{width:18rem}
.all{font-size:.8125rem;font-weight:400;padding:.1rem .5rem;margin-left:.75rem;cursor:pointer}
)";

constexpr Markup kServers =
    R"(@media screen{.many .server{content-visibility:auto;contain-intrinsic-size:auto 90rem}}
.server{border-top:2px solid var(--ink);margin-top:3.5rem;padding-top:1rem}
.name{display:flex;flex-wrap:wrap;gap:.5rem 1rem;align-items:center}
.name .v{font-size:.95rem}
.up{margin-left:auto;font-size:.875rem}
.disciplines{list-style:none;display:flex;flex-wrap:wrap;gap:.2rem 1.3rem;padding:0;margin:.6rem 0;font-size:.9rem}
.disciplines .m{margin-left:.25rem}
.facts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,26rem),1fr));gap:0 3rem}
.facts h4{margin-top:1rem}
.facts dl{margin:0;font-size:.925rem}
.facts dl>div{display:grid;grid-template-columns:9.5rem minmax(0,1fr);gap:0 1rem;padding:.32rem 0;
border-top:1px solid var(--line)}
.facts dt{color:var(--soft)}
.facts dd{margin:0;overflow-wrap:anywhere}
.finding{border-top:1px solid var(--line);padding:.8rem 0}
.finding p{margin:.2rem 0;max-width:56rem}
.finding .about{display:flex;flex-wrap:wrap;gap:.2rem .8rem;align-items:center;max-width:none}
.about span{font-weight:600}
.about code{color:var(--soft);margin-left:auto}
.finding:target,.hit:target{outline:2px solid var(--link);outline-offset:4px}
.cites{display:flex;gap:.5rem;font-size:.85rem;color:var(--soft)}
.cites ul{list-style:none;margin:0;padding:0;min-width:0}
.cites li,.cites code{overflow-wrap:anywhere}
)";

constexpr Markup kTimeline = R"(.map{display:flex;flex-wrap:wrap;gap:.35rem;margin:.75rem 0}
.map a{border:1px solid color-mix(in srgb,var(--c) 40%,transparent);background:var(--g);border-radius:4px;
padding:.1rem .5rem;text-decoration:none;font-size:.8125rem;font-variant-numeric:tabular-nums}
.map a.none{border-style:dashed}
.pcr{border-top:1px solid var(--line)}
.pcr:last-child{border-bottom:1px solid var(--line)}
summary{display:grid;grid-template-columns:1rem 4rem minmax(0,1fr) auto;gap:.1rem .5rem;padding:.6rem 0;cursor:pointer;
list-style:none}
summary::-webkit-details-marker{display:none}
summary::before{content:"";width:.4rem;height:.4rem;border:solid var(--soft);border-width:0 2px 2px 0;
transform:rotate(-45deg);margin-top:.55rem}
[open]>summary::before{transform:rotate(45deg)}
.pn{font-variant-numeric:tabular-nums;color:var(--soft)}
.tally{font-size:.875rem;color:var(--soft);white-space:nowrap}
.state{grid-column:3/-1;font-size:.875rem;overflow-wrap:anywhere}
.state code{color:var(--soft);margin-left:.2rem}
.pcr ol{list-style:none;margin:0 0 .8rem;padding:0;font-size:.875rem}
.pcr li{display:grid;grid-template-columns:1rem 4rem minmax(0,1fr) minmax(0,13.5rem) 8.3rem 9.2rem;gap:0 .5rem;
padding:.22rem 0;position:relative}
.pcr li::before{content:"";width:1px;background:var(--line);margin:-.22rem auto -.22rem .2rem;align-self:stretch;
grid-row:1/span 9}
.pcr li::after{content:"";position:absolute;left:0;top:.62rem;width:.43rem;height:.43rem;border-radius:50%;
background:var(--none-bar)}
.n{color:var(--soft);font-variant-numeric:tabular-nums}
.t,.y{overflow-wrap:anywhere}
.y{font-family:var(--mono);font-size:.75rem;line-height:1.9;color:var(--soft)}
.pcr li>.m,.pcr li>code{font-size:.8125rem;white-space:nowrap}
.pcr li>code{color:var(--soft);overflow:hidden;text-overflow:ellipsis}
.hit{background:var(--panel)}
.pcr .hit{margin:.3rem -.6rem .3rem 0;padding:.45rem .6rem .45rem 0;border-radius:4px}
.pcr .hit::after{background:var(--b);top:.75rem;outline:3px solid var(--bg)}
.hit .t{font-weight:600}
.note{margin:.3rem 0;font-size:.875rem}
li .note{grid-column:3/-1}
.pcr>.note,.pcr>.soft{margin-left:5.9rem}
.paper{display:none}
)";

constexpr Markup kNarrow = R"(@media (max-width:60rem){
.pcr li{grid-template-columns:1rem 2.2rem auto auto minmax(0,1fr)}
.t,li .note{grid-column:3/-1}
.pcr li>.y{grid-column:3}
.pcr li>.m{grid-column:4;margin-left:.6rem}
.pcr li>code{grid-column:5;margin-left:.6rem}
}
@media screen and (max-width:46rem){
header,main,footer{padding:0 1rem}
h1{font-size:1.55rem}
h2{margin-top:2.25rem}
.brand span{display:block;margin:0}
.meta{gap:.4rem 1.5rem}
.leads li{grid-template-columns:minmax(0,1fr)}
.fleet,.fleet tbody,.fleet tr,.fleet td,.fleet tbody th,.coverage,.coverage tbody,.coverage tr,.coverage td,
.coverage tbody th,.coverage thead+tbody~thead,caption{display:block;width:auto}
.fleet thead,.coverage thead:first-child,.coverage thead th+th{display:none}
.coverage thead+tbody~thead th:first-child{display:block}
.fleet tr,.coverage tr{border-top:1px solid var(--line);padding:.7rem 0}
.coverage thead tr{border:0;padding:.5rem 0 0}
.fleet tr[hidden]{display:none}
.fleet th,.fleet td,.coverage th,.coverage td{border:0;padding:.1rem 0}
.fleet tbody tr{display:grid;grid-template-columns:minmax(0,1fr) auto;gap:.1rem .75rem}
.fleet td:nth-child(n+3){grid-column:1/-1}
.fleet td:nth-child(n+3):not(:last-child){color:var(--soft);font-size:.85rem}
.fleet td:last-child,.fleet tbody th{min-width:0!important;white-space:normal;overflow-wrap:anywhere}
.facts dl>div{grid-template-columns:minmax(0,1fr)}
.about code{margin-left:0}
.cites{display:block}
.cites ul{padding:0}
.up{margin-left:0}
summary{grid-template-columns:1rem 3.6rem minmax(0,1fr)}
.tally{grid-column:3}
.pcr li{grid-template-columns:.8rem 1.9rem minmax(0,1fr) auto}
.pcr li>.y{grid-column:3;white-space:nowrap;overflow:hidden;text-overflow:ellipsis}
.pcr li>.m{grid-column:4}
.pcr li>code{grid-column:3/-1;margin-left:0}
.pcr>.note,.pcr>.soft{margin-left:3.2rem}
.tools input,.tools select{width:100%}
}
)";

// Paper: black on white, digests in full, a page per server, no controls.
constexpr Markup kPrint = R"(@media print{
@page{margin:16mm 14mm 18mm;@bottom-left{content:"Assay fleet appraisal";font:7.5pt sans-serif;color:#515b66}
@bottom-right{content:counter(page) " of " counter(pages);font:7.5pt sans-serif;color:#515b66}}
*{print-color-adjust:exact;-webkit-print-color-adjust:exact}
html{font-size:9.5pt}
header,main,footer{max-width:none;padding:0}
.brand{margin-top:0}
a{color:inherit;text-decoration:none}
.tools,.up,.all,.map,.skip{display:none}
.paper{display:block;font-size:.9rem;color:var(--soft)}
h2,h3,h4,summary,caption,thead{break-after:avoid}
tbody tr:first-child{break-before:avoid}
h2{margin-top:1.75rem}
tr,.leads li,.finding,.pcr li,summary,.facts dl>div{break-inside:avoid}
.server,.each{break-before:page;margin-top:0}
.each+.server{break-before:auto;margin-top:1rem}
.sort::after{content:none!important}
.fleet th,.fleet td{padding-right:.6rem}
summary{cursor:auto}
summary::before{visibility:hidden}
code.h{font-size:0!important}
code.h::after{content:attr(title);font-size:6.5pt;overflow-wrap:anywhere;white-space:normal}
.pcr li{grid-template-columns:.8rem 2.2rem auto auto minmax(0,1fr)}
.pcr li>code{white-space:normal}
}
</style>
)";

}  // namespace

Markup html_head() noexcept { return kHead; }

void write_style(Html& html) {
  html.put(kTones).put(kPage).put(kTables).put(kServers).put(kTimeline).put(kNarrow).put(kPrint);
}

}  // namespace assay::report
