/**
 * What glyphs are called (Adobe Glyph List): names and their code points, of the scripts and signs that simple fonts are made
 * of. Left out are single letters, which are called what they are.
 */
const LIST = `
AE C6 AEacute 1FC AEmacron 1E2 Aacute C1 Abreve 102 Abreveacute 1EAE Abrevecyrillic 4D0 Abrevedotbelow 1EB6
Abrevegrave 1EB0 Abrevehookabove 1EB2 Abrevetilde 1EB4 Acaron 1CD Acircumflex C2 Acircumflexacute 1EA4
Acircumflexdotbelow 1EAC Acircumflexgrave 1EA6 Acircumflexhookabove 1EA8 Acircumflextilde 1EAA Acyrillic 410 Adblgrave
200 Adieresis C4 Adieresiscyrillic 4D2 Adieresismacron 1DE Adotbelow 1EA0 Adotmacron 1E0 Agrave C0 Ahookabove 1EA2
Aiecyrillic 4D4 Ainvertedbreve 202 Alpha 391 Alphatonos 386 Amacron 100 Aogonek 104 Aring C5 Aringacute 1FA Aringbelow
1E00 Atilde C3 Bdotaccent 1E02 Bdotbelow 1E04 Becyrillic 411 Beta 392 Bhook 181 Blinebelow 1E06 Btopbar 182 Cacute 106
Ccaron 10C Ccedilla C7 Ccedillaacute 1E08 Ccircumflex 108 Cdot 10A Cdotaccent 10A Cheabkhasiancyrillic 4BC Checyrillic
427 Chedescenderabkhasiancyrillic 4BE Chedescendercyrillic 4B6 Chedieresiscyrillic 4F4 Chekhakassiancyrillic 4CB
Cheverticalstrokecyrillic 4B8 Chi 3A7 Chook 187 DZ 1F1 DZcaron 1C4 Dafrican 189 Dcaron 10E Dcedilla 1E10
Dcircumflexbelow 1E12 Dcroat 110 Ddotaccent 1E0A Ddotbelow 1E0C Decyrillic 414 Deicoptic 3EE Delta 2206 Deltagreek 394
Dhook 18A Digammagreek 3DC Djecyrillic 402 Dlinebelow 1E0E Dslash 110 Dtopbar 18B Dz 1F2 Dzcaron 1C5
Dzeabkhasiancyrillic 4E0 Dzecyrillic 405 Dzhecyrillic 40F Eacute C9 Ebreve 114 Ecaron 11A Ecedillabreve 1E1C
Ecircumflex CA Ecircumflexacute 1EBE Ecircumflexbelow 1E18 Ecircumflexdotbelow 1EC6 Ecircumflexgrave 1EC0
Ecircumflexhookabove 1EC2 Ecircumflextilde 1EC4 Ecyrillic 404 Edblgrave 204 Edieresis CB Edot 116 Edotaccent 116
Edotbelow 1EB8 Efcyrillic 424 Egrave C8 Ehookabove 1EBA Eightroman 2167 Einvertedbreve 206 Eiotifiedcyrillic 464
Elcyrillic 41B Elevenroman 216A Emacron 112 Emacronacute 1E16 Emacrongrave 1E14 Emcyrillic 41C Encyrillic 41D
Endescendercyrillic 4A2 Eng 14A Enghecyrillic 4A4 Enhookcyrillic 4C7 Eogonek 118 Eopen 190 Epsilon 395 Epsilontonos
388 Ercyrillic 420 Ereversed 18E Ereversedcyrillic 42D Escyrillic 421 Esdescendercyrillic 4AA Esh 1A9 Eta 397 Etatonos
389 Eth D0 Etilde 1EBC Etildebelow 1E1A Euro 20AC Ezh 1B7 Ezhcaron 1EE Ezhreversed 1B8 Fdotaccent 1E1E Feicoptic 3E4
Fhook 191 Fitacyrillic 472 Fiveroman 2164 Fourroman 2163 Gacute 1F4 Gamma 393 Gammaafrican 194 Gangiacoptic 3EA Gbreve
11E Gcaron 1E6 Gcedilla 122 Gcircumflex 11C Gcommaaccent 122 Gdot 120 Gdotaccent 120 Gecyrillic 413
Ghemiddlehookcyrillic 494 Ghestrokecyrillic 492 Gheupturncyrillic 490 Ghook 193 Gjecyrillic 403 Gmacron 1E20 Gstroke
1E4 H18533 25CF H18543 25AA H18551 25AB H22073 25A1 Haabkhasiancyrillic 4A8 Hadescendercyrillic 4B2 Hardsigncyrillic
42A Hbar 126 Hbrevebelow 1E2A Hcedilla 1E28 Hcircumflex 124 Hdieresis 1E26 Hdotaccent 1E22 Hdotbelow 1E24 Horicoptic
3E8 IAcyrillic 42F IJ 132 IUcyrillic 42E Iacute CD Ibreve 12C Icaron 1CF Icircumflex CE Icyrillic 406 Idblgrave 208
Idieresis CF Idieresisacute 1E2E Idieresiscyrillic 4E4 Idot 130 Idotaccent 130 Idotbelow 1ECA Iebrevecyrillic 4D6
Iecyrillic 415 Ifraktur 2111 Igrave CC Ihookabove 1EC8 Iicyrillic 418 Iinvertedbreve 20A Iishortcyrillic 419 Imacron
12A Imacroncyrillic 4E2 Iocyrillic 401 Iogonek 12E Iota 399 Iotaafrican 196 Iotadieresis 3AA Iotatonos 38A Istroke 197
Itilde 128 Itildebelow 1E2C Izhitsacyrillic 474 Izhitsadblgravecyrillic 476 Jcircumflex 134 Jecyrillic 408
Kabashkircyrillic 4A0 Kacute 1E30 Kacyrillic 41A Kadescendercyrillic 49A Kahookcyrillic 4C3 Kappa 39A Kastrokecyrillic
49E Kaverticalstrokecyrillic 49C Kcaron 1E8 Kcedilla 136 Kcommaaccent 136 Kdotbelow 1E32 Khacyrillic 425 Kheicoptic
3E6 Khook 198 Kjecyrillic 40C Klinebelow 1E34 Koppacyrillic 480 Koppagreek 3DE Ksicyrillic 46E LJ 1C7 Lacute 139
Lambda 39B Lcaron 13D Lcedilla 13B Lcircumflexbelow 1E3C Lcommaaccent 13B Ldot 13F Ldotaccent 13F Ldotbelow 1E36
Ldotbelowmacron 1E38 Lj 1C8 Ljecyrillic 409 Llinebelow 1E3A Lslash 141 Macute 1E3E Mdotaccent 1E40 Mdotbelow 1E42
Mturned 19C Mu 39C NJ 1CA Nacute 143 Ncaron 147 Ncedilla 145 Ncircumflexbelow 1E4A Ncommaaccent 145 Ndotaccent 1E44
Ndotbelow 1E46 Nhookleft 19D Nineroman 2168 Nj 1CB Njecyrillic 40A Nlinebelow 1E48 Ntilde D1 Nu 39D OE 152 Oacute D3
Obarredcyrillic 4E8 Obarreddieresiscyrillic 4EA Obreve 14E Ocaron 1D1 Ocenteredtilde 19F Ocircumflex D4
Ocircumflexacute 1ED0 Ocircumflexdotbelow 1ED8 Ocircumflexgrave 1ED2 Ocircumflexhookabove 1ED4 Ocircumflextilde 1ED6
Ocyrillic 41E Odblacute 150 Odblgrave 20C Odieresis D6 Odieresiscyrillic 4E6 Odotbelow 1ECC Ograve D2 Ohm 2126
Ohookabove 1ECE Ohorn 1A0 Ohornacute 1EDA Ohorndotbelow 1EE2 Ohorngrave 1EDC Ohornhookabove 1EDE Ohorntilde 1EE0
Ohungarumlaut 150 Oi 1A2 Oinvertedbreve 20E Omacron 14C Omacronacute 1E52 Omacrongrave 1E50 Omega 2126 Omegacyrillic
460 Omegagreek 3A9 Omegaroundcyrillic 47A Omegatitlocyrillic 47C Omegatonos 38F Omicron 39F Omicrontonos 38C Oneroman
2160 Oogonek 1EA Oogonekmacron 1EC Oopen 186 Oslash D8 Oslashacute 1FE Ostrokeacute 1FE Otcyrillic 47E Otilde D5
Otildeacute 1E4C Otildedieresis 1E4E Pacute 1E54 Pdotaccent 1E56 Pecyrillic 41F Pemiddlehookcyrillic 4A6 Phi 3A6 Phook
1A4 Pi 3A0 Psi 3A8 Psicyrillic 470 Racute 154 Rcaron 158 Rcedilla 156 Rcommaaccent 156 Rdblgrave 210 Rdotaccent 1E58
Rdotbelow 1E5A Rdotbelowmacron 1E5C Rfraktur 211C Rho 3A1 Rinvertedbreve 212 Rlinebelow 1E5E Rsmallinvertedsuperior
2B6 Sacute 15A Sacutedotaccent 1E64 Sampigreek 3E0 Scaron 160 Scarondotaccent 1E66 Scedilla 15E Schwa 18F
Schwacyrillic 4D8 Schwadieresiscyrillic 4DA Scircumflex 15C Scommaaccent 218 Sdotaccent 1E60 Sdotbelow 1E62
Sdotbelowdotaccent 1E68 Sevenroman 2166 Shacyrillic 428 Shchacyrillic 429 Sheicoptic 3E2 Shhacyrillic 4BA Shimacoptic
3EC Sigma 3A3 Sixroman 2165 Softsigncyrillic 42C Stigmagreek 3DA Tau 3A4 Tbar 166 Tcaron 164 Tcedilla 162
Tcircumflexbelow 1E70 Tcommaaccent 162 Tdotaccent 1E6A Tdotbelow 1E6C Tecyrillic 422 Tedescendercyrillic 4AC Tenroman
2169 Tetsecyrillic 4B4 Theta 398 Thook 1AC Thorn DE Threeroman 2162 Tlinebelow 1E6E Tonefive 1BC Tonesix 184 Tonetwo
1A7 Tretroflexhook 1AE Tsecyrillic 426 Tshecyrillic 40B Twelveroman 216B Tworoman 2161 Uacute DA Ubreve 16C Ucaron 1D3
Ucircumflex DB Ucircumflexbelow 1E76 Ucyrillic 423 Udblacute 170 Udblgrave 214 Udieresis DC Udieresisacute 1D7
Udieresisbelow 1E72 Udieresiscaron 1D9 Udieresiscyrillic 4F0 Udieresisgrave 1DB Udieresismacron 1D5 Udotbelow 1EE4
Ugrave D9 Uhookabove 1EE6 Uhorn 1AF Uhornacute 1EE8 Uhorndotbelow 1EF0 Uhorngrave 1EEA Uhornhookabove 1EEC Uhorntilde
1EEE Uhungarumlaut 170 Uhungarumlautcyrillic 4F2 Uinvertedbreve 216 Ukcyrillic 478 Umacron 16A Umacroncyrillic 4EE
Umacrondieresis 1E7A Uogonek 172 Upsilon 3A5 Upsilon1 3D2 Upsilonacutehooksymbolgreek 3D3 Upsilonafrican 1B1
Upsilondieresis 3AB Upsilondieresishooksymbolgreek 3D4 Upsilonhooksymbol 3D2 Upsilontonos 38E Uring 16E Ushortcyrillic
40E Ustraightcyrillic 4AE Ustraightstrokecyrillic 4B0 Utilde 168 Utildeacute 1E78 Utildebelow 1E74 Vdotbelow 1E7E
Vecyrillic 412 Vhook 1B2 Vtilde 1E7C Wacute 1E82 Wcircumflex 174 Wdieresis 1E84 Wdotaccent 1E86 Wdotbelow 1E88 Wgrave
1E80 Xdieresis 1E8C Xdotaccent 1E8A Xi 39E Yacute DD Yatcyrillic 462 Ycircumflex 176 Ydieresis 178 Ydotaccent 1E8E
Ydotbelow 1EF4 Yericyrillic 42B Yerudieresiscyrillic 4F8 Ygrave 1EF2 Yhook 1B3 Yhookabove 1EF6 Yicyrillic 407 Ytilde
1EF8 Yusbigcyrillic 46A Yusbigiotifiedcyrillic 46C Yuslittlecyrillic 466 Yuslittleiotifiedcyrillic 468 Zacute 179
Zcaron 17D Zcircumflex 1E90 Zdot 17B Zdotaccent 17B Zdotbelow 1E92 Zecyrillic 417 Zedescendercyrillic 498
Zedieresiscyrillic 4DE Zeta 396 Zhebrevecyrillic 4C1 Zhecyrillic 416 Zhedescendercyrillic 496 Zhedieresiscyrillic 4DC
Zlinebelow 1E94 Zstroke 1B5 aacute E1 abreve 103 abreveacute 1EAF abrevecyrillic 4D1 abrevedotbelow 1EB7 abrevegrave
1EB1 abrevehookabove 1EB3 abrevetilde 1EB5 acaron 1CE acircumflex E2 acircumflexacute 1EA5 acircumflexdotbelow 1EAD
acircumflexgrave 1EA7 acircumflexhookabove 1EA9 acircumflextilde 1EAB acute B4 acutelowmod 2CF acyrillic 430 adblgrave
201 adieresis E4 adieresiscyrillic 4D3 adieresismacron 1DF adotbelow 1EA1 adotmacron 1E1 ae E6 aeacute 1FD aemacron
1E3 afii00208 2015 afii08941 20A4 afii10017 410 afii10018 411 afii10019 412 afii10020 413 afii10021 414 afii10022 415
afii10023 401 afii10024 416 afii10025 417 afii10026 418 afii10027 419 afii10028 41A afii10029 41B afii10030 41C
afii10031 41D afii10032 41E afii10033 41F afii10034 420 afii10035 421 afii10036 422 afii10037 423 afii10038 424
afii10039 425 afii10040 426 afii10041 427 afii10042 428 afii10043 429 afii10044 42A afii10045 42B afii10046 42C
afii10047 42D afii10048 42E afii10049 42F afii10050 490 afii10051 402 afii10052 403 afii10053 404 afii10054 405
afii10055 406 afii10056 407 afii10057 408 afii10058 409 afii10059 40A afii10060 40B afii10061 40C afii10062 40E
afii10065 430 afii10066 431 afii10067 432 afii10068 433 afii10069 434 afii10070 435 afii10071 451 afii10072 436
afii10073 437 afii10074 438 afii10075 439 afii10076 43A afii10077 43B afii10078 43C afii10079 43D afii10080 43E
afii10081 43F afii10082 440 afii10083 441 afii10084 442 afii10085 443 afii10086 444 afii10087 445 afii10088 446
afii10089 447 afii10090 448 afii10091 449 afii10092 44A afii10093 44B afii10094 44C afii10095 44D afii10096 44E
afii10097 44F afii10098 491 afii10099 452 afii10100 453 afii10101 454 afii10102 455 afii10103 456 afii10104 457
afii10105 458 afii10106 459 afii10107 45A afii10108 45B afii10109 45C afii10110 45E afii10145 40F afii10146 462
afii10147 472 afii10148 474 afii10193 45F afii10194 463 afii10195 473 afii10196 475 afii10846 4D9 afii299 200E afii300
200F afii301 200D afii57381 66A afii57388 60C afii57392 660 afii57393 661 afii57394 662 afii57395 663 afii57396 664
afii57397 665 afii57398 666 afii57399 667 afii57400 668 afii57401 669 afii57403 61B afii57407 61F afii57409 621
afii57410 622 afii57411 623 afii57412 624 afii57413 625 afii57414 626 afii57415 627 afii57416 628 afii57417 629
afii57418 62A afii57419 62B afii57420 62C afii57421 62D afii57422 62E afii57423 62F afii57424 630 afii57425 631
afii57426 632 afii57427 633 afii57428 634 afii57429 635 afii57430 636 afii57431 637 afii57432 638 afii57433 639
afii57434 63A afii57440 640 afii57441 641 afii57442 642 afii57443 643 afii57444 644 afii57445 645 afii57446 646
afii57448 648 afii57449 649 afii57450 64A afii57451 64B afii57452 64C afii57453 64D afii57454 64E afii57455 64F
afii57456 650 afii57457 651 afii57458 652 afii57470 647 afii57505 6A4 afii57506 67E afii57507 686 afii57508 698
afii57509 6AF afii57511 679 afii57512 688 afii57513 691 afii57514 6BA afii57519 6D2 afii57534 6D5 afii57636 20AA
afii57645 5BE afii57658 5C3 afii57664 5D0 afii57665 5D1 afii57666 5D2 afii57667 5D3 afii57668 5D4 afii57669 5D5
afii57670 5D6 afii57671 5D7 afii57672 5D8 afii57673 5D9 afii57674 5DA afii57675 5DB afii57676 5DC afii57677 5DD
afii57678 5DE afii57679 5DF afii57680 5E0 afii57681 5E1 afii57682 5E2 afii57683 5E3 afii57684 5E4 afii57685 5E5
afii57686 5E6 afii57687 5E7 afii57688 5E8 afii57689 5E9 afii57690 5EA afii57694 FB2A afii57695 FB2B afii57700 FB4B
afii57705 FB1F afii57716 5F0 afii57717 5F1 afii57718 5F2 afii57723 FB35 afii57793 5B4 afii57794 5B5 afii57795 5B6
afii57796 5BB afii57797 5B8 afii57798 5B7 afii57799 5B0 afii57800 5B2 afii57801 5B1 afii57802 5B3 afii57803 5C2
afii57804 5C1 afii57806 5B9 afii57807 5BC afii57839 5BD afii57841 5BF afii57842 5C0 afii57929 2BC afii61248 2105
afii61289 2113 afii61352 2116 afii61573 202C afii61574 202D afii61575 202E afii61664 200C afii63167 66D afii64937 2BD
agrave E0 ahookabove 1EA3 aiecyrillic 4D5 ainarabic 639 ainvertedbreve 203 alef 5D0 alefarabic 627 alefdageshhebrew
FB30 alefhamzaabovearabic 623 alefhamzabelowarabic 625 alefhebrew 5D0 aleflamedhebrew FB4F alefmaddaabovearabic 622
alefmaksuraarabic 649 alefpatahhebrew FB2E alefqamatshebrew FB2F aleph 2135 allequal 224C alpha 3B1 alphatonos 3AC
amacron 101 ampersand 26 angle 2220 angstrom 212B anoteleia 387 aogonek 105 apostrophemod 2BC approaches 2250
approxequal 2248 approxequalorimage 2252 approximatelyequal 2245 arighthalfring 1E9A aring E5 aringacute 1FB
aringbelow 1E01 arrowboth 2194 arrowdashdown 21E3 arrowdashleft 21E0 arrowdashright 21E2 arrowdashup 21E1 arrowdblboth
21D4 arrowdbldown 21D3 arrowdblleft 21D0 arrowdblright 21D2 arrowdblup 21D1 arrowdown 2193 arrowdownleft 2199
arrowdownright 2198 arrowdownwhite 21E9 arrowheaddownmod 2C5 arrowheadleftmod 2C2 arrowheadrightmod 2C3 arrowheadupmod
2C4 arrowleft 2190 arrowleftdbl 21D0 arrowleftdblstroke 21CD arrowleftoverright 21C6 arrowleftwhite 21E6 arrowright
2192 arrowrightdblstroke 21CF arrowrightoverleft 21C4 arrowrightwhite 21E8 arrowtableft 21E4 arrowtabright 21E5
arrowup 2191 arrowupdn 2195 arrowupdnbse 21A8 arrowupdownbase 21A8 arrowupleft 2196 arrowupleftofdown 21C5
arrowupright 2197 arrowupwhite 21E7 asciicircum 5E asciitilde 7E asterisk 2A asteriskaltonearabic 66D asteriskarabic
66D asteriskmath 2217 asterism 2042 asymptoticallyequal 2243 at 40 atilde E3 ayin 5E2 ayinaltonehebrew FB20 ayinhebrew
5E2 backslash 5C bar 7C bdotaccent 1E03 bdotbelow 1E05 beamedsixteenthnotes 266C because 2235 becyrillic 431 beharabic
628 bet 5D1 beta 3B2 betasymbolgreek 3D0 betdagesh FB31 betdageshhebrew FB31 bethebrew 5D1 betrafehebrew FB4C
blackcircle 25CF blackdiamond 25C6 blackdownpointingtriangle 25BC blackleftpointingpointer 25C4
blackleftpointingtriangle 25C0 blacklowerlefttriangle 25E3 blacklowerrighttriangle 25E2 blackrectangle 25AC
blackrightpointingpointer 25BA blackrightpointingtriangle 25B6 blacksmallsquare 25AA blacksmilingface 263B blacksquare
25A0 blackstar 2605 blackupperlefttriangle 25E4 blackupperrighttriangle 25E5 blackuppointingsmalltriangle 25B4
blackuppointingtriangle 25B2 blinebelow 1E07 braceleft 7B braceright 7D bracketleft 5B bracketright 5D breve 2D8
brokenbar A6 bstroke 180 btopbar 183 bullet 2022 bulletinverse 25D8 bulletoperator 2219 bullseye 25CE cacute 107
capslock 21EA careof 2105 caron 2C7 carriagereturn 21B5 ccaron 10D ccedilla E7 ccedillaacute 1E09 ccircumflex 109 cdot
10B cdotaccent 10B cedilla B8 cent A2 centigrade 2103 cheabkhasiancyrillic 4BD checyrillic 447
chedescenderabkhasiancyrillic 4BF chedescendercyrillic 4B7 chedieresiscyrillic 4F5 chekhakassiancyrillic 4CC
cheverticalstrokecyrillic 4B9 chi 3C7 chook 188 circle 25CB circlemultiply 2297 circleot 2299 circleplus 2295
circlewithlefthalfblack 25D0 circlewithrighthalfblack 25D1 circumflex 2C6 clickalveolar 1C2 clickdental 1C0
clicklateral 1C1 clickretroflex 1C3 club 2663 clubsuitblack 2663 clubsuitwhite 2667 colon 3A colonmonetary 20A1
colonsign 20A1 colontriangularhalfmod 2D1 colontriangularmod 2D0 comma 2C commaarabic 60C commareversedmod 2BD
commaturnedmod 2BB compass 263C congruent 2245 contourintegral 222E controlDEL 7F copyright A9 cruzeiro 20A2 curlyand
22CF curlyor 22CE currency A4 dadarabic 636 dagesh 5BC dageshhebrew 5BC dagger 2020 daggerdbl 2021 dalarabic 62F dalet
5D3 daletdagesh FB33 daletdageshhebrew FB33 dalethebrew 5D3 dammaarabic 64F dammalowarabic 64F dammatanaltonearabic
64C dammatanarabic 64C dasiapneumatacyrilliccmb 485 dblarrowleft 21D4 dblarrowright 21D2 dblintegral 222C dbllowline
2017 dblprimemod 2BA dblverticalbar 2016 dcaron 10F dcedilla 1E11 dcircumflexbelow 1E13 dcroat 111 ddalarabic 688
ddotaccent 1E0B ddotbelow 1E0D decimalseparatorarabic 66B decimalseparatorpersian 66B decyrillic 434 degree B0
deicoptic 3EF delta 3B4 deltaturned 18D dialytikatonos 385 diamond 2666 diamondsuitwhite 2662 dieresis A8
dieresistonos 385 divide F7 divides 2223 divisionslash 2215 djecyrillic 452 dlinebelow 1E0F dmacron 111 dollar 24 dong
20AB dotaccent 2D9 dotlessi 131 dotmath 22C5 dottedcircle 25CC doubleyodpatah FB1F doubleyodpatahhebrew FB1F
downtackmod 2D5 dtopbar 18C dz 1F3 dzcaron 1C6 dzeabkhasiancyrillic 4E1 dzecyrillic 455 dzhecyrillic 45F eacute E9
earth 2641 ebreve 115 ecaron 11B ecedillabreve 1E1D ecircumflex EA ecircumflexacute 1EBF ecircumflexbelow 1E19
ecircumflexdotbelow 1EC7 ecircumflexgrave 1EC1 ecircumflexhookabove 1EC3 ecircumflextilde 1EC5 ecyrillic 454 edblgrave
205 edieresis EB edot 117 edotaccent 117 edotbelow 1EB9 efcyrillic 444 egrave E8 ehookabove 1EBB eight 38 eightarabic
668 eighthackarabic 668 eighthnotebeamed 266B eightinferior 2088 eightroman 2177 eightsuperior 2078 einvertedbreve 207
eiotifiedcyrillic 465 elcyrillic 43B element 2208 elevenroman 217A ellipsis 2026 ellipsisvertical 22EE emacron 113
emacronacute 1E17 emacrongrave 1E15 emcyrillic 43C emdash 2014 emptyset 2205 encyrillic 43D endash 2013
endescendercyrillic 4A3 eng 14B enghecyrillic 4A5 enhookcyrillic 4C8 enspace 2002 eogonek 119 epsilon 3B5 epsilontonos
3AD equal 3D equalsuperior 207C equivalence 2261 ercyrillic 440 ereversedcyrillic 44D escyrillic 441
esdescendercyrillic 4AB eshreversedloop 1AA estimated 212E eta 3B7 etatonos 3AE eth F0 etilde 1EBD etildebelow 1E1B
eturned 1DD euro 20AC exclam 21 exclamdbl 203C exclamdown A1 existential 2203 ezhcaron 1EF ezhreversed 1B9 ezhtail 1BA
fahrenheit 2109 fathaarabic 64E fathalowarabic 64E fathatanarabic 64B fdotaccent 1E1F feharabic 641 feicoptic 3E5
female 2640 ff FB00 ffi FB03 ffl FB04 fi FB01 figuredash 2012 filledbox 25A0 filledrect 25AC finalkaf 5DA
finalkafdagesh FB3A finalkafdageshhebrew FB3A finalkafhebrew 5DA finalmem 5DD finalmemhebrew 5DD finalnun 5DF
finalnunhebrew 5DF finalpe 5E3 finalpehebrew 5E3 finaltsadi 5E5 finaltsadihebrew 5E5 firsttonechinese 2C9 fisheye 25C9
fitacyrillic 473 five 35 fivearabic 665 fiveeighths 215D fivehackarabic 665 fiveinferior 2085 fiveroman 2174
fivesuperior 2075 fl FB02 florin 192 forall 2200 four 34 fourarabic 664 fourhackarabic 664 fourinferior 2084 fourroman
2173 foursuperior 2074 fourthtonechinese 2CB fraction 2044 franc 20A3 gacute 1F5 gafarabic 6AF gamma 3B3 gammasuperior
2E0 gangiacoptic 3EB gbreve 11F gcaron 1E7 gcedilla 123 gcircumflex 11D gcommaaccent 123 gdot 121 gdotaccent 121
gecyrillic 433 geometricallyequal 2251 gereshhebrew 5F3 germandbls DF gershayimhebrew 5F4 ghainarabic 63A
ghemiddlehookcyrillic 495 ghestrokecyrillic 493 gheupturncyrillic 491 gimel 5D2 gimeldagesh FB32 gimeldageshhebrew
FB32 gimelhebrew 5D2 gjecyrillic 453 glottalinvertedstroke 1BE glottalstopmod 2C0 glottalstopreversedmod 2C1
glottalstopreversedsuperior 2E4 gmacron 1E21 gradient 2207 grave 60 gravelowmod 2CE greater 3E greaterequal 2265
greaterequalorless 22DB greaterorequivalent 2273 greaterorless 2277 greateroverequal 2267 gstroke 1E5 guillemotleft AB
guillemotright BB guilsinglleft 2039 guilsinglright 203A haabkhasiancyrillic 4A9 haaltonearabic 6C1
hadescendercyrillic 4B3 haharabic 62D hamzaarabic 621 hamzalowarabic 621 hardsigncyrillic 44A harpoonleftbarbup 21BC
harpoonrightbarbup 21C0 hatafpatah 5B2 hatafpatah16 5B2 hatafpatah23 5B2 hatafpatah2f 5B2 hatafpatahhebrew 5B2
hatafpatahnarrowhebrew 5B2 hatafpatahquarterhebrew 5B2 hatafpatahwidehebrew 5B2 hatafqamats 5B3 hatafqamats1b 5B3
hatafqamats28 5B3 hatafqamats34 5B3 hatafqamatshebrew 5B3 hatafqamatsnarrowhebrew 5B3 hatafqamatsquarterhebrew 5B3
hatafqamatswidehebrew 5B3 hatafsegol 5B1 hatafsegol17 5B1 hatafsegol24 5B1 hatafsegol30 5B1 hatafsegolhebrew 5B1
hatafsegolnarrowhebrew 5B1 hatafsegolquarterhebrew 5B1 hatafsegolwidehebrew 5B1 hbar 127 hbrevebelow 1E2B hcedilla
1E29 hcircumflex 125 hdieresis 1E27 hdotaccent 1E23 hdotbelow 1E25 he 5D4 heart 2665 heartsuitblack 2665
heartsuitwhite 2661 hedagesh FB34 hedageshhebrew FB34 hehaltonearabic 6C1 heharabic 647 hehebrew 5D4 het 5D7 hethebrew
5D7 hhooksuperior 2B1 hiriq 5B4 hiriq14 5B4 hiriq21 5B4 hiriq2d 5B4 hiriqhebrew 5B4 hiriqnarrowhebrew 5B4
hiriqquarterhebrew 5B4 hiriqwidehebrew 5B4 hlinebelow 1E96 holam 5B9 holam19 5B9 holam26 5B9 holam32 5B9 holamhebrew
5B9 holamnarrowhebrew 5B9 holamquarterhebrew 5B9 holamwidehebrew 5B9 horicoptic 3E9 horizontalbar 2015 hotsprings 2668
hsuperior 2B0 hungarumlaut 2DD hv 195 hyphen 2D hyphentwo 2010 iacute ED iacyrillic 44F ibreve 12D icaron 1D0
icircumflex EE icyrillic 456 idblgrave 209 idieresis EF idieresisacute 1E2F idieresiscyrillic 4E5 idotbelow 1ECB
iebrevecyrillic 4D7 iecyrillic 435 igrave EC ihookabove 1EC9 iicyrillic 438 iinvertedbreve 20B iishortcyrillic 439 ij
133 ilde 2DC imacron 12B imacroncyrillic 4E3 imageorapproximatelyequal 2253 increment 2206 infinity 221E integral 222B
intersection 2229 invbullet 25D8 invcircle 25D9 invsmileface 263B iocyrillic 451 iogonek 12F iota 3B9 iotadieresis 3CA
iotadieresistonos 390 iotatonos 3AF itilde 129 itildebelow 1E2D iucyrillic 44E izhitsacyrillic 475
izhitsadblgravecyrillic 477 jcaron 1F0 jcircumflex 135 jecyrillic 458 jeemarabic 62C jeharabic 698 jsuperior 2B2
kabashkircyrillic 4A1 kacute 1E31 kacyrillic 43A kadescendercyrillic 49B kaf 5DB kafarabic 643 kafdagesh FB3B
kafdageshhebrew FB3B kafhebrew 5DB kafrafehebrew FB4D kahookcyrillic 4C4 kappa 3BA kappasymbolgreek 3F0
kashidaautoarabic 640 kashidaautonosidebearingarabic 640 kasraarabic 650 kasratanarabic 64D kastrokecyrillic 49F
kaverticalstrokecyrillic 49D kcaron 1E9 kcedilla 137 kcommaaccent 137 kdotbelow 1E33 kgreenlandic 138 khacyrillic 445
khaharabic 62E kheicoptic 3E7 khook 199 kjecyrillic 45C klinebelow 1E35 koppacyrillic 481 ksicyrillic 46F lacute 13A
lamarabic 644 lambda 3BB lambdastroke 19B lamed 5DC lameddagesh FB3C lameddageshhebrew FB3C lamedhebrew 5DC
largecircle 25EF lbar 19A lcaron 13E lcedilla 13C lcircumflexbelow 1E3D lcommaaccent 13C ldot 140 ldotaccent 140
ldotbelow 1E37 ldotbelowmacron 1E39 less 3C lessequal 2264 lessequalorgreater 22DA lessorequivalent 2272 lessorgreater
2276 lessoverequal 2266 lira 20A4 lj 1C9 ljecyrillic 459 llinebelow 1E3B logicaland 2227 logicalnot AC logicalor 2228
longs 17F lozenge 25CA lslash 142 lsquare 2113 macron AF macronlowmod 2CD macute 1E3F male 2642 maqafhebrew 5BE mars
2642 mdotaccent 1E41 mdotbelow 1E43 meemarabic 645 mem 5DE memdagesh FB3E memdageshhebrew FB3E memhebrew 5DE middot B7
minus 2212 minuscircle 2296 minusmod 2D7 minusplus 2213 minute 2032 mu B5 mu1 B5 muchgreater 226B muchless 226A
mugreek 3BC multiply D7 musicalnote 266A musicalnotedbl 266B musicflatsign 266D musicsharpsign 266F nabla 2207 nacute
144 napostrophe 149 nbspace A0 ncaron 148 ncedilla 146 ncircumflexbelow 1E4B ncommaaccent 146 ndotaccent 1E45
ndotbelow 1E47 newsheqelsign 20AA nine 39 ninearabic 669 ninehackarabic 669 nineinferior 2089 nineroman 2178
ninesuperior 2079 nj 1CC njecyrillic 45A nlegrightlong 19E nlinebelow 1E49 nonbreakingspace A0 noonarabic 646
noonghunnaarabic 6BA notcontains 220C notelement 2209 notelementof 2209 notequal 2260 notgreater 226F
notgreaternorequal 2271 notgreaternorless 2279 notidentical 2262 notless 226E notlessnorequal 2270 notparallel 2226
notprecedes 2280 notsubset 2284 notsucceeds 2281 notsuperset 2285 nsuperior 207F ntilde F1 nu 3BD numbersign 23
numeralsigngreek 374 numeralsignlowergreek 375 numero 2116 nun 5E0 nundagesh FB40 nundageshhebrew FB40 nunhebrew 5E0
oacute F3 obarredcyrillic 4E9 obarreddieresiscyrillic 4EB obreve 14F ocaron 1D2 ocircumflex F4 ocircumflexacute 1ED1
ocircumflexdotbelow 1ED9 ocircumflexgrave 1ED3 ocircumflexhookabove 1ED5 ocircumflextilde 1ED7 ocyrillic 43E odblacute
151 odblgrave 20D odieresis F6 odieresiscyrillic 4E7 odotbelow 1ECD oe 153 ogonek 2DB ograve F2 ohookabove 1ECF ohorn
1A1 ohornacute 1EDB ohorndotbelow 1EE3 ohorngrave 1EDD ohornhookabove 1EDF ohorntilde 1EE1 ohungarumlaut 151 oi 1A3
oinvertedbreve 20F omacron 14D omacronacute 1E53 omacrongrave 1E51 omega 3C9 omega1 3D6 omegacyrillic 461
omegaroundcyrillic 47B omegatitlocyrillic 47D omegatonos 3CE omicron 3BF omicrontonos 3CC one 31 onearabic 661
onedotenleader 2024 oneeighth 215B onehackarabic 661 onehalf BD oneinferior 2081 onequarter BC oneroman 2170
onesuperior B9 onethird 2153 oogonek 1EB oogonekmacron 1ED openbullet 25E6 ordfeminine AA ordmasculine BA orthogonal
221F oslash F8 oslashacute 1FF ostrokeacute 1FF otcyrillic 47F otilde F5 otildeacute 1E4D otildedieresis 1E4F overline
203E overscore AF pacute 1E55 pagedown 21DF pageup 21DE palatalizationcyrilliccmb 484 palochkacyrillic 4C0 paragraph
B6 parallel 2225 parenleft 28 parenleftinferior 208D parenleftsuperior 207D parenright 29 parenrightinferior 208E
parenrightsuperior 207E partialdiff 2202 paseqhebrew 5C0 patah 5B7 patah11 5B7 patah1d 5B7 patah2a 5B7 patahhebrew 5B7
patahnarrowhebrew 5B7 patahquarterhebrew 5B7 patahwidehebrew 5B7 pdotaccent 1E57 pe 5E4 pecyrillic 43F pedagesh FB44
pedageshhebrew FB44 pefinaldageshhebrew FB43 peharabic 67E pehebrew 5E4 pemiddlehookcyrillic 4A7 perafehebrew FB4E
percent 25 percentarabic 66A period 2E periodcentered B7 perpendicular 22A5 perthousand 2030 peseta 20A7 phi 3C6 phi1
3D5 phisymbolgreek 3D5 phook 1A5 pi 3C0 pisymbolgreek 3D6 plus 2B pluscircle 2295 plusminus B1 plusmod 2D6
plussuperior 207A pointingindexdownwhite 261F pointingindexleftwhite 261C pointingindexrightwhite 261E
pointingindexupwhite 261D precedes 227A prescription 211E primemod 2B9 primereversed 2035 product 220F propersubset
2282 propersuperset 2283 proportion 2237 proportional 221D psi 3C8 psicyrillic 471 psilipneumatacyrilliccmb 486
qafarabic 642 qamats 5B8 qamats10 5B8 qamats1a 5B8 qamats1c 5B8 qamats27 5B8 qamats29 5B8 qamats33 5B8 qamatsde 5B8
qamatshebrew 5B8 qamatsnarrowhebrew 5B8 qamatsqatanhebrew 5B8 qamatsqatannarrowhebrew 5B8 qamatsqatanquarterhebrew 5B8
qamatsqatanwidehebrew 5B8 qamatsquarterhebrew 5B8 qamatswidehebrew 5B8 qof 5E7 qofdagesh FB47 qofdageshhebrew FB47
qofhebrew 5E7 quarternote 2669 qubuts 5BB qubuts18 5BB qubuts25 5BB qubuts31 5BB qubutshebrew 5BB qubutsnarrowhebrew
5BB qubutsquarterhebrew 5BB qubutswidehebrew 5BB question 3F questionarabic 61F questiondown BF questiongreek 37E
quotedbl 22 quotedblbase 201E quotedblleft 201C quotedblright 201D quoteleft 2018 quoteleftreversed 201B quotereversed
201B quoteright 2019 quoterightn 149 quotesinglbase 201A quotesingle 27 racute 155 radical 221A rafe 5BF rafehebrew
5BF ratio 2236 rcaron 159 rcedilla 157 rcommaaccent 157 rdblgrave 211 rdotaccent 1E59 rdotbelow 1E5B rdotbelowmacron
1E5D referencemark 203B reflexsubset 2286 reflexsuperset 2287 registered AE reharabic 631 resh 5E8 reshdageshhebrew
FB48 reshhebrew 5E8 reversedtilde 223D rho 3C1 rhookturnedsuperior 2B5 rhosymbolgreek 3F1 rhotichookmod 2DE rightangle
221F righttriangle 22BF ring 2DA ringhalfleft 2BF ringhalfleftcentered 2D3 ringhalfright 2BE ringhalfrightcentered 2D2
rinvertedbreve 213 rlinebelow 1E5F rreharabic 691 rturnedsuperior 2B4 sacute 15B sacutedotaccent 1E65 sadarabic 635
samekh 5E1 samekhdagesh FB41 samekhdageshhebrew FB41 samekhhebrew 5E1 scaron 161 scarondotaccent 1E67 scedilla 15F
schwacyrillic 4D9 schwadieresiscyrillic 4DB scircumflex 15D scommaaccent 219 sdotaccent 1E61 sdotbelow 1E63
sdotbelowdotaccent 1E69 second 2033 secondtonechinese 2CA section A7 seenarabic 633 segol 5B6 segol13 5B6 segol1f 5B6
segol2c 5B6 segolhebrew 5B6 segolnarrowhebrew 5B6 segolquarterhebrew 5B6 segolwidehebrew 5B6 semicolon 3B
semicolonarabic 61B seven 37 sevenarabic 667 seveneighths 215E sevenhackarabic 667 seveninferior 2087 sevenroman 2176
sevensuperior 2077 sfthyphen AD shacyrillic 448 shaddaarabic 651 shchacyrillic 449 sheenarabic 634 sheicoptic 3E3
sheqel 20AA sheqelhebrew 20AA sheva 5B0 sheva115 5B0 sheva15 5B0 sheva22 5B0 sheva2e 5B0 shevahebrew 5B0
shevanarrowhebrew 5B0 shevaquarterhebrew 5B0 shevawidehebrew 5B0 shhacyrillic 4BB shimacoptic 3ED shin 5E9 shindagesh
FB49 shindageshhebrew FB49 shindageshshindot FB2C shindageshshindothebrew FB2C shindageshsindot FB2D
shindageshsindothebrew FB2D shindothebrew 5C1 shinhebrew 5E9 shinshindot FB2A shinshindothebrew FB2A shinsindot FB2B
shinsindothebrew FB2B sigma 3C3 sigma1 3C2 sigmafinal 3C2 sigmalunatesymbolgreek 3F2 siluqhebrew 5BD siluqlefthebrew
5BD similar 223C sindothebrew 5C2 six 36 sixarabic 666 sixhackarabic 666 sixinferior 2086 sixroman 2175 sixsuperior
2076 slash 2F slong 17F slongdotaccent 1E9B smileface 263A sofpasuqhebrew 5C3 softhyphen AD softsigncyrillic 44C space
20 spacehackarabic 20 spade 2660 spadesuitblack 2660 spadesuitwhite 2664 squarediagonalcrosshatchfill 25A9
squarehorizontalfill 25A4 squareorthogonalcrosshatchfill 25A6 squareupperlefttolowerrightfill 25A7
squareupperrighttolowerleftfill 25A8 squareverticalfill 25A5 squarewhitewithsmallblack 25A3 sterling A3 subset 2282
subsetnotequal 228A subsetorequal 2286 succeeds 227B suchthat 220B sukunarabic 652 summation 2211 sun 263C superset
2283 supersetnotequal 228B supersetorequal 2287 tackdown 22A4 tackleft 22A3 taharabic 637 tatweelarabic 640 tau 3C4
tav 5EA tavdages FB4A tavdagesh FB4A tavdageshhebrew FB4A tavhebrew 5EA tbar 167 tcaron 165 tcedilla 163 tcheharabic
686 tcircumflexbelow 1E71 tcommaaccent 163 tdieresis 1E97 tdotaccent 1E6B tdotbelow 1E6D tecyrillic 442
tedescendercyrillic 4AD teharabic 62A tehmarbutaarabic 629 telephone 2121 telephoneblack 260E tenroman 2179 tet 5D8
tetdagesh FB38 tetdageshhebrew FB38 tethebrew 5D8 tetsecyrillic 4B5 thalarabic 630 theharabic 62B thereexists 2203
therefore 2234 theta 3B8 theta1 3D1 thetasymbolgreek 3D1 thook 1AD thorn FE thousandcyrillic 482
thousandsseparatorarabic 66C thousandsseparatorpersian 66C three 33 threearabic 663 threeeighths 215C threehackarabic
663 threeinferior 2083 threequarters BE threeroman 2172 threesuperior B3 tilde 2DC tildeoperator 223C timescircle 2297
titlocyrilliccmb 483 tlinebelow 1E6F tonebarextrahighmod 2E5 tonebarextralowmod 2E9 tonebarhighmod 2E6 tonebarlowmod
2E8 tonebarmidmod 2E7 tonefive 1BD tonesix 185 tonetwo 1A8 tonos 384 tpalatalhook 1AB trademark 2122 triagdn 25BC
triaglf 25C4 triagrt 25BA triagup 25B2 tsadi 5E6 tsadidagesh FB46 tsadidageshhebrew FB46 tsadihebrew 5E6 tsecyrillic
446 tsere 5B5 tsere12 5B5 tsere1e 5B5 tsere2b 5B5 tserehebrew 5B5 tserenarrowhebrew 5B5 tserequarterhebrew 5B5
tserewidehebrew 5B5 tshecyrillic 45B tteharabic 679 twelveroman 217B two 32 twoarabic 662 twodotenleader 2025
twodotleader 2025 twohackarabic 662 twoinferior 2082 tworoman 2171 twostroke 1BB twosuperior B2 twothirds 2154 uacute
FA ubreve 16D ucaron 1D4 ucircumflex FB ucircumflexbelow 1E77 ucyrillic 443 udblacute 171 udblgrave 215 udieresis FC
udieresisacute 1D8 udieresisbelow 1E73 udieresiscaron 1DA udieresiscyrillic 4F1 udieresisgrave 1DC udieresismacron 1D6
udotbelow 1EE5 ugrave F9 uhookabove 1EE7 uhorn 1B0 uhornacute 1EE9 uhorndotbelow 1EF1 uhorngrave 1EEB uhornhookabove
1EED uhorntilde 1EEF uhungarumlaut 171 uhungarumlautcyrillic 4F3 uinvertedbreve 217 ukcyrillic 479 umacron 16B
umacroncyrillic 4EF umacrondieresis 1E7B underscore 5F underscoredbl 2017 union 222A universal 2200 uogonek 173
upperdothebrew 5C4 upsilon 3C5 upsilondieresis 3CB upsilondieresistonos 3B0 upsilontonos 3CD uptackmod 2D4 uring 16F
ushortcyrillic 45E ustraightcyrillic 4AF ustraightstrokecyrillic 4B1 utilde 169 utildeacute 1E79 utildebelow 1E75 vav
5D5 vavdagesh FB35 vavdagesh65 FB35 vavdageshhebrew FB35 vavhebrew 5D5 vavholam FB4B vavholamhebrew FB4B vavvavhebrew
5F0 vavyodhebrew 5F1 vdotbelow 1E7F vecyrillic 432 veharabic 6A4 venus 2640 verticalbar 7C verticallinelowmod 2CC
verticallinemod 2C8 vtilde 1E7D wacute 1E83 wawarabic 648 wawhamzaabovearabic 624 wcircumflex 175 wdieresis 1E85
wdotaccent 1E87 wdotbelow 1E89 weierstrass 2118 wgrave 1E81 whitebullet 25E6 whitecircle 25CB whitecircleinverse 25D9
whitediamond 25C7 whitediamondcontainingblacksmalldiamond 25C8 whitedownpointingsmalltriangle 25BF
whitedownpointingtriangle 25BD whiteleftpointingsmalltriangle 25C3 whiteleftpointingtriangle 25C1
whiterightpointingsmalltriangle 25B9 whiterightpointingtriangle 25B7 whitesmallsquare 25AB whitesmilingface 263A
whitesquare 25A1 whitestar 2606 whitetelephone 260F whiteuppointingsmalltriangle 25B5 whiteuppointingtriangle 25B3 won
20A9 wring 1E98 wsuperior 2B7 wynn 1BF xdieresis 1E8D xdotaccent 1E8B xi 3BE xsuperior 2E3 yacute FD yatcyrillic 463
ycircumflex 177 ydieresis FF ydotaccent 1E8F ydotbelow 1EF5 yeharabic 64A yehbarreearabic 6D2 yehhamzaabovearabic 626
yehthreedotsbelowarabic 6D1 yen A5 yericyrillic 44B yerudieresiscyrillic 4F9 ygrave 1EF3 yhook 1B4 yhookabove 1EF7
yicyrillic 457 yinyang 262F yod 5D9 yoddagesh FB39 yoddageshhebrew FB39 yodhebrew 5D9 yodyodhebrew 5F2
yodyodpatahhebrew FB1F yotgreek 3F3 ypogegrammeni 37A yr 1A6 yring 1E99 ysuperior 2B8 ytilde 1EF9 yusbigcyrillic 46B
yusbigiotifiedcyrillic 46D yuslittlecyrillic 467 yuslittleiotifiedcyrillic 469 zacute 17A zaharabic 638 zainarabic 632
zayin 5D6 zayindagesh FB36 zayindageshhebrew FB36 zayinhebrew 5D6 zcaron 17E zcircumflex 1E91 zdot 17C zdotaccent 17C
zdotbelow 1E93 zecyrillic 437 zedescendercyrillic 499 zedieresiscyrillic 4DF zero 30 zeroarabic 660 zerohackarabic 660
zeroinferior 2080 zerosuperior 2070 zerowidthnonjoiner 200C zerowidthspace 200B zeta 3B6 zhebrevecyrillic 4C2
zhecyrillic 436 zhedescendercyrillic 497 zhedieresiscyrillic 4DD zlinebelow 1E95 zstroke 1B6`;

