//! scratch: cross-validation
use role_audit::classify::{Classifier,Verdict};
use role_audit::learn::{Labelled,data,measure,train};
use role_audit::rulebook::Rulebook;
use rayon::prelude::*;
fn main(){
 let args:Vec<String>=std::env::args().collect();
 let dev=data::read(&std::fs::read_to_string("/work/shared/eval/duties.dev.jsonl").unwrap()).unwrap();
 let wreal:f32=std::env::var("WREAL").ok().and_then(|x|x.parse().ok()).unwrap_or(1.5);
 let mut cor:Vec<Labelled>=vec![];
 for f in std::fs::read_dir("/work/corpus").unwrap(){let p=f.unwrap().path(); if p.extension().is_some_and(|e|e=="psv"){ let n=p.file_name().unwrap().to_string_lossy().to_string(); let w= if n.starts_with("posting"){std::env::var("WPOST").ok().and_then(|x|x.parse().ok()).unwrap_or(1.0)}else{1.0f32}; if w==0.0{continue;} for l in std::fs::read_to_string(&p).unwrap().lines(){ if let Ok(mut d)=data::read(l){ for x in &mut d{x.weight=w;} cor.extend(d);} } }}
 cor.sort_by(|a,b|a.text.cmp(&b.text));
 let rb=Rulebook::builtin();
 println!("{} {}",dev.len(),cor.len());
 if args.iter().any(|a|a=="--final"){ let mut tr:Vec<Labelled>=dev.iter().cloned().map(|mut d|{d.weight=wreal;d}).collect(); tr.extend(cor.iter().cloned()); let refs:Vec<&Labelled>=tr.iter().collect(); std::fs::write("rules/model.tsv",train::train(&refs,rb)).unwrap(); return; }
 let show=args.iter().any(|a|a=="--errors");
 let res:Vec<Vec<(usize,Verdict)>>=(0..5u32).into_par_iter().map(|f|{
  let mut tr:Vec<Labelled>=dev.iter().filter(|d|d.fold!=Some(f)).cloned().map(|mut d|{d.weight=wreal;d}).collect(); tr.extend(cor.iter().cloned());
  let refs:Vec<&Labelled>=tr.iter().collect();
  let text=train::train(&refs,rb);
  if f==0{ std::fs::write("/tmp/model0.tsv",&text).unwrap(); }
  let r2=rb.with_model("m",&text).unwrap();
  let mut c=Classifier::new(&r2);
  dev.iter().enumerate().filter(|(_,d)|d.fold==Some(f)).map(|(i,d)|(i,c.classify(&d.text))).collect()
 }).collect();
 let mut all:Vec<(usize,Verdict)>=res.into_iter().flatten().collect(); all.sort_by_key(|x|x.0);
 for f in [None,Some(0),Some(1),Some(2),Some(3),Some(4)]{
  let pairs:Vec<(&Labelled,&Verdict)>=all.iter().map(|(i,v)|(&dev[*i],v)).filter(|(d,_)|f.is_none()||d.fold==f).collect();
  let s=measure::score(&pairs,rb);
  println!("{f:?} f1 {:.4} {:?} prec {:.3} calls {} area {:.3} rel {:.3} high {:.3}/{:.3}",s.macro_f1,s.f1.map(|x|(x*1000.0).round()/1000.0),s.precision,s.calls,s.area,s.relation,s.high_precision,s.high_share);
 }
 if show { for (i,v) in &all { let d=&dev[*i]; if d.fold>=Some(3){continue;} println!("{}\t{}\t{:.2}\t{:?}\t{}\t{:?}\t{}",d.duty_type.name(),v.whole.duty_type.name(),v.whole.confidence,v.whole.area.map(|a|&rb.area(a).id),d.areas.join(","),v.whole.relation,d.text); } }
}
