#include "report/html_style.h"

namespace assay::report {
namespace {

// Makes its own controls, so that without it nothing is there that does not work. Reads only what
// the page shows; sets text through textContent alone.
constexpr Markup kScript = R"(<script>
(()=>{'use strict';
const make=(name,set)=>Object.assign(document.createElement(name),set);
const table=document.getElementById('fleet');
if(table){
const body=table.tBodies[0],rows=[...body.rows],heads=[...table.tHead.rows[0].cells];
const names=new Intl.Collator('en',{numeric:true});
heads.slice(0,-1).forEach((head,column)=>{
const button=make('span',{className:'sort',tabIndex:0,textContent:head.textContent});
button.setAttribute('role','button');
head.replaceChildren(button);
button.onkeydown=e=>{if(e.key==='Enter'||e.key===' '){e.preventDefault();button.onclick();}};
button.onclick=()=>{
const down=head.getAttribute('aria-sort')==='ascending';
heads.forEach(h=>h.removeAttribute('aria-sort'));
head.setAttribute('aria-sort',down?'descending':'ascending');
const keyed=rows.map(r=>{const cell=r.cells[column],key=cell.dataset.k;return[key===undefined?cell.textContent:+key,r]});
keyed.sort(([a],[b])=>(typeof a==='number'?a-b:names.compare(a,b))*(down?-1:1));
body.append(...keyed.map(k=>k[1]));
};
});
const text=rows.map(r=>r.textContent.toLowerCase());
const tools=make('div',{className:'tools'});
const find=make('input',{type:'search',placeholder:'Filter by name or words'});
find.setAttribute('aria-label','Filter servers');
const pick=make('select',{});
pick.setAttribute('aria-label','Verdict');
pick.append(make('option',{value:'',textContent:'All verdicts'}));
['contraindicated','no evidence','warning','affirmed'].forEach((v,i)=>pick.append(make('option',{value:''+i,textContent:v})));
const shown=make('span',{className:'soft'});
shown.setAttribute('role','status');
const apply=()=>{
const words=find.value.toLowerCase().split(/\s+/).filter(Boolean);
let n=0;
rows.forEach((r,i)=>{
const hide=(pick.value!==''&&r.cells[1].dataset.k!==pick.value)||!words.every(w=>text[i].includes(w));
r.hidden=hide;
if(!hide)n++;
});
shown.textContent=n===rows.length?'':n+' of '+rows.length+' shown';
};
find.oninput=apply;
pick.onchange=apply;
tools.append(find,pick,shown);
table.before(tools);
}
document.querySelectorAll('.timeline').forEach(t=>{
const parts=[...t.querySelectorAll('details')];
const button=make('button',{type:'button',className:'all',textContent:'Open all events'});
button.onclick=()=>{
const open=parts.some(d=>!d.open);
parts.forEach(d=>{d.open=open});
button.textContent=open?'Close all events':'Open all events';
};
t.parentNode.querySelector('.boot').append(button);
});
const reveal=()=>{
const at=document.getElementById(location.hash.slice(1)),part=at&&at.closest('details');
if(part){part.open=true;at.scrollIntoView();}
};
addEventListener('hashchange',reveal);
reveal();
})();
</script>
)";

}  // namespace

void write_script(Html& html) { html.put(kScript); }

}  // namespace assay::report