let known: Map<string, string> | undefined;

function read(): Map<string, string> {
  const words = LIST.split(/\s+/).filter(Boolean);
  const pairs = words.flatMap((name, at): [string, string][] =>
    at % 2 === 0 ? [[name, String.fromCodePoint(Number.parseInt(words[at + 1] as string, 16))]] : [],
  );
  return new Map(pairs);
}

/** What a glyph of this name shows; `undefined` for a name that does not say. */
export function characterOf(glyph: string): string | undefined {
  const name = glyph.split('.')[0] as string;
  if (/^[A-Za-z]$/.test(name)) return name;
  known ??= read();
  const listed = known.get(name);
  if (listed !== undefined) return listed;
  if (/^uni([0-9A-F]{4})+$/.test(name)) {
    return String.fromCharCode(...(name.slice(3).match(/.{4}/g) as string[]).map((code) => Number.parseInt(code, 16)));
  }
  const [, code] = /^u([0-9A-F]{4,6})$/.exec(name) ?? [];
  if (code !== undefined && Number.parseInt(code, 16) <= 0x10ffff)
    return String.fromCodePoint(Number.parseInt(code, 16));
  const parts = name.includes('_') ? name.split('_').map(characterOf) : [];
  return parts.length > 0 && parts.every((part) => part !== undefined) ? parts.join('') : undefined;
}
