package vietnamese

// englishTyped are ordinary English words and names that Telex would make into
// syllables (box → bõ, seems → sếm). Such a word says nothing about typing.
var englishTyped = set(`
af air ais ama ana ar arm as asap asp ats aura ax bais bangs bans bar barn bast bats bays bee beef been beeps
beer bees beets berm bern beset best bets bias bins bits boar boas bongo bongs bono boo boom booms boon boons
boor boos boost boots bops born boron bosom bow bows box bums bungs buns bur burn bury bus bust busy buts buys
cams cans caps car cary cast cats chair chaos chaps char charm chary chasm chats cheeps cheer chef chest chins
chips chits choir chops chore chose chosen chow chows chums churn coif como conf congo conj cons coo coon
coons coops coos coots cops corm corn cost cots cow cows cox cums cups cur cusp cuts dad dado dads dais dams
dana darn dawn dawns days decs dee deed deeds deem deems deeps deer dens did dims dins dips dis dix docs dodo
doer does dojo donor dons doom dooms door dora dorm dos dose dosed dots dow down downs dud dungs duns dust ems
er es est ex gangs gaps gary gas gasp gays gens gif gins gips goes gongs goo goof goon goons gore gown gowns
gums guns gus gust guts hair hams hangar hangs hans harm has hasp hats hausa hays hems hens her here hero hes
hex hims hips his hits hoary hoax hoes honor hoof hoops hoots hops horn hos hose host how hows hums huns hus
huts if imf ins ir ira is ism isp its ix kans keen keens keeps kens kern khans kits lair lama lams lana laos
laps las last lats lawn lawns lax lays lee leer lees lens leos les lest lets liar lips lira lisa lisp list lix
loaf loans lois longs loom looms loon loons loops loots lops lora lore loren lori lorn los lose lost lots low
lows lox luis lungs lust mais maj mama manga mans manx maps mar mari mary mas mast mats max maya mays meer
meets meme mere mes minx mips mira mist mix moms mono mons moo moon moons moor moos moots mops moray morn moro
moron mos most motos mow mown mows muir mungs must nair naps nary nays nero nest nets nips nits nix noes noon
nor nora norm nos nose now nuns nuts oaf oar oats of ono oops ops or ora oran ore orem os ow own owns ox oxen
pans paps par pas past pats pee peer pees per photos pins pis poor porn pow pox pus quasi quays queen queens
queer ques quest queue queues quips quits quran rama rams raps rasp rats rays reef ref rejet rems rene reps
reset resp rest reuse rex rims rips roans roar roast roes roof room rooms roost roots rosa rose rots row rows
rums rungs runs rust ruts sachs sacs sana sans saps saran sari sawn sax says secs see seem seems seen seeps
seer sees sense sere sets sex sims sins sips sir sis sits six soar sofa songs sons soon sops sore sos sosa
sots sow sown sows sox sufi sums suns sups tams tangs tans taps tar taro tats tax taxi tee teem teems teen
teens tees tens tense term tern test tex thais thar thee thees theme there these thins this thongs thor thorn
those thur thus tins tips tits toast toes tojo toms tongs tons too toots tops tor tore torn tost tots tow town
towns tows trajan trams trans traps trays tree trees trims trips trojan trons troops trots trust tums tuns
turn tux ups ur urn us usa vans var vary vast vats vax veeps veer vern verne vest vets vex vips visa vow vows
where xes xix xor yr`)
