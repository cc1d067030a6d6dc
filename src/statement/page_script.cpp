// The script and the style of statement.html. The script reads a statement's file that the reader
// picks, with the browser's own SHA-256 and nothing else: no network, no library.
#include "statement/page.h"

namespace assay::statement {

std::string_view page_style() noexcept {
  return R"(
body{font:16px/1.5 system-ui,sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem;color:#1a1a1a}
h1{font-size:1.6rem}h2{margin-top:2.5rem;border-bottom:1px solid #ccc}h3{margin-bottom:0}
section{margin:1.5rem 0;padding-left:1rem;border-left:3px solid #bbb}
blockquote{white-space:pre-line;margin:0 0 1rem;padding-left:1rem;border-left:3px solid #888}
table{border-collapse:collapse;font-size:.9rem}td,th{border:1px solid #ccc;padding:.2rem .6rem;text-align:left}
td{overflow-wrap:anywhere}
.counts td{font-size:1.4rem;text-align:right}.bad{color:#a00000;font-weight:600}
@media print{section{break-inside:avoid}input{display:none}}
)";
}

std::string_view page_script() noexcept {
  return R"js(
"use strict";
const text=b=>new TextDecoder().decode(b), hex=b=>Array.from(b,x=>x.toString(16).padStart(2,"0")).join("");
const raw=t=>Uint8Array.from(atob(t),c=>c.charCodeAt(0));
const join=(...p)=>{const o=new Uint8Array(p.reduce((n,x)=>n+x.length,0));let at=0;for(const x of p){o.set(x,at);at+=x.length;}return o;};
const sha=async(...p)=>new Uint8Array(await crypto.subtle.digest("SHA-256",join(...p)));
function members(file){const out=new Map();
  for(let at=0;at+512<=file.length;){const head=file.subarray(at,at+512);if(head[0]===0)break;
    const name=text(head.subarray(0,100)).replace(/\0.*$/,""), size=parseInt(text(head.subarray(124,135)),8);
    out.set(name,file.subarray(at+512,at+512+size));at+=512+Math.ceil(size/512)*512;}
  return out;}
async function checkManifest(all){const lines=text(all.get("MANIFEST")).split("\n\n")[0].split("\n").slice(1);
  const told=new Set(["MANIFEST"]);
  for(const line of lines){const [digest,size,name]=line.split(" "), member=all.get(name);told.add(name);
    if(!member||member.length!==Number(size)||hex(await sha(member))!==digest)throw name+" is not the one that MANIFEST names";}
  for(const name of all.keys())if(!told.has(name))throw name+" is not in MANIFEST";
  return lines.length+" members are those that MANIFEST names";}
async function follow(index,size,leaf,path){let at=BigInt(index),last=BigInt(size)-1n,hash=leaf;
  const node=(a,b)=>sha(Uint8Array.of(1),a,b);
  for(const sibling of path){if(last===0n)throw "the proof is too long";
    if((at&1n)===1n||at===last){hash=await node(sibling,hash);while((at&1n)===0n&&at!==0n){at>>=1n;last>>=1n;}}
    else hash=await node(hash,sibling);
    at>>=1n;last>>=1n;}
  if(last!==0n)throw "the proof is too short";
  return hash;}
async function checkLeaf(all){const proof=text(all.get("proofs/statement.tlog-proof")), cut=proof.indexOf("\n\n");
  const lines=proof.slice(0,cut).split("\n"), note=proof.slice(cut+2), extra=raw(lines.find(l=>l.startsWith("extra ")).slice(6));
  const index=lines.find(l=>l.startsWith("index ")).slice(6), path=lines.slice(lines.findIndex(l=>l.startsWith("index "))+1).map(raw);
  if(note!==text(all.get("checkpoint")))throw "the proof is under another head";
  const record=`{"kind":"statement","sha256":"${hex(await sha(all.get("statement.json")))}","version":1}`;
  const leaf=extra.subarray(0,34);
  if(leaf[0]!==9||hex(await sha(extra.subarray(34),new TextEncoder().encode(record)))!==hex(leaf.subarray(2)))throw "the leaf is of another statement";
  const [origin,size,root]=note.split("\n");
  if(hex(await follow(index,size,await sha(Uint8Array.of(0),leaf),path))!==hex(raw(root)))throw "the proof does not lead to the head";
  return `it is leaf ${index} of ${size} in the ledger ${origin}`;}
document.getElementById("file").onchange=async e=>{const list=document.getElementById("told");list.textContent="";
  const tell=t=>{const li=document.createElement("li");li.textContent=t;list.append(li);};
  try{const all=members(new Uint8Array(await e.target.files[0].arrayBuffer()));
    tell("holds: "+await checkManifest(all));tell("holds: "+await checkLeaf(all));
    tell("not checked: who signed MANIFEST and the head, and the rows; assay-verify does");}
  catch(why){tell("does not hold: "+why);}};
)js";
}

}  // namespace assay::statement
