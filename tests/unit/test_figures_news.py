# ruff: noqa: E501, DTZ001 - sentences stand on one line each; articles come without zones too
"""Sentences in the ways newsrooms write, with every figure they hold.

Each block is a table: a sentence after ``#``, then one line for each figure expected, in order, with
everything the record says of it (ids, offsets and dates are tested elsewhere).
"""

from datetime import datetime

import pytest

from streams.enrich.figures import extract_figures
from streams.records.figure import Figure

PUBLISHED = datetime(2025, 4, 25, 9, 0)
FIELDS = ("value", "value_max", "unit", "qualifier", "of", "event", "per", "change", "from_", "role")

CASUALTIES = r"""
# A suicide bomber killed at least 17 people and wounded more than 40 others outside a police station in Peshawar on Tuesday, officials said.
    cardinal "17" value=17 qualifier=at_least of=people event=killed
    cardinal "40" value=40 qualifier=more_than of=others event=injured
    date "Tuesday"
# The death toll from the earthquake rose to 1,482 on Sunday, with more than 3,000 injured and at least 200 still missing.
    cardinal "1,482" value=1482 event=killed change=up_to
    date "Sunday"
    cardinal "3,000" value=3000 qualifier=more_than event=injured
    cardinal "200" value=200 qualifier=at_least event=missing
# At least 23 dead, dozens injured as bus plunges into gorge
    cardinal "23" value=23 qualifier=at_least event=killed
    cardinal "dozens" value=12 event=injured vague
# Two people were killed and five others injured when a lorry rammed into a matatu on the Nairobi-Nakuru highway.
    cardinal "Two" value=2 of=people event=killed
    cardinal "five" value=5 of=others event=injured
# Gunmen shot dead 12 villagers and abducted about 30 others in Zamfara State.
    cardinal "12" value=12 of=villagers event=killed
    cardinal "30" value=30 qualifier=about of=others
# The blast left three soldiers dead and seven wounded.
    cardinal "three" value=3 of=soldiers event=killed
    cardinal "seven" value=7 of=soldiers event=injured
# Floods have displaced nearly 250,000 people and killed 31, including nine children, since last week.
    cardinal "250,000" value=250000 qualifier=nearly of=people event=displaced
    cardinal "31" value=31 of=people event=killed
    cardinal "nine" value=9 of=children event=killed
    date "last week"
# Police arrested 45 protesters, 12 of whom were later released.
    cardinal "45" value=45 of=protesters event=arrested
    cardinal "12" value=12 of=protesters event=arrested
# Fourteen of the 39 passengers died and six are in critical condition.
    cardinal "Fourteen" value=14 of=passengers event=killed
    cardinal "39" value=39 of=passengers
    cardinal "six" value=6 of=passengers event=injured
# Rescuers pulled 11 people alive from the rubble; another 20 are feared trapped.
    cardinal "11" value=11 of=people event=rescued
    cardinal "20" value=20
# No fewer than 50 persons have been killed in fresh attacks in Benue, the governor said.
    cardinal "50" value=50 qualifier=at_least of=persons event=killed
# Officials said 64 bodies had been recovered and 118 people remained missing.
    cardinal "64" value=64 of=bodies
    cardinal "118" value=118 of=people event=missing
# The number of deaths has climbed to 87 from 62 a day earlier.
    cardinal "87" value=87 event=killed change=up_to from_=62
    cardinal "62" value=62 event=killed
    duration "a day earlier" value=1 unit=day
# Some 3,500 residents were evacuated from low-lying areas, and 800 homes were destroyed.
    cardinal "3,500" value=3500 qualifier=about of=residents event=evacuated
    cardinal "800" value=800 of=homes
# The attack killed 26 people, most of them tourists, and injured 17.
    cardinal "26" value=26 of=people event=killed
    cardinal "17" value=17 of=people event=injured
# Israeli air strikes killed at least 36 Palestinians, including 14 children and five women, medics said.
    cardinal "36" value=36 qualifier=at_least of=Palestinians event=killed
    cardinal "14" value=14 of=children event=killed
    cardinal "five" value=5 of=women event=killed
# Ten people, among them three police officers, were hurt in the clashes.
    cardinal "Ten" value=10 of=people event=injured
    cardinal "three" value=3 of=officers event=injured
# One person was killed and four were injured, two of them critically.
    cardinal "One" value=1 of=person event=killed
    cardinal "four" value=4 of=person event=injured
    cardinal "two" value=2 of=person event=injured
# The fire claimed the lives of 72 people.
    cardinal "72" value=72 of=people event=killed
# The pilot and all 178 passengers aboard were killed.
    cardinal "178" value=178 of=passengers event=killed
# Thousands were forced to flee their homes.
    cardinal "Thousands" value=1000 event=displaced vague
# Between 10 and 15 militants were killed, the army said.
    range "10 and 15" value=10 value_max=15 of=militants event=killed
# A total of 1,200 people have died, according to the health ministry, and 2,300 more have been wounded.
    cardinal "1,200" value=1200 of=people event=killed
    cardinal "2,300" value=2300 of=people event=injured
# The toll stands at 215 dead and 503 injured.
    cardinal "215" value=215 event=killed
    cardinal "503" value=503 event=injured
# Two teenagers, aged 14 and 16, were detained.
    cardinal "Two" value=2 of=teenagers event=arrested
    duration "14" value=14 unit=year role=age
    duration "16" value=16 unit=year role=age
# Four people died in Texas and two in Oklahoma.
    cardinal "Four" value=4 of=people event=killed
    cardinal "two" value=2 of=people event=killed
# At least five people are dead and 14 are unaccounted for after the ferry sank.
    cardinal "five" value=5 qualifier=at_least of=people event=killed
    cardinal "14" value=14 of=people event=missing
# Police detained 112 people at the rally, said OVD-Info.
    cardinal "112" value=112 of=people event=arrested
# The 2011 tsunami killed about 18,500 people and left 470,000 homeless.
    date "2011"
    cardinal "18,500" value=18500 qualifier=about of=people event=killed
    cardinal "470,000" value=470000 of=people event=displaced
# Seven people, including a pregnant woman, lost their lives in the accident.
    cardinal "Seven" value=7 of=people event=killed
# As many as 400,000 people have fled the fighting.
    cardinal "400,000" value=400000 qualifier=up_to of=people event=displaced
# A gas explosion in a coal mine killed 21 miners and trapped 13 others.
    cardinal "21" value=21 of=miners event=killed
    cardinal "13" value=13 of=others
# The strike killed a journalist and wounded six others.
    cardinal "six" value=6 of=others event=injured
# Three British soldiers and 12 Afghan troops were wounded.
    cardinal "Three" value=3 of=soldiers event=injured
    cardinal "12" value=12 of=troops event=injured
# The avalanche buried 10 climbers, killing four of them.
    cardinal "10" value=10 of=climbers
    cardinal "four" value=4 of=climbers event=killed
# Nobody was hurt.
# The operation freed 33 hostages and left 8 insurgents dead.
    cardinal "33" value=33 of=hostages
    cardinal "8" value=8 of=insurgents event=killed
# His wife and two children were also killed.
    cardinal "two" value=2 of=children event=killed
# More than 100 feared dead in Nigeria boat mishap
    cardinal "100" value=100 qualifier=more_than event=killed
# Tornado kills 3, injures 20 in Kentucky
    cardinal "3" value=3 event=killed
    cardinal "20" value=20 event=injured
# An estimated 20,000 people have been rendered homeless by the cyclone.
    cardinal "20,000" value=20000 qualifier=about of=people event=displaced
# The crash, which killed all 62 people on board, happened on Friday afternoon.
    cardinal "62" value=62 of=people event=killed
    date "Friday afternoon"
# Hospital officials said they had received 40 bodies and more than 150 wounded.
    cardinal "40" value=40 of=bodies
    cardinal "150" value=150 qualifier=more_than event=injured
# Iran has executed 853 people this year, rights groups said.
    cardinal "853" value=853 of=people event=killed
    date "this year"
# Rescue teams recovered three more bodies on Wednesday, bringing the death toll to 57.
    cardinal "three" value=3 of=bodies
    date "Wednesday"
    cardinal "57" value=57 event=killed
# The blaze killed a mother and her three children, aged between two and nine.
    cardinal "three" value=3 of=children event=killed
    range "two and nine" value=2 value_max=9 unit=year role=age
# The ministry put the number of wounded at 1,340.
    cardinal "1,340" value=1340 event=injured
# Of the 212 people on board, 176 were rescued and 36 are still missing.
    cardinal "212" value=212 of=people
    cardinal "176" value=176 of=people event=rescued
    cardinal "36" value=36 of=people event=missing
# Police said 19 people had been arrested, including two minors.
    cardinal "19" value=19 of=people event=arrested
    cardinal "two" value=2 of=minors event=arrested
# Health workers confirmed 14 new Ebola deaths, raising the toll to 1,069.
    cardinal "14" value=14 of=deaths event=killed
    cardinal "1,069" value=1069 event=killed change=up_to
# Militants killed 13 soldiers and a policeman in two separate attacks on Sunday.
    cardinal "13" value=13 of=soldiers event=killed
    cardinal "two" value=2 of=attacks
    date "Sunday"
# At least 60 people were injured, 15 of them seriously, when two trains collided near Lahore.
    cardinal "60" value=60 qualifier=at_least of=people event=injured
    cardinal "15" value=15 of=people event=injured
    cardinal "two" value=2 of=trains
# The boat was carrying about 180 migrants; only 27 survived.
    cardinal "180" value=180 qualifier=about of=migrants
    cardinal "27" value=27
# More than two dozen people died and scores more were hurt.
    cardinal "two dozen" value=24 qualifier=more_than of=people event=killed
    cardinal "scores" value=20 of=people event=injured vague
# An 8-year-old girl was among the six victims.
    duration "8-year-old" value=8 unit=year role=age
    cardinal "six" value=6 of=victims
# Mudslides triggered by heavy rain left at least 38 dead and forced more than 15,000 to leave their homes.
    cardinal "38" value=38 qualifier=at_least event=killed
    cardinal "15,000" value=15000 qualifier=more_than event=displaced
# Six of the dead were children.
    cardinal "Six" value=6 event=killed
# Twelve people have been charged with murder over the deaths of 39 migrants.
    cardinal "Twelve" value=12 of=people
    cardinal "39" value=39 of=migrants event=killed
# The 26-year-old has won two Olympic gold medals.
    duration "26-year-old" value=26 unit=year role=age
    cardinal "two" value=2 of=medals
# The suspect, a 33-year-old man from Leeds, was shot by police at 10:40 p.m. local time.
    duration "33-year-old" value=33 unit=year role=age
    date "10:40 p.m. local time"
# Troops killed eight terrorists and lost three of their own.
    cardinal "eight" value=8 of=terrorists event=killed
    cardinal "three" value=3 change=down_by
# Nigeria's military said 22 insurgents were neutralised.
    cardinal "22" value=22 of=insurgents event=killed
# About 2.4 million people need food aid, the UN says, up from 1.8 million in June.
    cardinal "2.4 million" value=2400000 qualifier=about of=people
    cardinal "1.8 million" value=1800000
    date "June"
# In all, 35 of the 41 crew members were saved.
    cardinal "35" value=35 of=members event=rescued
    cardinal "41" value=41 of=members
# The mine collapse trapped 69 miners, of whom 15 have been brought to the surface.
    cardinal "69" value=69 of=miners
    cardinal "15" value=15 of=miners
# Hundreds of homes were damaged and thousands of residents were without power.
    cardinal "Hundreds" value=100 of=homes vague
    cardinal "thousands" value=1000 of=residents vague
# A landslide buried dozens of houses, killing more than 30 people and injuring at least 44.
    cardinal "dozens" value=12 of=houses vague
    cardinal "30" value=30 qualifier=more_than of=people event=killed
    cardinal "44" value=44 qualifier=at_least of=people event=injured
# The government says 1,006 people, most of them women and children, died in the camps.
    cardinal "1,006" value=1006 of=people event=killed
# One soldier died and another was wounded in the ambush.
    cardinal "One" value=1 of=soldier event=killed
# Two civilians were reported killed and 11 hurt.
    cardinal "Two" value=2 of=civilians event=killed
    cardinal "11" value=11 of=civilians event=injured
# The virus has infected more than 90,000 people worldwide and killed over 3,100.
    cardinal "90,000" value=90000 qualifier=more_than of=people
    cardinal "3,100" value=3100 qualifier=more_than of=people event=killed
# The strikes killed 11, among them a commander, and wounded 30, the state news agency reported.
    cardinal "11" value=11 event=killed
    cardinal "30" value=30 event=injured
# Two policemen and a bystander were killed, and 16 people, mostly shopkeepers, were injured.
    cardinal "Two" value=2 of=policemen event=killed
    cardinal "16" value=16 of=people event=injured
# Eyewitnesses told AFP that at least 10 protesters had been shot.
    cardinal "10" value=10 qualifier=at_least of=protesters
# The quake injured more than 1,000, most of them slightly.
    cardinal "1,000" value=1000 qualifier=more_than event=injured
# A total of 47 people were taken to hospital, four in serious condition.
    cardinal "47" value=47 of=people
    cardinal "four" value=4 of=people event=injured
# Four members of one family perished in a fire at their home.
    cardinal "Four" value=4 of=members event=killed
    cardinal "one" value=1 of=family
# The hospital received the bodies of 23 people.
    cardinal "23" value=23 of=people
# Up to 1,000 people may have died, officials fear.
    cardinal "1,000" value=1000 qualifier=up_to of=people event=killed
# At least three people were wounded by gunfire.
    cardinal "three" value=3 qualifier=at_least of=people event=injured
# Among the dead were two firefighters and a nine-year-old boy.
    cardinal "two" value=2 of=firefighters event=killed
    duration "nine-year-old" value=9 unit=year role=age
# Bandits abducted 73 pupils and killed two guards.
    cardinal "73" value=73 of=pupils
    cardinal "two" value=2 of=guards event=killed
# The ferry, with 278 people aboard, capsized 2 km off the coast, leaving 21 dead and 61 missing.
    cardinal "278" value=278 of=people
    quantity "2 km" value=2 unit=km
    cardinal "21" value=21 of=people event=killed
    cardinal "61" value=61 of=people event=missing
# The cyclone made landfall at 3am, killing one person and displacing 12,000 families.
    date "3am"
    cardinal "one" value=1 of=person event=killed
    cardinal "12,000" value=12000 of=families event=displaced
# Some 5,000 soldiers are dying every week, he said.
    cardinal "5,000" value=5000 qualifier=about of=soldiers event=killed per=week
# Ukraine said it had lost 31,000 soldiers in the war.
    cardinal "31,000" value=31000 of=soldiers event=killed
# A bomb in a market killed at least nine and injured 20 more.
    cardinal "nine" value=9 qualifier=at_least event=killed
    cardinal "20" value=20 event=injured
# A further 400 people are believed to be missing.
    cardinal "400" value=400 of=people event=missing
# The crackdown has left more than 500 people dead since January.
    cardinal "500" value=500 qualifier=more_than of=people event=killed
    date "January"
# Police fired tear gas; at least 7 people were hurt and 3 arrested.
    cardinal "7" value=7 qualifier=at_least of=people event=injured
    cardinal "3" value=3 of=people event=arrested
# Authorities evacuated around 9,500 tourists and locals from the island.
    cardinal "9,500" value=9500 qualifier=about of=tourists event=evacuated
# The 2004 Indian Ocean tsunami, which killed 230,000 people in 14 countries, was triggered by a magnitude 9.1 quake.
    date "2004"
    cardinal "230,000" value=230000 of=people event=killed
    cardinal "14" value=14 of=countries
    cardinal "9.1" value=9.1 of=quake
# The death toll could exceed 10,000, the mayor warned.
    cardinal "10,000" value=10000 qualifier=more_than event=killed
# Nearly half of the 1.2 million refugees are under the age of 18.
    cardinal "half" value=0.5 qualifier=nearly of=refugees
    cardinal "1.2 million" value=1200000 of=refugees
    duration "18" value=18 unit=year role=age
# Three killed, 4 injured in Accra-Kumasi highway crash
    cardinal "Three" value=3 event=killed
    cardinal "4" value=4 event=injured
# Dozens killed as gunmen storm Nigerian village
    cardinal "Dozens" value=12 event=killed vague
# 5 Dead After Car Plows Into Crowd
    cardinal "5" value=5 event=killed
# Death toll in Turkey quake passes 20,000
    cardinal "20,000" value=20000 qualifier=more_than
# Man, 72, dies after being hit by bus
    duration "72" value=72 unit=year role=age
# Fire at Dhaka factory kills 8; 20 missing
    cardinal "8" value=8 event=killed
    cardinal "20" value=20 event=missing
# A magnitude-6.2 quake killed at least seven and injured scores, the state broadcaster said.
    cardinal "6.2" value=6.2 of=quake
    cardinal "seven" value=7 qualifier=at_least event=killed
    cardinal "scores" value=20 event=injured vague
# The death toll in the floods has risen to at least 154, with 87 others still unaccounted for, officials said on Saturday.
    cardinal "154" value=154 qualifier=at_least event=killed change=up_to
    cardinal "87" value=87 of=others event=missing
    date "Saturday"
# Twenty-one people were killed and dozens wounded in twin blasts in Maiduguri.
    cardinal "Twenty-one" value=21 of=people event=killed
    cardinal "dozens" value=12 of=people event=injured vague
# Four dead, six hurt in Lagos building collapse
    cardinal "Four" value=4 event=killed
    cardinal "six" value=6 event=injured
# The bus was carrying 44 passengers, 18 of whom were killed on the spot.
    cardinal "44" value=44 of=passengers
    cardinal "18" value=18 of=passengers event=killed
# Authorities have confirmed 112 fatalities so far.
    cardinal "112" value=112 of=fatalities event=killed
# Some 70 bodies have been found, and more than 200 people are missing.
    cardinal "70" value=70 qualifier=about of=bodies
    cardinal "200" value=200 qualifier=more_than of=people event=missing
# The shelling killed two elderly women and wounded three men aged 45, 52 and 67.
    cardinal "two" value=2 of=women event=killed
    cardinal "three" value=3 of=men event=injured
    duration "45" value=45 unit=year role=age
    duration "52" value=52 unit=year role=age
    duration "67" value=67 unit=year role=age
# Five of the injured are in critical condition.
    cardinal "Five" value=5 event=injured
# The health ministry in Gaza said 51,305 Palestinians had been killed and 117,096 wounded since October 2023.
    cardinal "51,305" value=51305 of=Palestinians event=killed
    cardinal "117,096" value=117096 of=Palestinians event=injured
    date "October 2023"
# Rescue workers have saved 19 fishermen, but eight are still missing.
    cardinal "19" value=19 of=fishermen event=rescued
    cardinal "eight" value=8 event=missing
# The fire in the nightclub left 59 dead and more than 155 injured, 22 of them critically.
    cardinal "59" value=59 event=killed
    cardinal "155" value=155 qualifier=more_than event=injured
    cardinal "22" value=22 event=injured
# Two of the attackers were shot dead and a third was arrested.
    cardinal "Two" value=2 of=attackers event=killed
    ordinal "third" value=3
# At least three soldiers were martyred and five terrorists neutralised in the operation, the ISPR said.
    cardinal "three" value=3 qualifier=at_least of=soldiers event=killed
    cardinal "five" value=5 of=terrorists event=killed
# Nine persons were charred to death and 14 sustained burns when the bus caught fire.
    cardinal "Nine" value=9 of=persons event=killed
    cardinal "14" value=14 of=burns
# A stampede claimed 11 lives and left 47 injured outside the stadium.
    cardinal "11" value=11 of=lives event=killed
    cardinal "47" value=47 event=injured
# The militants beheaded 10 men and kidnapped 15 women.
    cardinal "10" value=10 of=men event=killed
    cardinal "15" value=15 of=women
# The number of people killed in Monday's attack has reached 34, including five children.
    date "Monday"
    cardinal "34" value=34 event=killed
    cardinal "five" value=5 of=children event=killed
# An earlier toll had put the number of dead at 25.
    cardinal "25" value=25 event=killed
# The disaster has affected 1.1 million people, destroyed 33,000 homes and killed 243.
    cardinal "1.1 million" value=1100000 of=people
    cardinal "33,000" value=33000 of=homes
    cardinal "243" value=243 event=killed
# There were 14 people in the minibus; all but three died.
    cardinal "14" value=14 of=people
    cardinal "three" value=3 event=killed
# Six people drowned and 40 were rescued when the canoe overturned.
    cardinal "Six" value=6 of=people event=killed
    cardinal "40" value=40 of=people event=rescued
# Over 1,400 refugees have crossed the border, the UN refugee agency said, adding that 90 per cent were women and children.
    cardinal "1,400" value=1400 qualifier=more_than of=refugees
    percent "90 per cent" value=90 unit=%
# The army said it had "eliminated" more than 20 gunmen.
    cardinal "20" value=20 qualifier=more_than of=gunmen
# Police killed at least 30 protesters in June, rights groups say.
    cardinal "30" value=30 qualifier=at_least of=protesters event=killed
    date "June"
# About 15 to 20 people may still be buried under the debris.
    range "15 to 20" value=15 value_max=20 qualifier=about of=people
# Between them, the two blasts killed 38 people.
    cardinal "two" value=2 of=blasts
    cardinal "38" value=38 of=people event=killed
# Both pilots and 67 passengers died.
    cardinal "67" value=67 of=passengers event=killed
# A passenger train derailed, killing 36 and injuring nearly 250, in one of the worst rail disasters in 20 years.
    cardinal "36" value=36 event=killed
    cardinal "250" value=250 qualifier=nearly event=injured
    cardinal "one" value=1 of=disasters
    duration "20 years" value=20 unit=year
# A 27-year-old mother of two was among 13 people killed in the raid.
    duration "27-year-old" value=27 unit=year role=age
    cardinal "two" value=2
    cardinal "13" value=13 of=people event=killed
# No one was killed but 12 people were treated for smoke inhalation.
    cardinal "12" value=12 of=people event=injured
# It took 200 firefighters six hours to put out the blaze.
    cardinal "200" value=200 of=firefighters
    duration "six hours" value=6 unit=hour
# More than 4,000 homes were evacuated and at least 1,200 people spent the night in shelters.
    cardinal "4,000" value=4000 qualifier=more_than of=homes event=evacuated
    cardinal "1,200" value=1200 qualifier=at_least of=people
# Thirty-two people were wounded, seven seriously, and 29 arrested.
    cardinal "Thirty-two" value=32 of=people event=injured
    cardinal "seven" value=7 of=people event=injured
    cardinal "29" value=29 of=people event=arrested
# The rebels freed 15 hostages, including 4 Chinese nationals.
    cardinal "15" value=15 of=hostages
    cardinal "4" value=4 of=nationals
# The clashes displaced some 35,000 families, or around 175,000 people.
    cardinal "35,000" value=35000 qualifier=about of=families event=displaced
    cardinal "175,000" value=175000 qualifier=about of=people event=displaced
# The crash killed 157 people from 35 countries.
    cardinal "157" value=157 of=people event=killed
    cardinal "35" value=35 of=countries
# In total 1,836 people died and hundreds of thousands were left homeless.
    cardinal "1,836" value=1836 of=people event=killed
    cardinal "hundreds of thousands" value=100000 of=people event=displaced vague
# An Israeli strike killed three journalists on Sunday, bringing to 181 the number of journalists killed since the war began.
    cardinal "three" value=3 of=journalists event=killed
    date "Sunday"
    cardinal "181" value=181 of=journalists event=killed
# The death of a 12-year-old boy takes the toll to nine.
    duration "12-year-old" value=12 unit=year role=age
    cardinal "nine" value=9 event=killed
# At least 1,000 people, a third of them children, have died of cholera.
    cardinal "1,000" value=1000 qualifier=at_least of=people event=killed
    cardinal "a third" value=0.3333333333333333 of=people event=killed
# Officials evacuated 5,400 people by helicopter and boat.
    cardinal "5,400" value=5400 of=people event=evacuated
# Soldiers rescued 76 abducted students on Thursday night.
    cardinal "76" value=76 of=students event=rescued
    date "Thursday night"
# Doctors treated 23 wounded people, three of whom later died.
    cardinal "23" value=23 of=people event=injured
    cardinal "three" value=3 of=people event=killed
# The truck ploughed into a crowd, killing 10 and leaving 35 hurt.
    cardinal "10" value=10 event=killed
    cardinal "35" value=35 event=injured
# Seventeen people have been killed, the highest daily toll this year.
    cardinal "Seventeen" value=17 of=people event=killed
    date "this year"
# Eight men were detained and two are on the run.
    cardinal "Eight" value=8 of=men event=arrested
    cardinal "two" value=2
# An explosion ripped through a fireworks factory, killing eight workers and seriously injuring five others.
    cardinal "eight" value=8 of=workers event=killed
    cardinal "five" value=5 of=others event=injured
# So far this year 312 migrants have died, compared with 198 in the same period of 2023.
    date "this year"
    cardinal "312" value=312 of=migrants event=killed
    cardinal "198" value=198 of=migrants event=killed
    date "2023"
# The army lost five men.
    cardinal "five" value=5 of=men event=killed
# Landslides killed 40, nine of them from the same family.
    cardinal "40" value=40 event=killed
    cardinal "nine" value=9 event=killed
# He said more than 600 had been hurt, most by falling glass.
    cardinal "600" value=600 qualifier=more_than event=injured
# At least 11 labourers were crushed to death and six others injured when a wall collapsed in Pune early on Tuesday.
    cardinal "11" value=11 qualifier=at_least of=labourers event=killed
    cardinal "six" value=6 of=others event=injured
    date "Tuesday"
# The deceased include three women and a two-year-old child.
    cardinal "three" value=3 of=women event=killed
    duration "two-year-old" value=2 unit=year role=age
# As many as 23 persons sustained injuries in the mishap.
    cardinal "23" value=23 qualifier=up_to of=persons event=injured
# The accident left two dead on the spot, while four persons succumbed to their injuries in hospital.
    cardinal "two" value=2 event=killed
    cardinal "four" value=4 of=persons event=killed
# Armed bandits on Saturday night killed no fewer than 16 worshippers and whisked away about 40 others in Katsina.
    date "Saturday night"
    cardinal "16" value=16 qualifier=at_least of=worshippers event=killed
    cardinal "40" value=40 qualifier=about of=others
# The police boss said 56 suspects were nabbed and 13 firearms recovered.
    cardinal "56" value=56 of=suspects event=arrested
    cardinal "13" value=13 of=firearms
# Flooding in Kenya has claimed at least 228 lives and left 72 people missing since March.
    cardinal "228" value=228 qualifier=at_least of=lives event=killed
    cardinal "72" value=72 of=people event=missing
    date "March"
# A KDF soldier was killed and three colleagues wounded by an improvised explosive device.
    cardinal "three" value=3 of=colleagues event=injured
# Over 3,000 families have been rendered homeless.
    cardinal "3,000" value=3000 qualifier=more_than of=families event=displaced
# Cholera has killed 41 people in six weeks, with 1,200 cases recorded.
    cardinal "41" value=41 of=people event=killed
    duration "six weeks" value=6 unit=week
    cardinal "1,200" value=1200 of=cases
# Aussie grandmother among 14 dead in bus horror
    cardinal "14" value=14 event=killed
# Three teens dead, two fighting for life after Geelong crash
    cardinal "Three" value=3 of=teens event=killed
    cardinal "two" value=2
# Police have charged a man, 31, over the deaths of two boys aged 4 and 6.
    duration "31" value=31 unit=year role=age
    cardinal "two" value=2 of=boys event=killed
    duration "4" value=4 unit=year role=age
    duration "6" value=6 unit=year role=age
# A total of 19 schoolchildren and two teachers were shot and killed.
    cardinal "19" value=19 of=schoolchildren event=killed
    cardinal "two" value=2 of=teachers event=killed
# Gunman kills 5, himself in Ohio warehouse
    cardinal "5" value=5 event=killed
# Deputies said the driver, 22, and two passengers, ages 19 and 20, died at the scene.
    duration "22" value=22 unit=year role=age
    cardinal "two" value=2 of=passengers event=killed
    duration "19" value=19 unit=year role=age
    duration "20" value=20 unit=year role=age
# The wildfire has scorched more than 20,000 acres, destroyed 130 structures and forced the evacuation of 12,000 people.
    quantity "20,000 acres" value=20000 unit=acre qualifier=more_than
    cardinal "130" value=130 of=structures
    cardinal "12,000" value=12000 of=people event=evacuated
# Evacuation orders were in place for some 30,000 residents.
    cardinal "30,000" value=30000 qualifier=about of=residents
# The strikes came hours after drones killed four and injured 28 in Odesa overnight, regional governor Oleh Kiper said.
    cardinal "four" value=4 event=killed
    cardinal "28" value=28 event=injured
# Russia launched 215 missiles and drones, of which 138 were shot down.
    cardinal "215" value=215 of=missiles
    cardinal "138" value=138
# In the West Bank, Israeli troops shot dead a 17-year-old and detained at least 25 people.
    duration "17-year-old" value=17 unit=year role=age
    cardinal "25" value=25 qualifier=at_least of=people event=arrested
# More than 1,200 people were killed and about 250 taken hostage on October 7, 2023.
    cardinal "1,200" value=1200 qualifier=more_than of=people event=killed
    cardinal "250" value=250 qualifier=about
    date "October 7, 2023"
# Hamas freed three hostages in exchange for 90 prisoners.
    cardinal "three" value=3 of=hostages
    cardinal "90" value=90 of=prisoners
# UNRWA says 1.9 million people, or nine in 10 of Gaza's population, have been displaced at least once.
    cardinal "1.9 million" value=1900000 of=people event=displaced
    cardinal "nine in 10" value=0.9 of=population event=displaced
# The boat capsized with 60 on board, and only a dozen have been found alive.
    cardinal "60" value=60
    cardinal "a dozen" value=12
# Coast guards recovered 29 corpses.
    cardinal "29" value=29 of=corpses
# Mexican marines found 12 bodies in a mass grave.
    cardinal "12" value=12 of=bodies
# A coal mine blast killed 12 and left 5 missing in Heilongjiang, Xinhua said.
    cardinal "12" value=12 event=killed
    cardinal "5" value=5 event=missing
# About a third of the 90 passengers were hurt.
    cardinal "a third" value=0.3333333333333333 qualifier=about of=passengers event=injured
    cardinal "90" value=90 of=passengers
# Several hundred people gathered; about two dozen were arrested.
    cardinal "Several hundred" value=100 of=people vague
    cardinal "two dozen" value=24 qualifier=about event=arrested
# The landslide buried more than 2,000 people alive, the government told the UN.
    cardinal "2,000" value=2000 qualifier=more_than of=people
# The toll could rise as 15 of the wounded are in serious condition.
    cardinal "15" value=15 event=injured
# The quake toll jumped to 2,056, with 1,404 critically injured.
    cardinal "2,056" value=2056 event=killed change=up_to
    cardinal "1,404" value=1404 event=injured
# Nigerian troops rescued 386 civilians, mostly women and children, from Sambisa forest, 10 years after they were abducted.
    cardinal "386" value=386 of=civilians event=rescued
    duration "10 years" value=10 unit=year
# Rescuers were searching for 6 crew members.
    cardinal "6" value=6 of=members
# The ministry revised the toll down to 86 from 99.
    cardinal "86" value=86 event=killed change=down_to from_=99
    cardinal "99" value=99 event=killed
# The nine victims included six women of Asian descent.
    cardinal "nine" value=9 of=victims
    cardinal "six" value=6 of=women
# Of those killed, 23 were civilians.
    cardinal "23" value=23 event=killed
# Two of the four suspects have been arrested.
    cardinal "Two" value=2 of=suspects event=arrested
    cardinal "four" value=4 of=suspects
# One in six of the 3,400 dead were health workers.
    cardinal "One in six" value=0.16666666666666666 event=killed
    cardinal "3,400" value=3400 event=killed
# Twenty firefighters were treated for minor injuries.
    cardinal "Twenty" value=20 of=firefighters event=injured
# Authorities said that about 70,000 people had been ordered to leave their homes.
    cardinal "70,000" value=70000 qualifier=about of=people event=evacuated
# The WHO has recorded 546 attacks on hospitals that killed at least 930 people since 2022.
    cardinal "546" value=546 of=attacks
    cardinal "930" value=930 qualifier=at_least of=people event=killed
    date "2022"
"""

MARKETS_POLITICS_SPORT_WEATHER = r"""
# Shares of the company fell 3.2% to $41.50 in after-hours trading.
    percent "3.2%" value=3.2 unit=% change=down_by
    money "$41.50" value=41.5 unit=USD change=down_to
# Revenue rose to $1.2bn from $950m a year earlier.
    money "$1.2bn" value=1200000000 unit=USD change=up_to from_=950000000
    money "$950m" value=950000000 unit=USD
    duration "a year earlier" value=1 unit=year
# The central bank cut its benchmark rate by 25 basis points to 4.5 percent.
    percent "25 basis points" value=25 unit=basis point change=down_by
    percent "4.5 percent" value=4.5 unit=% change=down_to
# Net profit jumped 12 per cent to Rs 1,245 crore in the quarter ended March 31.
    percent "12 per cent" value=12 unit=% change=up_by
    money "Rs 1,245 crore" value=12450000000 unit=INR change=up_to
    date "March 31"
# Brent crude was up 84 cents at $82.35 a barrel by 1140 GMT.
    money "84 cents" value=0.84 unit=USD change=up_by
    money "$82.35" value=82.35 unit=USD per=barrel
    date "1140 GMT"
# Unemployment fell from 5.1% to 4.9% in the third quarter.
    percent "5.1%" value=5.1 unit=%
    percent "4.9%" value=4.9 unit=% change=down_to from_=5.1
    date "third quarter"
# The pound was trading at $1.27.
    money "$1.27" value=1.27 unit=USD
# GDP grew at an annual rate of 2.8 percent in Q3 2024.
    percent "2.8 percent" value=2.8 unit=%
    date "Q3 2024"
# The Nikkei 225 index dropped 1.4% while the S&P 500 gained 12 points.
    percent "1.4%" value=1.4 unit=% change=down_by
    cardinal "12" value=12 of=points change=up_by
# The government plans to spend between £2bn and £3bn a year on defence.
    range "£2bn and £3bn" value=2000000000 value_max=3000000000 unit=GBP per=year
# The FTSE 100 closed 45 points higher at 7,654.
    cardinal "45" value=45 of=points
    cardinal "7,654" value=7654
# The company will lay off 1,500 workers, or about 6% of its workforce.
    cardinal "1,500" value=1500 of=workers
    percent "6%" value=6 unit=% qualifier=about of=workforce
# It sold 2.3 million vehicles last year, up 8% from 2023.
    cardinal "2.3 million" value=2300000 of=vehicles
    date "last year"
    percent "8%" value=8 unit=% change=up_by
    date "2023"
# The budget deficit widened to 4.4 percent of GDP.
    percent "4.4 percent" value=4.4 unit=% of=GDP change=up_to
# The deal is worth up to $500 million.
    money "$500 million" value=500000000 unit=USD qualifier=up_to
# Kenya's inflation eased to 3.6 per cent in September, its lowest level in 12 years.
    percent "3.6 per cent" value=3.6 unit=% change=down_to
    date "September"
    duration "12 years" value=12 unit=year
# The house sold for A$2.3m in 2019.
    money "A$2.3m" value=2300000 unit=AUD
    date "2019"
# They paid 200,000 shillings ($1,550) for each goat.
    money "200,000 shillings" value=200000 unit=KES
    money "$1,550" value=1550 unit=USD
# The N30bn road project will be completed in 18 months.
    money "N30bn" value=30000000000 unit=NGN
    duration "18 months" value=18 unit=month
# The bank made a pre-tax profit of €2.1 billion, compared with €1.9bn last year.
    money "€2.1 billion" value=2100000000 unit=EUR
    money "€1.9bn" value=1900000000 unit=EUR
    date "last year"
# He was fined HK$10,000 and jailed for three months.
    money "HK$10,000" value=10000 unit=HKD
    duration "three months" value=3 unit=month
# The 50p coin was introduced in 1969.
    money "50p" value=0.5 unit=GBP
    date "1969"
# The firm raised $3m-$5m from investors.
    range "$3m-$5m" value=3000000 value_max=5000000 unit=USD
# Petrol prices rose by 5p a litre to 145p.
    money "5p" value=0.05 unit=GBP per=litre change=up_by
    money "145p" value=1.45 unit=GBP change=up_to
# The minimum wage is $15 an hour.
    money "$15" value=15 unit=USD per=hour
# More than half of voters oppose the plan, according to a poll of 1,200 adults with a margin of error of plus or minus 3 percentage points.
    cardinal "half" value=0.5 qualifier=more_than of=voters
    cardinal "1,200" value=1200 of=adults
    percent "3 percentage points" value=3 unit=percentage point
# Labour won 44% of the vote, the Conservatives 24% and the Lib Dems 12%.
    percent "44%" value=44 unit=% of=vote
    percent "24%" value=24 unit=%
    percent "12%" value=12 unit=%
# Turnout was 67.3%, down 1.5 points on 2017.
    percent "67.3%" value=67.3 unit=%
    cardinal "1.5" value=1.5 of=points change=down_by
    date "2017"
# Candidate Jane Doe won by 1,234 votes.
    cardinal "1,234" value=1234 of=votes
# The bill passed 52-48 in the Senate.
    cardinal "52" value=52 role=score
    cardinal "48" value=48 role=score
# Two-thirds of the members voted in favour, and one in five abstained.
    cardinal "Two-thirds" value=0.6666666666666666 of=members
    cardinal "one in five" value=0.2
# Four out of 10 children live in poverty.
    cardinal "Four out of 10" value=0.4 of=children
# Nine in ten respondents said they were worried.
    cardinal "Nine in ten" value=0.9 of=respondents
# Arsenal beat Chelsea 3-1 at the Emirates on Saturday.
    cardinal "3" value=3 role=score
    cardinal "1" value=1 role=score
    date "Saturday"
# The hosts won 24-17 after leading 14-10 at half-time.
    cardinal "24" value=24 role=score
    cardinal "17" value=17 role=score
    cardinal "14" value=14 role=score
    cardinal "10" value=10 role=score
# Federer won 6-4, 7-6, 6-3 in two hours and 35 minutes.
    cardinal "6" value=6 role=score
    cardinal "4" value=4 role=score
    cardinal "7" value=7 role=score
    cardinal "6" value=6 role=score
    cardinal "6" value=6 role=score
    cardinal "3" value=3 role=score
    duration "two hours and 35 minutes" value=2.5833333333333335 unit=hour
# India were 245 for 6 when rain stopped play, with Kohli unbeaten on 82.
    cardinal "245" value=245
    cardinal "6" value=6
    cardinal "82" value=82
# She ran the 100m in 10.72 seconds.
    quantity "100m" value=100 unit=m
    duration "10.72 seconds" value=10.72 unit=second
# The striker scored twice in the first half and has 15 goals this season.
    ordinal "first" value=1
    cardinal "15" value=15 of=goals
# Winds of up to 150 km/h battered the coast and 300 mm of rain fell in 24 hours.
    quantity "150 km/h" value=150 unit=km/h qualifier=up_to
    quantity "300 mm" value=300 unit=mm
    duration "24 hours" value=24 unit=hour
# Temperatures reached 45 degrees Celsius (113 Fahrenheit).
    quantity "45 degrees Celsius" value=45 unit=degC
    quantity "113 Fahrenheit" value=113 unit=degF
# It was minus 20 degrees in Moscow on Monday morning.
    quantity "minus 20 degrees" value=-20 unit=degree
    date "Monday morning"
# A 7.8-magnitude earthquake struck 35 miles east of the city at a depth of 10km.
    cardinal "7.8" value=7.8 of=magnitude
    quantity "35 miles" value=35 unit=mile
    quantity "10km" value=10 unit=km
# The storm was moving west at 15 mph with sustained winds of 75 miles per hour.
    quantity "15 mph" value=15 unit=mph
    quantity "75 miles per hour" value=75 unit=mph
# A 16-year-old boy and two girls, both 15, were arrested.
    duration "16-year-old" value=16 unit=year role=age
    cardinal "two" value=2 of=girls event=arrested
    duration "15" value=15 unit=year role=age
# Smith, 34, of Leeds, was jailed for six-and-a-half years.
    duration "34" value=34 unit=year role=age
    duration "six-and-a-half years" value=6.5 unit=year
# John Smith (42) was last seen at about 9:30 p.m. on May 5.
    duration "42" value=42 unit=year role=age
    date "9:30 p.m."
    date "May 5"
# The victim was in her 60s.
    duration "60s" value=60 unit=year role=age
# She died on Tuesday at the age of 87.
    date "Tuesday"
    duration "87" value=87 unit=year role=age
# Children under 5 and people over 65 are most at risk.
    duration "5" value=5 unit=year qualifier=less_than role=age
    duration "65" value=65 unit=year qualifier=more_than role=age
# The court sentenced him to between five and seven years in prison.
    range "five and seven years" value=5 value_max=7 unit=year
# He has served 12 years of a 25-year sentence.
    duration "12 years" value=12 unit=year
    duration "25-year" value=25 unit=year
# The judge set bail at $1 million.
    money "$1 million" value=1000000 unit=USD
# The hospital has 300 beds and 1,200 staff.
    cardinal "300" value=300 of=beds
    cardinal "1,200" value=1200 of=staff
# About one in 10 of the patients needed oxygen.
    cardinal "one in 10" value=0.1 qualifier=about of=patients
# The vaccine is 95 percent effective.
    percent "95 percent" value=95 unit=%
# There were 4,500 new cases and 23 deaths in the past 24 hours.
    cardinal "4,500" value=4500 of=cases
    cardinal "23" value=23 of=deaths event=killed
    duration "24 hours" value=24 unit=hour
# The ministry allocated Sh5.6 billion for the 2024/25 financial year.
    money "Sh5.6 billion" value=5600000000 unit=KES
    date "2024/25"
# The plan would cost taxpayers $10 billion over 10 years.
    money "$10 billion" value=10000000000 unit=USD
    duration "10 years" value=10 unit=year
# The population is 1.4 billion.
    cardinal "1.4 billion" value=1400000000
# The convoy of 35 trucks carried 600 tonnes of food.
    cardinal "35" value=35 of=trucks
    quantity "600 tonnes" value=600 unit=t
# The plant produces 200,000 barrels of oil per day.
    quantity "200,000 barrels" value=200000 unit=barrel per=day
# The 1.5-litre engine produces 110 kW.
    quantity "1.5-litre" value=1.5 unit=L
    quantity "110 kW" value=110 unit=kilowatt
# The dam holds 3.5 million cubic metres of water.
    quantity "3.5 million cubic metres" value=3500000 unit=m3
# The 500-acre site is 12 kilometres south of the capital.
    quantity "500-acre" value=500 unit=acre
    quantity "12 kilometres" value=12 unit=km
# Iran enriched uranium to 60% purity and holds 275 kg of it.
    percent "60%" value=60 unit=%
    quantity "275 kg" value=275 unit=kg
# On 24 April 2025 the council met from 9am to 5pm.
    date "24 April 2025"
    date "9am to 5pm"
# The 44-page report was published on Jan. 6, 2021.
    cardinal "44" value=44 of=page
    date "Jan. 6, 2021"
# They have known each other since the mid-1990s.
    date "mid-1990s"
# In the 19th century, some 40,000 people lived here.
    date "19th century"
    cardinal "40,000" value=40000 qualifier=about of=people
# Until next Friday, the museum opens 10am-6pm.
    date "next Friday"
    date "10am-6pm"
# The ceasefire took effect at midnight on Wednesday.
    date "midnight"
    date "Wednesday"
# He was born on the 5th of May, 1950.
    date "5th of May, 1950"
# The war, now in its fourth year, has killed tens of thousands.
    ordinal "fourth" value=4
    cardinal "tens of thousands" value=10000 event=killed vague
# Construction will begin early next year and finish by the end of 2027.
    date "early next year"
    date "the end of 2027"
# Nearly three in four Americans, or 73%, support the law.
    cardinal "three in four" value=0.75 qualifier=nearly of=Americans
    percent "73%" value=73 unit=%
# The survey of 2,013 adults was conducted between June 3 and June 9.
    cardinal "2,013" value=2013 of=adults
    date "June 3"
    date "June 9"
# A quarter of all children and a third of adults are obese.
    cardinal "A quarter" value=0.25 of=children
    cardinal "a third" value=0.3333333333333333 of=adults
# Support for the party slipped two points to 31%.
    cardinal "two" value=2 of=points change=down_by
    percent "31%" value=31 unit=% change=down_to
# The incumbent got 1.2 million votes against 980,000 for her rival.
    cardinal "1.2 million" value=1200000 of=votes
    cardinal "980,000" value=980000
# One of every five people in the town has left.
    cardinal "One of every five" value=0.2 of=people
# The unemployment rate was 3.9%, the lowest since 1969.
    percent "3.9%" value=3.9 unit=%
    date "1969"
# Exports rose 4.1% year on year to $302bn, while imports fell 2%.
    percent "4.1%" value=4.1 unit=% change=up_by
    money "$302bn" value=302000000000 unit=USD change=up_to
    percent "2%" value=2 unit=% change=down_by
# The fund manages about €120 billion of assets.
    money "€120 billion" value=120000000000 unit=EUR qualifier=about
# The company expects sales of between $12.5 billion and $13 billion for the full year.
    range "$12.5 billion and $13 billion" value=12500000000 value_max=13000000000 unit=USD
# The airline carried 1.3m passengers in May, 12% more than a year earlier.
    cardinal "1.3m" value=1300000 of=passengers
    date "May"
    percent "12%" value=12 unit=% change=up_by
    duration "a year earlier" value=1 unit=year
# The rupee closed at 83.12 against the dollar.
    cardinal "83.12" value=83.12
# Bitcoin topped $100,000 for the first time.
    money "$100,000" value=100000 unit=USD qualifier=more_than
    ordinal "first" value=1
# The Sensex fell 500 points to close at 71,200.
    cardinal "500" value=500 of=points change=down_by
    cardinal "71,200" value=71200
# He owns a 40% stake, worth some $3 billion.
    percent "40%" value=40 unit=%
    money "$3 billion" value=3000000000 unit=USD qualifier=about
# It will hire up to 2,000 people over the next three years.
    cardinal "2,000" value=2000 qualifier=up_to of=people
    duration "three years" value=3 unit=year
# Wages rose twice as fast as prices.
# The number of tourists doubled to 2 million in a decade.
    cardinal "2 million" value=2000000 change=up_to
    duration "a decade" value=1 unit=decade
# The average house price is £285,000, up £7,000 in 12 months.
    money "£285,000" value=285000 unit=GBP
    money "£7,000" value=7000 unit=GBP change=up_by
    duration "12 months" value=12 unit=month
# The tax raised Sh12 billion in the first six months of 2023/24.
    money "Sh12 billion" value=12000000000 unit=KES
    ordinal "first" value=1
    duration "six months" value=6 unit=month
    date "2023/24"
# The road is 120 km long and cost 45 billion shillings.
    quantity "120 km" value=120 unit=km
    money "45 billion shillings" value=45000000000 unit=KES
# Rs 2.5 lakh crore was allocated for railways in the 2024-25 budget.
    money "Rs 2.5 lakh crore" value=2500000000000 unit=INR
    date "2024-25"
# A litre of petrol costs N617 in Lagos.
    money "N617" value=617 unit=NGN
# The state received 120mm of rain in three hours.
    quantity "120mm" value=120 unit=mm
    duration "three hours" value=3 unit=hour
# More than a dozen countries, including Japan and Canada, have signed.
    cardinal "a dozen" value=12 qualifier=more_than of=countries
# The parliament has 290 seats, of which 45 are reserved.
    cardinal "290" value=290 of=seats
    cardinal "45" value=45
# Only two of the company's 14 factories are open.
    cardinal "two" value=2 of=factories
    cardinal "14" value=14 of=factories
# The strike entered its 15th day on Thursday.
    ordinal "15th" value=15
    date "Thursday"
# It is the second time in five years that this has happened.
    ordinal "second" value=2
    duration "five years" value=5 unit=year
# The trial is expected to last six to eight weeks.
    range "six to eight weeks" value=6 value_max=8 unit=week
# He ran 5k in under 20 minutes.
    cardinal "5k" value=5000
    duration "20 minutes" value=20 unit=minute qualifier=less_than
# The tower is 328 metres (1,076 feet) tall.
    quantity "328 metres" value=328 unit=m
    quantity "1,076 feet" value=1076 unit=ft
# The fire burned 12,000 hectares, an area twice the size of Manhattan.
    quantity "12,000 hectares" value=12000 unit=hectare
# Snow up to 30 cm deep fell overnight.
    quantity "30 cm" value=30 unit=cm qualifier=up_to
# The reactor will produce 1,600 megawatts of electricity, enough for 2 million homes.
    quantity "1,600 megawatts" value=1600 unit=megawatt
    cardinal "2 million" value=2000000 of=homes
# Emissions must fall by 45% by 2030 compared with 2010 levels.
    percent "45%" value=45 unit=% change=down_by
    date "2030"
    date "2010"
# Average temperatures have risen by about 1.2C since the industrial revolution.
    quantity "1.2C" value=1.2 unit=degC qualifier=about change=up_by
# The drug cut the risk of death by a third.
    cardinal "a third" value=0.3333333333333333 change=down_by
# Some 60 percent of hospitals lack oxygen.
    percent "60 percent" value=60 unit=% qualifier=about of=hospitals
# The budget is R2.4 trillion.
    money "R2.4 trillion" value=2400000000000 unit=ZAR
# The ship, 190 metres long and carrying 4,000 cars, caught fire.
    quantity "190 metres" value=190 unit=m
    cardinal "4,000" value=4000 of=cars
# The school has 450 pupils aged five to 11.
    cardinal "450" value=450 of=pupils
    range "five to 11" value=5 value_max=11 unit=year role=age
# Thousands of people, many in their 20s, marched through the city.
    cardinal "Thousands" value=1000 of=people vague
    duration "20s" value=20 unit=year role=age
# She is the mother of a three-month-old baby.
    duration "three-month-old" value=3 unit=month role=age
# Two-time champion Rafael Nadal won in four sets.
    cardinal "Two" value=2 of=time
    cardinal "four" value=4 of=sets
# A five-year-old boy and his 70-year-old grandmother died.
    duration "five-year-old" value=5 unit=year role=age
    duration "70-year-old" value=70 unit=year role=age
# Kipchoge finished in 2:01:09.
    duration "2:01:09" value=7269 unit=second
# Bayern won 4-0 (2-0 at half-time).
    cardinal "4" value=4 role=score
    cardinal "0" value=0 role=score
    cardinal "2" value=2 role=score
    cardinal "0" value=0 role=score
# The Lakers lost 112-108 in overtime.
    cardinal "112" value=112 role=score
    cardinal "108" value=108 role=score
# India need 45 runs from 30 balls.
    cardinal "45" value=45 of=runs
    cardinal "30" value=30 of=balls
# The jury of seven women and five men deliberated for three days.
    cardinal "seven" value=7 of=women
    cardinal "five" value=5 of=men
    duration "three days" value=3 unit=day
# He faces up to 20 years in prison and a fine of $250,000.
    duration "20 years" value=20 unit=year qualifier=up_to
    money "$250,000" value=250000 unit=USD
# Both defendants were given life with a minimum of 25 years.
    duration "25 years" value=25 unit=year qualifier=at_least
# The hearing will resume at 10am on Monday, 12 May.
    date "10am"
    date "Monday, 12 May"
# The law takes effect on 1 July 2025.
    date "1 July 2025"
# The talks, due to start at 0900 GMT on Wednesday, were postponed by a week.
    date "0900 GMT"
    date "Wednesday"
# The vote, scheduled for later this month, will be held in early June.
    date "later this month"
    date "early June"
# In the past two decades, the population has more than tripled.
    duration "two decades" value=2 unit=decade
# The company was founded in the late 1970s.
    date "late 1970s"
# For the first time in a century, the festival was cancelled.
    ordinal "first" value=1
    duration "a century" value=1 unit=century
# He spent 27 years in prison before becoming president in 1994.
    duration "27 years" value=27 unit=year
    date "1994"
# The school year runs from September to June.
    date "September"
    date "June"
# By mid-March, 40 countries had joined.
    date "mid-March"
    cardinal "40" value=40 of=countries
# Eight years after the quake, 35,000 people still live in camps.
    duration "Eight years" value=8 unit=year
    cardinal "35,000" value=35000 of=people
# Prices have gone up by as much as 300 per cent since January.
    percent "300 per cent" value=300 unit=% qualifier=up_to change=up_by
    date "January"
# About 20 kilograms of heroin worth $1 million was seized.
    quantity "20 kilograms" value=20 unit=kg qualifier=about
    money "$1 million" value=1000000 unit=USD
# A group of around 50 to 60 people attacked the station.
    range "50 to 60" value=50 value_max=60 qualifier=about of=people
# The convoy consisted of more than 30 vehicles.
    cardinal "30" value=30 qualifier=more_than of=vehicles
# An average of 14 people die every day on the roads.
    cardinal "14" value=14 of=people event=killed per=day
# Each household will receive 50 kg of maize a month.
    quantity "50 kg" value=50 unit=kg per=month
# There are 35 deaths per 1,000 births.
    cardinal "35" value=35 of=deaths event=killed per=births
    cardinal "1,000" value=1000 of=births
# GDP per capita was $2,100.
    money "$2,100" value=2100 unit=USD
# It costs 80 cents a kilowatt-hour.
    money "80 cents" value=0.8 unit=USD per=kilowatt
"""

NAMES = r"""
# The F-16 crashed near the base.
# COVID-19 cases rose by 3,000.
    cardinal "3,000" value=3000 change=up_by
# A Boeing 747 landed safely.
# Article 5 of the treaty was invoked.
# The G7 leaders met in Italy.
# Channel 4 reported the story.
# The 501st Legion marched.
# He still uses Internet Explorer 6.
# Windows 11 was released in 2021.
    date "2021"
# The U-17 team won.
# M23 rebels captured Goma.
# Route 66 is closed.
# Flight MH370 vanished in 2014.
    date "2014"
# He called 911 on Monday.
    date "Monday"
# The M25 motorway was blocked for six hours.
    duration "six hours" value=6 unit=hour
# Apollo 11 landed on the Moon on July 20, 1969.
    date "July 20, 1969"
# Sections 3 and 4 of the act apply.
# Chapter 11 bankruptcy was filed.
# See page 12 for details.
# UN Resolution 1701 ended the war.
# Type 2 diabetes affects 500 million people.
    cardinal "500 million" value=500000000 of=people
# The iPhone 15 costs $799.
    money "$799" value=799 unit=USD
# A Category 4 hurricane killed 12 people.
    cardinal "12" value=12 of=people event=killed
# The Big Four accounting firms were fined.
# The Group of Twenty agreed.
# World War II veterans, both 99, attended.
    duration "99" value=99 unit=year role=age
# Elizabeth II reigned for 70 years.
    duration "70 years" value=70 unit=year
# The 9/11 attacks killed nearly 3,000 people.
    cardinal "3,000" value=3000 qualifier=nearly of=people event=killed
# It is open 24/7.
# Call +254 722 000 000 or 020-555-0199.
# Visit www.example.org/2024/12 for more.
# The A320neo jet carried 180 passengers.
    cardinal "180" value=180 of=passengers
# 5G networks cover 60% of the country.
    percent "60%" value=60 unit=% of=country
# 3D printing is growing.
# Formula 1 returns next Sunday.
    date "next Sunday"
# The S&P 500 rose 1.2%.
    percent "1.2%" value=1.2 unit=% change=up_by
# Euro 2024 was held in Germany.
# The 2024 Olympics took place in Paris.
    date "2024"
# The 1998 World Cup was won by France.
    date "1998"
# Members of the 82nd Airborne Division arrived.
# The 22nd edition of the festival opens on Friday.
    ordinal "22nd" value=22
    date "Friday"
# Pope John Paul II died in 2005.
    date "2005"
# Super Bowl LVIII was watched by 123 million people.
    cardinal "123 million" value=123000000 of=people
# The First Minister spoke first.
    ordinal "first" value=1
# The First World War began in 1914.
    date "1914"
# The Second Amendment protects gun owners.
# In Gaza 12 people were killed.
    cardinal "12" value=12 of=people event=killed
# Catch-22 is a novel.
# Psalm 23 was read.
# Bus number 42 was late.
    ordinal "number 42" value=42
# The No. 1 seed lost to the world number 15.
    ordinal "No. 1" value=1
    ordinal "number 15" value=15
# Platform 9 was crowded.
# The Airbus A380 has four engines.
    cardinal "four" value=4 of=engines
# H5N1 was found in 14 herds.
    cardinal "14" value=14 of=herds
# Vitamin B12 helps.
# He wore the number 10 shirt.
    ordinal "number 10" value=10
# At 10 Downing Street, he waved.
# On Tuesday 14 people died.
    date "Tuesday"
    cardinal "14" value=14 of=people event=killed
# In 2024 12 people died.
    date "2024"
    cardinal "12" value=12 of=people event=killed
# Police in Area 51 said nothing.
# The R500m project began.
    money "R500m" value=500000000 unit=ZAR
# Room 101 was empty.
# Gate 7 opened at 5 p.m.
    date "5 p.m."
# The Boeing 737 MAX 8 fleet was grounded.
# The AK-47 and 200 rounds were seized.
    cardinal "200" value=200 of=rounds
# The Six Nations starts on 1 February.
    date "1 February"
# The Thirty Years' War ended in 1648.
    date "1648"
# Line 3 of the metro carries 400,000 passengers a day.
    cardinal "400,000" value=400000 of=passengers per=day
# She lives at 45 Oak Street.
# Highway 1 was cut in three places.
    cardinal "three" value=3 of=places
# Grade 8 pupils sat the exam.
# Under Section 377, two men were arrested.
    cardinal "two" value=2 of=men event=arrested
"""

FORMATS = r"""
# 1,234,567
    cardinal "1,234,567" value=1234567
# 12 345
    cardinal "12 345" value=12345
# 1.234,56
    cardinal "1.234,56" value=1234.56
# 1e6
    cardinal "1e6" value=1000000
# 3.5e-4
    cardinal "3.5e-4" value=0.00035
# 10^6
    cardinal "10^6" value=1000000
# 6.02 x 10^23
    cardinal "6.02 x 10^23" value=6.02e+23
# two hundred and five thousand
    cardinal "two hundred and five thousand" value=205000
# one hundred and twenty-three million four hundred and fifty-six thousand seven hundred and eighty-nine
    cardinal "one hundred and twenty-three million four hundred and fifty-six thousand seven hundred and eighty-nine" value=123456789
# a hundred trillions
    cardinal "a hundred trillions" value=100000000000000
# half a dozen eggs and a couple of days and two dozen roses
    cardinal "half a dozen" value=6 of=eggs
    duration "a couple of days" value=2 unit=day
    cardinal "two dozen" value=24 of=roses
# five and a half
    cardinal "five and a half" value=5.5
# two and three quarters
    cardinal "two and three quarters" value=2.75
# 3 1/2
    cardinal "3 1/2" value=3.5
# 5½
    cardinal "5½" value=5.5
# 7/8
    cardinal "7/8" value=0.875
# twenty-two thirds
    cardinal "twenty-two thirds" value=7.333333333333333
# one third
    cardinal "one third" value=0.3333333333333333
# two-fifths
    cardinal "two-fifths" value=0.4
# a tenth of the budget
    cardinal "a tenth" value=0.1 of=budget
# nine tenths
    cardinal "nine tenths" value=0.9
# minus five
    cardinal "minus five" value=-5
# negative 3.2
    cardinal "negative 3.2" value=-3.2
# -40
    cardinal "-40" value=-40
# −7
    cardinal "−7" value=-7
# three point one four one five
    cardinal "three point one four one five" value=3.1415
# 2 million 300 thousand
    cardinal "2 million 300 thousand" value=2300000
# 5 lakh rupees and 2 lakh crore
    money "5 lakh rupees" value=500000 unit=INR
    cardinal "2 lakh crore" value=2000000000000
# twenty-twenty
    cardinal "twenty-twenty" value=2020
# nineteen eighty-four
    cardinal "nineteen eighty-four" value=1984
# 21st
    ordinal "21st" value=21
# twenty-first
    ordinal "twenty-first" value=21
# one hundred and third
    ordinal "one hundred and third" value=103
# 3rd
    ordinal "3rd" value=3
# hundredth
    ordinal "hundredth" value=100
# two hundredth
    ordinal "two hundredth" value=200
# tenth
    ordinal "tenth" value=10
# Rs 500 crore
    money "Rs 500 crore" value=5000000000 unit=INR
# ₹1,00,000
    money "₹1,00,000" value=100000 unit=INR
# US$5m
    money "US$5m" value=5000000 unit=USD
# C$3m
    money "C$3m" value=3000000 unit=CAD
# HK$ 20
    money "HK$ 20" value=20 unit=HKD
# 20 Swiss francs
    money "20 Swiss francs" value=20 unit=CHF
# 15 Hong Kong dollars
    money "15 Hong Kong dollars" value=15 unit=HKD
# fifty cents
    money "fifty cents" value=0.5 unit=USD
# 75¢
    money "75¢" value=0.75 unit=USD
# 100 yen
    money "100 yen" value=100 unit=JPY
# ¥5000
    money "¥5000" value=5000 unit=JPY
# EUR 20
    money "EUR 20" value=20 unit=EUR
# 20 EUR
    money "20 EUR" value=20 unit=EUR
# R$ 30
    money "R$ 30" value=30 unit=BRL
# S$12.50
    money "S$12.50" value=12.5 unit=SGD
# 1 million Egyptian pounds
    money "1 million Egyptian pounds" value=1000000 unit=EGP
# ten dollars and 43 cents
    money "ten dollars and 43 cents" value=10.43 unit=USD
# 15 bucks
    money "15 bucks" value=15 unit=USD
# 50%
    percent "50%" value=50 unit=%
# 5 per cent
    percent "5 per cent" value=5 unit=%
# 0.5%
    percent "0.5%" value=0.5 unit=%
# ten percent
    percent "ten percent" value=10 unit=%
# half a percent
    percent "half a percent" value=0.5 unit=%
# 20 percentage points
    percent "20 percentage points" value=20 unit=percentage point
# -2.5 %
    percent "-2.5 %" value=-2.5 unit=%
# 33 1/3 percent
    percent "33 1/3 percent" value=33.333333333333336 unit=%
# 10 km
    quantity "10 km" value=10 unit=km
# 5 miles
    quantity "5 miles" value=5 unit=mile
# 6'2"
    quantity "6'2"" value=6.166666666666667 unit=ft
# 6 ft 2 in
    quantity "6 ft 2 in" value=6.166666666666667 unit=ft
# 5 feet 10 inches
    quantity "5 feet 10 inches" value=5.833333333333333 unit=ft
# 180 cm
    quantity "180 cm" value=180 unit=cm
# 3 square miles
    quantity "3 square miles" value=3 unit=mile2
# 20 sq ft
    quantity "20 sq ft" value=20 unit=ft2
# 5 m²
    quantity "5 m²" value=5 unit=m2
# 4 m3
    quantity "4 m3" value=4 unit=m3
# 3 cubic feet
    quantity "3 cubic feet" value=3 unit=ft3
# 3kg 500g
    quantity "3kg 500g" value=3.5 unit=kg
# 5 lbs
    quantity "5 lbs" value=5 unit=lb
# 16 oz
    quantity "16 oz" value=16 unit=oz
# 12 stone
    quantity "12 stone" value=12 unit=stone
# 200 pounds of flour
    quantity "200 pounds" value=200 unit=lb
# 3 tons
    quantity "3 tons" value=3 unit=ton
# 70 degrees F
    quantity "70 degrees F" value=70 unit=degF
# 20°C
    quantity "20°C" value=20 unit=degC
# -5 °C
    quantity "-5 °C" value=-5 unit=degC
# 37.5 degrees
    quantity "37.5 degrees" value=37.5 unit=degree
# 300 K
    quantity "300 K" value=300 unit=kelvin
# 98.6 degrees fahrenheit
    quantity "98.6 degrees fahrenheit" value=98.6 unit=degF
# 60 mph
    quantity "60 mph" value=60 unit=mph
# 100 km/h
    quantity "100 km/h" value=100 unit=km/h
# 5 m/s
    quantity "5 m/s" value=5 unit=m/s
# 300 kilometers per hour
    quantity "300 kilometers per hour" value=300 unit=km/h
# 20 knots
    quantity "20 knots" value=20 unit=knot
# 5 GB
    quantity "5 GB" value=5 unit=gigabyte
# 100 megabits per second
    quantity "100 megabits per second" value=100 unit=megabit per second
# 20 Mbps
    quantity "20 Mbps" value=20 unit=megabit per second
# 512 KB
    quantity "512 KB" value=512 unit=kilobyte
# 5 kWh
    quantity "5 kWh" value=5 unit=kilowatt hour
# 200 megawatts
    quantity "200 megawatts" value=200 unit=megawatt
# 1.21 gigawatts
    quantity "1.21 gigawatts" value=1.21 unit=gigawatt
# 60 watts
    quantity "60 watts" value=60 unit=watt
# 3 hours, 20 minutes and 5 seconds
    duration "3 hours, 20 minutes and 5 seconds" value=3.334722222222222 unit=hour
# 1h30
    duration "1h30" value=1.5 unit=hour
# a year and a half
    duration "a year and a half" value=1.5 unit=year
# two and a half hours
    duration "two and a half hours" value=2.5 unit=hour
# 90 min
    duration "90 min" value=90 unit=minute
# half an hour
    duration "half an hour" value=0.5 unit=hour
# three quarters of an hour
    duration "three quarters of an hour" value=0.75 unit=hour
# six-month-long
    duration "six-month" value=6 unit=month
# 3-4 days
    range "3-4 days" value=3 value_max=4 unit=day
# 10 to 20 people
    range "10 to 20" value=10 value_max=20 of=people
# between 5 and 10 percent
    range "5 and 10 percent" value=5 value_max=10 unit=%
# from 3 to 5 km
    range "3 to 5 km" value=3 value_max=5 unit=km
# $10-20
    range "$10-20" value=10 value_max=20 unit=USD
# 5%-10%
    range "5%-10%" value=5 value_max=10 unit=%
# 8–10 years
    range "8–10 years" value=8 value_max=10 unit=year
# Jan 5, 2020
    date "Jan 5, 2020"
# 5 January 2020
    date "5 January 2020"
# 2020-01-05
    date "2020-01-05"
# 05/01/2020
    date "05/01/2020"
# 1/5
    cardinal "1/5" value=0.2
# Jan. 5th
    date "Jan. 5th"
# the 5th of January
    date "5th of January"
# January 2020
    date "January 2020"
# in March
    date "March"
# on Monday
    date "Monday"
# last Friday night
    date "last Friday night"
# 9:30 a.m.
    date "9:30 a.m."
# 21:45
    date "21:45"
# 9 pm
    date "9 pm"
# noon
    date "noon"
# 1400 GMT
    date "1400 GMT"
# half past nine
    date "half past nine"
# 3 o'clock
    date "3 o'clock"
# 10am-5pm
    date "10am-5pm"
# 9.30am
    date "9.30am"
# the 1990s
    date "1990s"
# the '60s
    date "'60s"
# 500 BC
    date "500 BC"
# Q3 2024
    date "Q3 2024"
# mid-2019
    date "mid-2019"
# 2019-20
    date "2019-20"
# the 21st century
    date "21st century"
# FY2023
    date "FY2023"
# last week
    date "last week"
# next month
    date "next month"
# this year
    date "this year"
# two weeks ago
    duration "two weeks ago" value=2 unit=week
# in three days
    duration "three days" value=3 unit=day
# the next two weeks
    duration "two weeks" value=2 unit=week
# the past five years
    duration "five years" value=5 unit=year
# tomorrow
    date "tomorrow"
# the day after tomorrow
    date "the day after tomorrow"
# the day before
    date "the day before"
# more than 100
    cardinal "100" value=100 qualifier=more_than
# at least 50
    cardinal "50" value=50 qualifier=at_least
# up to 20
    cardinal "20" value=20 qualifier=up_to
# fewer than 5
    cardinal "5" value=5 qualifier=less_than
# over 300
    cardinal "300" value=300 qualifier=more_than
# nearly 40
    cardinal "40" value=40 qualifier=nearly
# about 12
    cardinal "12" value=12 qualifier=about
# 50+
    cardinal "50" value=50 qualifier=more_than
# 100 or more
    cardinal "100" value=100 qualifier=at_least
# no more than 7
    cardinal "7" value=7 qualifier=at_most
# 5 or less
    cardinal "5" value=5 qualifier=at_most
# >= 30
    cardinal "30" value=30 qualifier=at_least
# < 10
    cardinal "10" value=10 qualifier=less_than
# 200-odd
    cardinal "200" value=200 qualifier=about
# 20-plus
    cardinal "20" value=20 qualifier=more_than
# three times a week
    cardinal "three" value=3 of=times per=week
# 5 a day
    cardinal "5" value=5 per=day
# $20 per person
    money "$20" value=20 unit=USD per=person
# 30 people per square kilometre
    cardinal "30" value=30 of=people per=km2
# 12 deaths per 100,000 people
    cardinal "12" value=12 of=deaths event=killed per=people
    cardinal "100,000" value=100000 of=people
# half of the people
    cardinal "half" value=0.5 of=people
# one of the men
    cardinal "one" value=1 of=men
# two of them
    cardinal "two" value=2
# three-quarters of respondents
    cardinal "three-quarters" value=0.75 of=respondents
# 1.5 million people
    cardinal "1.5 million" value=1500000 of=people
# 300-strong crowd
    cardinal "300" value=300
# a 10-point lead
    cardinal "10" value=10 of=point
# 5,000-seat stadium
    cardinal "5,000" value=5000 of=seat
# ten-fold
    cardinal "ten-fold" value=10
# I have one sister. No one came. This one is better. One of them left. One must go.
    cardinal "one" value=1 of=sister
    cardinal "One" value=1
# usd 5
    money "usd 5" value=5 unit=USD
# 10 eur
    money "10 eur" value=10 unit=EUR
# 25 gbp
    money "25 gbp" value=25 unit=GBP
# Dkk 21.4 million
    money "Dkk 21.4 million" value=21400000 unit=DKK
# us$ 30
    money "us$ 30" value=30 unit=USD
# -$10
    money "-$10" value=-10 unit=USD
# f$ 20.7m
    money "$ 20.7m" value=20700000 unit=USD
# $ 37.1 billion
    money "$ 37.1 billion" value=37100000000 unit=USD
# 4.2 million u.s. dollars
    money "4.2 million u.s. dollars" value=4200000 unit=USD
# an hour and 45 min
    duration "an hour and 45 min" value=1.75 unit=hour
# a minute
    duration "a minute" value=1 unit=minute
# an hour
    duration "an hour" value=1 unit=hour
# 12.9±0.1 TeV
    quantity "12.9±0.1 TeV" value=12.9 unit=teraelectronvolt
# 110f and 20c and 25 c
    quantity "110f" value=110 unit=degF
    quantity "25 c" value=25 unit=degC
# 75ml
    quantity "75ml" value=75 unit=mL
# 90 mi/hr
    quantity "90 mi/hr" value=90 unit=mph
# 50-mile
    quantity "50-mile" value=50 unit=mile
# 3 sq.m
    quantity "3 sq.m" value=3 unit=m2
# 12 cc
    quantity "12 cc" value=12 unit=mL
# 5 dl
    quantity "5 dl" value=5 unit=decilitre
# 100 meters/second
    quantity "100 meters/second" value=100 unit=m/s
# 18-month-old
    duration "18-month-old" value=18 unit=month role=age
# 5.5 years old
    duration "5.5 years old" value=5.5 unit=year role=age
# 6 months old
    duration "6 months old" value=6 unit=month role=age
# ten year old
    duration "ten year old" value=10 unit=year role=age
# in his twenties
    duration "twenties" value=20 unit=year role=age
# The meeting is on the 27th.
    date "27th"
# He won the 800 metres in 1:57.03.
    quantity "800 metres" value=800 unit=m
    duration "1:57.03" value=117.03 unit=second
# The LHC smashes proton beams at 12.8–13.0 TeV
    range "12.8–13.0 TeV" value=12.8 value_max=13 unit=teraelectronvolt
# one hundred and three and two thirds
    cardinal "one hundred and three and two thirds" value=103.66666666666667
# three hundred and fifty first
    ordinal "three hundred and fifty first" value=351
# Only 20% of the 500 seats
    percent "20%" value=20 unit=% of=seats
    cardinal "500" value=500 of=seats
# 1/2 oz of silver
    quantity "1/2 oz" value=0.5 unit=oz
# 3/4 hour
    duration "3/4 hour" value=0.75 unit=hour
# 1.5e-6 m
    quantity "1.5e-6 m" value=1.5e-06 unit=m
# 3.4 × 10^5 kg
    quantity "3.4 × 10^5 kg" value=340000 unit=kg
# It costs 15 Euro 17 Cents.
    money "15 Euro 17 Cents" value=15.17 unit=EUR
# between $10 and $20
    range "$10 and $20" value=10 value_max=20 unit=USD
# under $1.5
    money "$1.5" value=1.5 unit=USD qualifier=less_than
# around 200-500 dollars
    range "200-500 dollars" value=200 value_max=500 unit=USD qualifier=about
# zero point five
    cardinal "zero point five" value=0.5
# point five
    cardinal "five" value=5
# minus 1 1/2
    cardinal "minus 1 1/2" value=-1.5
# -3/4
    cardinal "-3/4" value=-0.75
# from 2 to 7 kg
    range "2 to 7 kg" value=2 value_max=7 unit=kg
# at least 3 kg
    quantity "3 kg" value=3 unit=kg qualifier=at_least
# between 3 and 5 kg
    range "3 and 5 kg" value=3 value_max=5 unit=kg
# seven hundred twenty-one thousand and twelve
    cardinal "seven hundred twenty-one thousand and twelve" value=721012
# 10 percents and percentage of sixteen
    percent "10 percents" value=10 unit=%
    cardinal "sixteen" value=16
# five million three hundred thousand
    cardinal "five million three hundred thousand" value=5300000
# 3.5 mil
    cardinal "3.5 mil" value=3500000
# 40 grand
    money "40 grand" value=40000 unit=USD
# I will be back tonight
    date "tonight"
# The meeting is at 7 p.m. tomorrow
    date "7 p.m. tomorrow"
# in 5 minutes
    duration "5 minutes" value=5 unit=minute
# this morning
    date "this morning"
# 5th of next month
    ordinal "5th" value=5
    date "next month"
# the first Friday of July
    date "first Friday of July"
# mid July
    date "mid July"
# next Monday at 5pm
    date "next Monday"
    date "5pm"
# in the summer of 2019
    date "summer of 2019"
# end of the year
    date "end of the year"
# Feb 29
    date "Feb 29"
# 2024
    date "2024"
# 12/25/2023
    date "12/25/2023"
# 25.12.2023
    date "25.12.2023"
# 2023/12/25
    date "2023/12/25"
# Dec 25
    date "Dec 25"
# December 25th
    date "December 25th"
# 2023 at 8:15pm
    date "2023"
    date "8:15pm"
# Sat
# 14 Feb 2009
    date "14 Feb 2009"
# the 80s
    date "80s"
# early 1900s
    date "early 1900s"
# in the year 1066
    date "1066"
# May 2nd to May 9th
    date "May 2nd to May 9th"
# between 1:30 and 4 p.m.
    date "1:30 and 4 p.m."
# 8 in the evening
    date "8 in the evening"
# for 3 days
    duration "3 days" value=3 unit=day
# since 2015
    date "2015"
# within two years
    duration "two years" value=2 unit=year
# every 2 weeks
    duration "2 weeks" value=2 unit=week
# 30 seconds
    duration "30 seconds" value=30 unit=second
# 2.5 hours
    duration "2.5 hours" value=2.5 unit=hour
# a decade and a half
    duration "a decade and a half" value=1.5 unit=decade
# one and a half years
    duration "one and a half years" value=1.5 unit=year
# a half hour
    duration "a half hour" value=0.5 unit=hour
# three and a half minutes
    duration "three and a half minutes" value=3.5 unit=minute
# 1 day and 2 hours
    duration "1 day and 2 hours" value=1.0833333333333333 unit=day
# 10 business days
    duration "10 business days" value=10 unit=day
# half a year
    duration "half a year" value=0.5 unit=year
# 1.5 million km
    quantity "1.5 million km" value=1500000 unit=km
# 10 thousand miles
    quantity "10 thousand miles" value=10000 unit=mile
# hundreds of kilometres
    quantity "hundreds of kilometres" value=100 unit=km vague
# two hundred square feet
    quantity "two hundred square feet" value=200 unit=ft2
# 60 cubic centimetres
    quantity "60 cubic centimetres" value=60 unit=mL
# 15 percent of $20
    percent "15 percent" value=15 unit=%
    money "$20" value=20 unit=USD
# 0.75 inch
    quantity "0.75 inch" value=0.75 unit=inch
# 3/4 inch
    quantity "3/4 inch" value=0.75 unit=inch
# 10,000-mile journey
    quantity "10,000-mile" value=10000 unit=mile
# 75 mg of aspirin
    quantity "75 mg" value=75 unit=mg
# five hundred milliliters
    quantity "five hundred milliliters" value=500 unit=mL
# three tablespoons of sugar
    quantity "three tablespoons" value=3 unit=tablespoon
# 98 degrees
    quantity "98 degrees" value=98 unit=degree
# -15 celsius
    quantity "-15 celsius" value=-15 unit=degC
# 45 psi
    quantity "45 psi" value=45 unit=psi
# 500 horsepower
    quantity "500 horsepower" value=500 unit=horsepower
# 40 decibels
    quantity "40 decibels" value=40 unit=decibel
# 2 TB drive
    quantity "2 TB" value=2 unit=terabyte
# 4K television
    cardinal "4K" value=4000 of=television
# 100 Mbit/s
    quantity "100 Mbit/s" value=100 unit=megabit per second
# 1 kcal
    quantity "1 kcal" value=1 unit=kilocalorie
# 300 calories
    quantity "300 calories" value=300 unit=calorie
# 2 light years
    quantity "2 light years" value=2 unit=light year
# 6-foot-2-inch man
    quantity "6-foot-2-inch" value=6.166666666666667 unit=ft
# 6 feet
    quantity "6 feet" value=6 unit=ft
# 2 inches tall
    quantity "2 inches" value=2 unit=inch
# three-quarters of a mile
    quantity "three-quarters of a mile" value=0.75 unit=mile
# 100 kilometers an hour
    quantity "100 kilometers an hour" value=100 unit=km/h
# 3 billion barrels
    quantity "3 billion barrels" value=3000000000 unit=barrel
# 20,000 leagues
    cardinal "20,000" value=20000 of=leagues
# two pints of milk
    quantity "two pints" value=2 unit=pint
# 1000 cc engine
    quantity "1000 cc" value=1000 unit=mL
# a dozen eggs
    cardinal "a dozen" value=12 of=eggs
# a hundred dollars
    money "a hundred dollars" value=100 unit=USD
# one hundred and fifty thousand euros
    money "one hundred and fifty thousand euros" value=150000 unit=EUR
# $1 million to $2 million
    range "$1 million to $2 million" value=1000000 value_max=2000000 unit=USD
# US $3.4 billion
    money "US $3.4 billion" value=3400000000 unit=USD
# 50 US cents
    money "50 US cents" value=0.5 unit=USD
# a 5 dollar bill
    money "5 dollar" value=5 unit=USD
# 20 quid
    money "20 quid" value=20 unit=GBP
# 1.2 crore rupees
    money "1.2 crore rupees" value=12000000 unit=INR
# CHF 300
    money "CHF 300" value=300 unit=CHF
# 3,000 Philippine pesos
    money "3,000 Philippine pesos" value=3000 unit=PHP
# 1 bitcoin
    money "1 bitcoin" value=1 unit=BTC
# £1,250.50
    money "£1,250.50" value=1250.5 unit=GBP
# $.99
    money "$.99" value=0.99 unit=USD
# € 3,50
    money "€ 3,50" value=3.5 unit=EUR
# 12,50 €
    money "12,50 €" value=12.5 unit=EUR
# 1 000 000 €
    money "1 000 000 €" value=1000000 unit=EUR
# kr 500
    money "kr 500" value=500 unit=SEK
# 500 kr
    money "500 kr" value=500 unit=SEK
# 100 zł
    money "100 zł" value=100 unit=PLN
# Sh200
    money "Sh200" value=200 unit=KES
# $50k
    money "$50k" value=50000 unit=USD
# $1M
    money "$1M" value=1000000 unit=USD
# 1 in 4
    cardinal "1 in 4" value=0.25
# three out of five
    cardinal "three out of five" value=0.6
# nine tenths of a percent
    percent "nine tenths of a percent" value=0.9 unit=%
# 1,000th
    ordinal "1,000th" value=1000
# two-hundred
    cardinal "two-hundred" value=200
# 2nd place
    ordinal "2nd" value=2
# the thirty-first of December
    date "thirty-first of December"
# third-largest
    ordinal "third" value=3
# one millionth
    cardinal "one millionth" value=1e-06
# two millionths
    cardinal "two millionths" value=2e-06
# six and two thirds
    cardinal "six and two thirds" value=6.666666666666667
# a third of a cup
    quantity "a third of a cup" value=0.3333333333333333 unit=cup
# +5
    cardinal "5" value=5
# (5)
    cardinal "5" value=5
# 1.5x
    cardinal "1.5x" value=1.5
# 5-fold
    cardinal "5-fold" value=5
# twofold
    cardinal "twofold" value=2
# -0.5%
    percent "-0.5%" value=-0.5 unit=%
# +3.2 percent
    percent "3.2 percent" value=3.2 unit=%
# 1/2%
    percent "1/2%" value=0.5 unit=%
# between 5% and 10%
    range "5% and 10%" value=5 value_max=10 unit=%
# 10-15%
    range "10-15%" value=10 value_max=15 unit=%
# more than 50 percent
    percent "50 percent" value=50 unit=% qualifier=more_than
# forty percent
    percent "forty percent" value=40 unit=%
# eleven hundredths
    cardinal "eleven hundredths" value=0.11
"""

WIRE_REPORTS = r"""
# At least 23 people were killed and more than 80 wounded when a car bomb exploded near a market in Mogadishu on Saturday, police said.
    cardinal "23" value=23 qualifier=at_least of=people event=killed
    cardinal "80" value=80 qualifier=more_than of=people event=injured
    date "Saturday"
# A suicide bomber killed eight soldiers and injured 15 others in northwest Pakistan, officials said.
    cardinal "eight" value=8 of=soldiers event=killed
    cardinal "15" value=15 of=others event=injured
# Six people, including two children, died when a bus plunged into a ravine in Nepal.
    cardinal "Six" value=6 of=people event=killed
    cardinal "two" value=2 of=children event=killed
# Israeli air strikes killed at least 41 Palestinians across Gaza overnight, medics said.
    cardinal "41" value=41 qualifier=at_least of=Palestinians event=killed
# The death toll from the earthquake has risen to 2,862, with 2,562 people injured.
    cardinal "2,862" value=2862 event=killed change=up_to
    cardinal "2,562" value=2562 of=people event=injured
# Gunmen on motorbikes shot dead 17 villagers and abducted dozens in Nigeria's Zamfara state.
    cardinal "17" value=17 of=villagers event=killed
    cardinal "dozens" value=12 vague
# Nine migrants drowned and 30 others were missing after their boat capsized off Tunisia.
    cardinal "Nine" value=9 of=migrants event=killed
    cardinal "30" value=30 of=others event=missing
# Rescuers pulled 14 survivors from the rubble on Tuesday, three days after the quake.
    cardinal "14" value=14 of=survivors event=rescued
    date "Tuesday"
    duration "three days" value=3 unit=day
# The floods have killed more than 400 people, destroyed 12,000 houses and displaced some 40,000.
    cardinal "400" value=400 qualifier=more_than of=people event=killed
    cardinal "12,000" value=12000 of=houses
    cardinal "40,000" value=40000 qualifier=about event=displaced
# Four policemen were killed, 11 were wounded and two are missing after the ambush.
    cardinal "Four" value=4 of=policemen event=killed
    cardinal "11" value=11 of=policemen event=injured
    cardinal "two" value=2 of=policemen event=missing
# A landslide buried a village in Papua New Guinea, with over 670 people feared dead.
    cardinal "670" value=670 qualifier=more_than of=people event=killed
# Police arrested 54 people during the protest, in which nine officers were hurt.
    cardinal "54" value=54 of=people event=arrested
    cardinal "nine" value=9 of=officers event=injured
# A stampede at a religious gathering in northern India left 121 people dead, most of them women.
    cardinal "121" value=121 of=people event=killed
# The crash on the Nairobi-Mombasa highway claimed 14 lives and left 20 others nursing serious injuries.
    cardinal "14" value=14 of=lives event=killed
    cardinal "20" value=20 of=others event=injured
# Nearly 100,000 residents were ordered to evacuate as the wildfire spread.
    cardinal "100,000" value=100000 qualifier=nearly of=residents event=evacuated
# Twelve miners are feared dead and five have been rescued after a shaft flooded.
    cardinal "Twelve" value=12 of=miners event=killed
    cardinal "five" value=5 of=miners event=rescued
# The shooting left one student dead and six others in critical condition.
    cardinal "one" value=1 of=student event=killed
    cardinal "six" value=6 of=others event=injured
# Russian shelling killed three civilians and wounded seven more in Kherson, its governor said.
    cardinal "three" value=3 of=civilians event=killed
    cardinal "seven" value=7 of=civilians event=injured
# Another 16 people suffered burns in the fire.
    cardinal "16" value=16 of=people event=injured
# A boat carrying about 150 people sank off Libya and only 26 were rescued.
    cardinal "150" value=150 qualifier=about of=people
    cardinal "26" value=26 of=people event=rescued
# The cholera outbreak has killed 1,210 people since March and infected 36,943 others.
    cardinal "1,210" value=1210 of=people event=killed
    date "March"
    cardinal "36,943" value=36943 of=others
# Fifty-seven prisoners died in riots at a jail in northern Brazil; 16 were decapitated.
    cardinal "Fifty-seven" value=57 of=prisoners event=killed
    cardinal "16" value=16 event=killed
# At least 10 construction workers were crushed to death when a wall collapsed in the western Indian city of Pune.
    cardinal "10" value=10 qualifier=at_least of=workers event=killed
# The explosion killed a woman and her two daughters, aged four and seven.
    cardinal "two" value=2 of=daughters event=killed
    duration "four" value=4 unit=year role=age
    duration "seven" value=7 unit=year role=age
# Militants ambushed a convoy, killing at least 29 soldiers and seizing five vehicles.
    cardinal "29" value=29 qualifier=at_least of=soldiers event=killed
    cardinal "five" value=5 of=vehicles
# More than 1,000 people have died since the protests began six weeks ago.
    cardinal "1,000" value=1000 qualifier=more_than of=people event=killed
    duration "six weeks ago" value=6 unit=week
# Of the 52 people on board, 48 died and four were seriously injured.
    cardinal "52" value=52 of=people
    cardinal "48" value=48 of=people event=killed
    cardinal "four" value=4 of=people event=injured
# The ministry put the toll at 88 dead and 183 injured.
    cardinal "88" value=88 event=killed
    cardinal "183" value=183 event=injured
# The number of people killed in the heatwave climbed to 62 on Friday.
    cardinal "62" value=62 event=killed change=up_to
    date "Friday"
# Three men were taken into custody in connection with the killing of four tourists.
    cardinal "Three" value=3 of=men event=arrested
    cardinal "four" value=4 of=tourists event=killed
# A roadside bomb struck a minibus, killing 11 passengers, among them three women.
    cardinal "11" value=11 of=passengers event=killed
    cardinal "three" value=3 of=women event=killed
# Flash floods swept away two hikers on Sunday; one body has been found.
    cardinal "two" value=2 of=hikers
    date "Sunday"
    cardinal "one" value=1 of=body
# The clashes forced 20,000 families from their homes.
    cardinal "20,000" value=20000 of=families event=displaced
# Hundreds of people were still missing on Monday, two days after the dam burst.
    cardinal "Hundreds" value=100 of=people event=missing vague
    date "Monday"
    duration "two days" value=2 unit=day
# Security forces detained more than 250 demonstrators in four cities.
    cardinal "250" value=250 qualifier=more_than of=demonstrators event=arrested
    cardinal "four" value=4 of=cities
# The two pilots were killed when their helicopter crashed 30 km north of the base.
    cardinal "two" value=2 of=pilots event=killed
    quantity "30 km" value=30 unit=km change=down_by
# A tornado tore through the town, killing five, injuring at least 35 and damaging hundreds of homes.
    cardinal "five" value=5 event=killed
    cardinal "35" value=35 qualifier=at_least event=injured
    cardinal "hundreds" value=100 of=homes vague
# The death toll could be as high as 5,000, the mayor warned.
    cardinal "5,000" value=5000 qualifier=up_to event=killed
# No fewer than 18 persons lost their lives in a multiple accident along the Lagos-Ibadan expressway.
    cardinal "18" value=18 qualifier=at_least of=persons event=killed
# Two climbers fell to their deaths on K2 and a third is missing.
    cardinal "Two" value=2 of=climbers event=killed
    ordinal "third" value=3
# Saudi-led air strikes killed 14 members of the same family, including nine children.
    cardinal "14" value=14 of=members event=killed
    cardinal "nine" value=9 of=children event=killed
# Around 3,000 people were made homeless by the fire, the Red Cross said.
    cardinal "3,000" value=3000 qualifier=about of=people event=displaced
# The attack, which killed 130 people in 2015, was claimed by Islamic State.
    cardinal "130" value=130 of=people event=killed
    date "2015"
# The coast guard evacuated 18 crew members from the burning tanker.
    cardinal "18" value=18 of=members event=evacuated
# A gunman killed three and wounded 11 before he was shot by police.
    cardinal "three" value=3 event=killed
    cardinal "11" value=11 event=injured
# The plane with 72 people aboard crashed on approach to Pokhara, killing all on board.
    cardinal "72" value=72 of=people
# Eleven people were hospitalized with minor injuries, a fire department spokesman said.
    cardinal "Eleven" value=11 of=people event=injured
# The blast injured 27 people, four of them critically.
    cardinal "27" value=27 of=people event=injured
    cardinal "four" value=4 of=people event=injured
# A total of 1,139 people have been killed and over 240 taken hostage.
    cardinal "1,139" value=1139 of=people event=killed
    cardinal "240" value=240 qualifier=more_than
# Fifteen bodies have been recovered and eight people remain unaccounted for.
    cardinal "Fifteen" value=15 of=bodies
    cardinal "eight" value=8 of=people event=missing
# The fighting has driven half a million people from their homes in a month.
    cardinal "half a million" value=500000 of=people event=displaced
    duration "a month" value=1 unit=month
# Dengue deaths in Bangladesh pass 1,000
    cardinal "1,000" value=1000 event=killed
# Gas explosion in Chinese restaurant kills 31
    cardinal "31" value=31 event=killed
# Kenya floods: 38 dead, thousands homeless
    cardinal "38" value=38 event=killed
    cardinal "thousands" value=1000 event=displaced vague
# 10 killed, 29 hurt in Bihar train derailment
    cardinal "10" value=10 event=killed
    cardinal "29" value=29 event=injured
# Two dead as tanker bursts into flames
    cardinal "Two" value=2 event=killed
# The bus, carrying 66 passengers, overturned, leaving 19 dead and the others injured.
    cardinal "66" value=66 of=passengers
    cardinal "19" value=19 of=passengers event=killed
# The toll included 13 policemen and two bystanders.
    cardinal "13" value=13 of=policemen event=killed
    cardinal "two" value=2 of=bystanders event=killed
# Seventy per cent of those killed were women and children.
    percent "Seventy per cent" value=70 unit=% event=killed
# Officials revised the number of dead down to 97 from 115.
    cardinal "97" value=97 event=killed change=down_to from_=115
    cardinal "115" value=115 event=killed
# The accident happened at about 2:30 a.m., killing the driver and eight passengers on the spot, while 12 others sustained injuries.
    date "2:30 a.m."
    cardinal "eight" value=8 of=passengers event=killed
    cardinal "12" value=12 of=others event=injured
# Ukraine said three people had been killed and 14 injured in the past 24 hours.
    cardinal "three" value=3 of=people event=killed
    cardinal "14" value=14 of=people event=injured
    duration "24 hours" value=24 unit=hour
# Scores of people were injured, some seriously.
    cardinal "Scores" value=20 of=people event=injured vague
# Between 30 and 40 people are believed to have died in the blaze.
    range "30 and 40" value=30 value_max=40 of=people event=killed
# The army killed six suspected militants and lost two soldiers in the raid.
    cardinal "six" value=6 of=militants event=killed
    cardinal "two" value=2 of=soldiers event=killed
# South Sudan clashes leave 56 dead in four days
    cardinal "56" value=56 event=killed
    duration "four days" value=4 unit=day
# A 45-year-old woman and her 12-year-old son were found dead in the house.
    duration "45-year-old" value=45 unit=year role=age
    duration "12-year-old" value=12 unit=year role=age
# Five suspects have been arrested over the deaths of 39 Vietnamese migrants.
    cardinal "Five" value=5 of=suspects event=arrested
    cardinal "39" value=39 of=migrants event=killed
# The storm killed at least three people in Florida and cut power to 2.6 million customers.
    cardinal "three" value=3 qualifier=at_least of=people event=killed
    cardinal "2.6 million" value=2600000 of=customers change=down_to
# One person was killed and another injured in the second attack in a week.
    cardinal "One" value=1 of=person event=killed
    ordinal "second" value=2
    duration "a week" value=1 unit=week
# Five crew are still missing after a cargo ship sank in the Black Sea, the ministry said.
    cardinal "Five" value=5 of=crew event=missing
# The fire claimed the lives of 11 firefighters and injured scores.
    cardinal "11" value=11 of=firefighters event=killed
    cardinal "scores" value=20 of=firefighters event=injured vague
# A mortar shell landed on a school, killing four pupils and their teacher.
    cardinal "four" value=4 of=pupils event=killed
# Six of those killed were foreigners, the embassy said.
    cardinal "Six" value=6 event=killed
# Three people, including the suspected gunman, died at the scene.
    cardinal "Three" value=3 of=people event=killed
# The military junta has jailed more than 4,000 opponents and killed at least 1,500 civilians since the coup.
    cardinal "4,000" value=4000 qualifier=more_than of=opponents
    cardinal "1,500" value=1500 qualifier=at_least of=civilians event=killed
# Twenty-two migrants suffocated in a lorry near Poznan.
    cardinal "Twenty-two" value=22 of=migrants event=killed
# Around 5,000 villagers fled their homes after the volcano erupted for the second time in three days.
    cardinal "5,000" value=5000 qualifier=about of=villagers event=displaced
    ordinal "second" value=2
    duration "three days" value=3 unit=day
# Authorities ordered 70,000 people out of coastal areas.
    cardinal "70,000" value=70000 of=people
# Police fired tear gas, injuring a journalist and 14 protesters.
    cardinal "14" value=14 of=protesters event=injured
# The tanker exploded, burning to death at least 62 people.
    cardinal "62" value=62 qualifier=at_least of=people event=killed
# Nigerian troops freed 137 hostages, including 76 children.
    cardinal "137" value=137 of=hostages
    cardinal "76" value=76 of=children
# Hundreds of inmates escaped and 129 were killed in the jailbreak attempt.
    cardinal "Hundreds" value=100 of=inmates vague
    cardinal "129" value=129 of=inmates event=killed
# Two Palestinians were shot dead by Israeli forces and another 15 wounded in Jenin.
    cardinal "Two" value=2 of=Palestinians event=killed
    cardinal "15" value=15 of=Palestinians event=injured
# A helicopter carrying 14 people crashed, leaving no survivors.
    cardinal "14" value=14 of=people
# The heatwave has been blamed for 1,300 deaths.
    cardinal "1,300" value=1300 of=deaths event=killed
# Ebola has killed 55 of the 164 people infected since September.
    cardinal "55" value=55 of=people event=killed
    cardinal "164" value=164 of=people
    date "September"
# A boat with 60 people on board capsized; 44 were rescued and 16 are missing.
    cardinal "60" value=60 of=people
    cardinal "44" value=44 event=rescued
    cardinal "16" value=16 event=missing
# Fourteen suspects have been detained, nine of them foreigners.
    cardinal "Fourteen" value=14 of=suspects event=arrested
    cardinal "nine" value=9 of=suspects event=arrested
# The rebels executed 17 prisoners, a monitor said.
    cardinal "17" value=17 of=prisoners event=killed
# Ten children were among 23 people killed when a bus overturned.
    cardinal "Ten" value=10 of=children event=killed
    cardinal "23" value=23 of=people event=killed
# Some 300,000 residents have been displaced and 47 relief camps opened.
    cardinal "300,000" value=300000 qualifier=about of=residents event=displaced
    cardinal "47" value=47 of=camps
# The toll stands at 76 dead, 103 missing and more than 600 injured.
    cardinal "76" value=76 event=killed
    cardinal "103" value=103 event=missing
    cardinal "600" value=600 qualifier=more_than event=injured
# Nine are dead and 30 hurt after a gas leak.
    cardinal "Nine" value=9 event=killed
    cardinal "30" value=30 event=injured
# At least 100 people were feared dead after a landslide hit a jade mine.
    cardinal "100" value=100 qualifier=at_least of=people event=killed
# A day earlier, 12 soldiers died in a similar ambush.
    duration "A day earlier" value=1 unit=day
    cardinal "12" value=12 of=soldiers event=killed
# The agency said 6 people lost their lives, 18 others were wounded and 3 are unaccounted for.
    cardinal "6" value=6 of=people event=killed
    cardinal "18" value=18 of=others event=injured
    cardinal "3" value=3 of=others event=missing
# Around a dozen people were taken to hospital, three of them with life-threatening injuries.
    cardinal "a dozen" value=12 qualifier=about of=people
    cardinal "three" value=3 of=people event=injured
# The blaze left 3,000 families homeless.
    cardinal "3,000" value=3000 of=families event=displaced
# Police said they had arrested three men aged 19, 22 and 34 over the attack.
    cardinal "three" value=3 of=men event=arrested
    duration "19" value=19 unit=year role=age
    duration "22" value=22 unit=year role=age
    duration "34" value=34 unit=year role=age
# Forty-one people, mostly women and children, perished.
    cardinal "Forty-one" value=41 of=people event=killed
# Drone attacks killed one and injured three others in Belgorod, the governor said.
    cardinal "one" value=1 event=killed
    cardinal "three" value=3 of=others event=injured
# The collision left 38 passengers dead on the spot, while over 50 others sustained varying degrees of injuries.
    cardinal "38" value=38 of=passengers event=killed
    cardinal "50" value=50 qualifier=more_than of=others event=injured
# The bodies of 12 miners were found; seven are still trapped 300 metres underground.
    cardinal "12" value=12 of=miners
    cardinal "seven" value=7
    quantity "300 metres" value=300 unit=m
# Lightning kills 18 people in Bihar, India
    cardinal "18" value=18 of=people event=killed
# Boko Haram gunmen killed 12, abducted 20 and razed 50 houses in the raid.
    cardinal "12" value=12 event=killed
    cardinal "20" value=20
    cardinal "50" value=50 of=houses
# Gaza's health ministry says 34,000 Palestinians have been killed and 77,000 injured since Oct. 7.
    cardinal "34,000" value=34000 of=Palestinians event=killed
    cardinal "77,000" value=77000 of=Palestinians event=injured
    date "Oct. 7"
# Four climbers were killed and four injured in an avalanche; 12 others were airlifted to safety.
    cardinal "Four" value=4 of=climbers event=killed
    cardinal "four" value=4 event=injured
    cardinal "12" value=12 of=others event=evacuated
# There were 155 passengers and five crew aboard; all were rescued.
    cardinal "155" value=155 of=passengers
    cardinal "five" value=5 of=crew
# Officials evacuated 1,200 patients from two hospitals.
    cardinal "1,200" value=1200 of=patients event=evacuated
    cardinal "two" value=2 of=hospitals
# The 7.8-magnitude quake killed more than 50,000 people in Turkey and nearly 6,000 in Syria.
    cardinal "7.8" value=7.8 of=magnitude
    cardinal "50,000" value=50000 qualifier=more_than of=people event=killed
    cardinal "6,000" value=6000 qualifier=nearly of=people event=killed
# More than 30 cadres have surrendered and eight were gunned down in an encounter.
    cardinal "30" value=30 qualifier=more_than of=cadres
    cardinal "eight" value=8 event=killed
# A 30-year-old woman and two of her children died after being swept away.
    duration "30-year-old" value=30 unit=year role=age
    cardinal "two" value=2 of=children event=killed
# The attackers, five in number, were all killed.
    cardinal "five" value=5
# Mudslides killed 13 and left 26 missing in Rio de Janeiro state.
    cardinal "13" value=13 event=killed
    cardinal "26" value=26 event=missing
# Al Qaeda fighters abducted 36 villagers, 10 of whom were later found dead.
    cardinal "36" value=36 of=villagers
    cardinal "10" value=10 of=villagers event=killed
# One soldier was martyred and two terrorists were killed in an exchange of fire, ISPR said.
    cardinal "One" value=1 of=soldier event=killed
    cardinal "two" value=2 of=terrorists event=killed
# Cyclone Freddy death toll passes 400 in Malawi
    cardinal "400" value=400 event=killed
# At least seven persons have been confirmed dead, while several others sustained injuries in a building collapse in Lagos.
    cardinal "seven" value=7 qualifier=at_least of=persons event=killed
# The incident claimed one life and left two persons injured.
    cardinal "one" value=1 of=life event=killed
    cardinal "two" value=2 of=persons event=injured
# Seven hundred and fifty people were trapped when the mall's roof gave way; 54 died.
    cardinal "Seven hundred and fifty" value=750 of=people
    cardinal "54" value=54 event=killed
# As many as 20 people could be missing, fire chief Ray Jones said.
    cardinal "20" value=20 qualifier=up_to of=people event=missing
# The protests, now in their fourth week, have left 58 people dead.
    ordinal "fourth" value=4
    cardinal "58" value=58 of=people event=killed
# The death toll has more than doubled to 4,300.
    cardinal "4,300" value=4300 event=killed change=up_to
# The storm has claimed 60 lives so far and forced 1.5 million from their homes.
    cardinal "60" value=60 of=lives event=killed
    cardinal "1.5 million" value=1500000 event=displaced
# Of the 239 people on board, 153 were Chinese.
    cardinal "239" value=239 of=people
    cardinal "153" value=153
# Fifty-three civilians, 17 of them children, have been killed in the past week alone.
    cardinal "Fifty-three" value=53 of=civilians event=killed
    cardinal "17" value=17 of=civilians event=killed
    date "past week"
# Clashes between herders and farmers leave 86 dead in central Nigeria
    cardinal "86" value=86 event=killed
# Thirteen injured as tram derails in Lisbon
    cardinal "Thirteen" value=13 event=injured
# Shooting at Texas mall: 8 dead, 7 hurt
    cardinal "8" value=8 event=killed
    cardinal "7" value=7 event=injured
# A policeman was killed and five of his colleagues wounded.
    cardinal "five" value=5 of=colleagues event=injured
# Three Kenyan police officers were killed and four others seriously injured on Monday when their vehicle ran over an improvised explosive device.
    cardinal "Three" value=3 of=officers event=killed
    cardinal "four" value=4 of=others event=injured
    date "Monday"
# The crash, which killed 10, was the country's worst in a decade.
    cardinal "10" value=10 event=killed
    duration "a decade" value=1 unit=decade
# Firefighters saved 20 people and 3 dogs.
    cardinal "20" value=20 of=people event=rescued
    cardinal "3" value=3 of=dogs event=rescued
"""

NEWSROOMS = r"""
# Shares in the retailer slumped 14% on Tuesday after it warned that annual profit would fall short of the £210m it forecast in March.
    percent "14%" value=14 unit=% change=down_by
    date "Tuesday"
    money "£210m" value=210000000 unit=GBP
    date "March"
# The Federal Reserve raised its benchmark rate by a quarter of a percentage point to a range of 5.25% to 5.5%, the highest in 22 years.
    percent "a quarter of a percentage point" value=0.25 unit=percentage point change=up_by
    range "5.25% to 5.5%" value=5.25 value_max=5.5 unit=%
    duration "22 years" value=22 unit=year
# Brent crude futures were up 83 cents, or 1.1%, at $78.42 a barrel by 0915 GMT.
    money "83 cents" value=0.83 unit=USD change=up_by
    percent "1.1%" value=1.1 unit=%
    money "$78.42" value=78.42 unit=USD per=barrel
    date "0915 GMT"
# The company said it would cut 6,000 jobs, or about 8 percent of its global workforce, over the next three years.
    cardinal "6,000" value=6000 of=jobs change=down_by
    percent "8 percent" value=8 unit=% qualifier=about of=workforce
    duration "three years" value=3 unit=year
# Net profit for the quarter ended Sept. 30 fell to $1.07 billion, or $2.15 per share, from $1.33 billion, or $2.64 per share, a year earlier.
    date "Sept. 30"
    money "$1.07 billion" value=1070000000 unit=USD change=down_to
    money "$2.15" value=2.15 unit=USD per=share
    money "$1.33 billion" value=1330000000 unit=USD
    money "$2.64" value=2.64 unit=USD per=share
    duration "a year earlier" value=1 unit=year
# The government will spend Rs 1,200 crore on 14 new medical colleges in nine districts, the chief minister said on Monday.
    money "Rs 1,200 crore" value=12000000000 unit=INR
    cardinal "14" value=14 of=colleges
    cardinal "nine" value=9 of=districts
    date "Monday"
# Sensex tumbled over 600 points in early trade as foreign investors sold shares worth Rs 3,412.6 crore.
    cardinal "600" value=600 qualifier=more_than of=points change=down_by
    money "Rs 3,412.6 crore" value=34126000000 unit=INR
# Police in Nairobi said three suspects were arrested with Sh2.4 million in fake currency.
    cardinal "three" value=3 of=suspects event=arrested
    money "Sh2.4 million" value=2400000 unit=KES
# The bill passed the Senate by 61 votes to 38, with one senator abstaining.
    cardinal "61" value=61 of=votes
    cardinal "38" value=38
    cardinal "one" value=1 of=senator
# She won 54.3 percent of the vote to her rival's 44.1 percent, with 98 percent of precincts reporting.
    percent "54.3 percent" value=54.3 unit=% of=vote
    percent "44.1 percent" value=44.1 unit=%
    percent "98 percent" value=98 unit=% of=precincts
# The 67-year-old former prime minister was sentenced to 12 years in prison and fined $50 million.
    duration "67-year-old" value=67 unit=year role=age
    duration "12 years" value=12 unit=year
    money "$50 million" value=50000000 unit=USD
# Temperatures are expected to reach 41C in Adelaide on Saturday, about 10 degrees above average.
    quantity "41C" value=41 unit=degC
    date "Saturday"
    quantity "10 degrees" value=10 unit=degree qualifier=about
# The storm dumped between 15 and 20 inches of rain on parts of the state in less than 24 hours.
    range "15 and 20 inches" value=15 value_max=20 unit=inch
    duration "24 hours" value=24 unit=hour qualifier=less_than
# Wind gusts of up to 130 kilometres per hour brought down trees and left 40,000 homes without power.
    quantity "130 kilometres per hour" value=130 unit=km/h qualifier=up_to
    cardinal "40,000" value=40000 of=homes
# The earthquake, with a magnitude of 6.4, struck at a depth of 10 km (6.2 miles).
    cardinal "6.4" value=6.4
    quantity "10 km" value=10 unit=km
    quantity "6.2 miles" value=6.2 unit=mile
# Global average temperatures have already risen by around 1.2C since the 19th century.
    quantity "1.2C" value=1.2 unit=degC qualifier=about change=up_by
    date "19th century"
# Two-thirds of adults said they were worried about the cost of living, up from half in 2021.
    cardinal "Two-thirds" value=0.6666666666666666 of=adults
    cardinal "half" value=0.5
    date "2021"
# One in four children under five is malnourished, according to the U.N. children's agency.
    cardinal "One in four" value=0.25 of=children
    duration "five" value=5 unit=year qualifier=less_than role=age
# The World Health Organization said there were 7.1 million cases of the disease in 2022, up 12% on the previous year.
    cardinal "7.1 million" value=7100000 of=cases
    date "2022"
    percent "12%" value=12 unit=% change=up_by
    date "previous year"
# The study followed 1,847 patients for an average of six and a half years.
    cardinal "1,847" value=1847 of=patients
    duration "six and a half years" value=6.5 unit=year
# The vaccine was 94.5% effective in a trial of more than 30,000 people, the company said.
    percent "94.5%" value=94.5 unit=%
    cardinal "30,000" value=30000 qualifier=more_than of=people
# Kohli hit 112 off 96 balls as India beat Australia by six wickets.
    cardinal "112" value=112
    cardinal "96" value=96 of=balls
    cardinal "six" value=6 of=wickets
# Arsenal won 3-1 at Anfield with goals in the 12th, 45th and 88th minutes.
    cardinal "3" value=3 role=score
    cardinal "1" value=1 role=score
    ordinal "12th" value=12
    ordinal "45th" value=45
    ordinal "88th" value=88
# The champion took the first set 6-4 in 47 minutes.
    ordinal "first" value=1
    cardinal "6" value=6 role=score
    cardinal "4" value=4 role=score
    duration "47 minutes" value=47 unit=minute
# LeBron James had 31 points, 11 rebounds and nine assists as the Lakers won their fifth straight game.
    cardinal "31" value=31 of=points
    cardinal "11" value=11 of=rebounds
    cardinal "nine" value=9 of=assists
    ordinal "fifth" value=5
# The Kenyan finished the race in two hours, four minutes and 10 seconds, 20 seconds ahead of the field.
    duration "two hours, four minutes and 10 seconds" value=2.0694444444444446 unit=hour
    duration "20 seconds" value=20 unit=second
# The midfielder, 24, joined the club for a fee of €45m on a five-year contract.
    duration "24" value=24 unit=year role=age
    money "€45m" value=45000000 unit=EUR
    duration "five-year" value=5 unit=year
# The bank's pre-tax profit rose 18% to NZ$1.4 billion in the six months to June 30.
    percent "18%" value=18 unit=% change=up_by
    money "NZ$1.4 billion" value=1400000000 unit=NZD change=up_to
    duration "six months" value=6 unit=month
    date "June 30"
# House prices fell for the fourth month in a row in October, dropping 0.8% to an average of £262,788.
    ordinal "fourth" value=4
    date "October"
    percent "0.8%" value=0.8 unit=% change=down_by
    money "£262,788" value=262788 unit=GBP
# The rand traded at 18.52 to the dollar, 0.4% weaker than its previous close.
    cardinal "18.52" value=18.52
    percent "0.4%" value=0.4 unit=%
# Ghana's inflation slowed to 38.1% in September from 40.1% the month before.
    percent "38.1%" value=38.1 unit=% change=down_to from_=40.1
    date "September"
    percent "40.1%" value=40.1 unit=%
    date "the month before"
# The naira fell to N1,160 to the dollar on the parallel market on Thursday.
    money "N1,160" value=1160 unit=NGN change=down_to
    date "Thursday"
# Nigeria produced 1.35 million barrels of oil a day in July, well below its OPEC quota of 1.74 million barrels.
    quantity "1.35 million barrels" value=1350000 unit=barrel per=day
    date "July"
    quantity "1.74 million barrels" value=1740000 unit=barrel
# The A$2.3 billion project will create 1,500 jobs during construction and 300 permanent positions.
    money "A$2.3 billion" value=2300000000 unit=AUD
    cardinal "1,500" value=1500 of=jobs
    cardinal "300" value=300 of=positions
# Around 60 firefighters were called to the blaze shortly after 3.20am.
    cardinal "60" value=60 qualifier=about of=firefighters
    date "3.20am"
# A 19-year-old man has been charged with two counts of attempted murder after a stabbing on Friday night.
    duration "19-year-old" value=19 unit=year role=age
    cardinal "two" value=2 of=counts
    date "Friday night"
# Detectives seized 350kg of cocaine with a street value of £28 million.
    quantity "350kg" value=350 unit=kg
    money "£28 million" value=28000000 unit=GBP
# The defendant, of no fixed address, was jailed for 18 months and banned from driving for three years.
    duration "18 months" value=18 unit=month
    duration "three years" value=3 unit=year
# Thieves made off with jewellery worth an estimated 5 million euros ($5.4 million).
    money "5 million euros" value=5000000 unit=EUR qualifier=about
    money "$5.4 million" value=5400000 unit=USD
# The court heard that he had stolen £14,500 over a period of eight months.
    money "£14,500" value=14500 unit=GBP
    duration "eight months" value=8 unit=month
# The gunman fired at least 20 shots before fleeing in a white 2015 Toyota Corolla.
    cardinal "20" value=20 qualifier=at_least of=shots
    date "2015"
# Some 1.2 million people have been displaced by the fighting since April 15.
    cardinal "1.2 million" value=1200000 qualifier=about of=people event=displaced
    date "April 15"
# The region received just 12 mm of rain in the past six months, its driest spell in four decades.
    quantity "12 mm" value=12 unit=mm
    duration "six months" value=6 unit=month
    duration "four decades" value=4 unit=decade
# The glacier has lost a third of its volume since the 1980s.
    cardinal "a third" value=0.3333333333333333 of=volume
    date "1980s"
# The country aims to cut emissions by 43% below 2005 levels by 2030.
    percent "43%" value=43 unit=% change=down_by
    date "2005"
    date "2030"
# Renewables supplied more than 40 percent of the country's electricity last year, compared with just under 30 percent in 2018.
    percent "40 percent" value=40 unit=% qualifier=more_than of=electricity
    date "last year"
    percent "30 percent" value=30 unit=% qualifier=less_than
    date "2018"
# The wind farm will have a capacity of 1.4 gigawatts, enough to power one million homes.
    quantity "1.4 gigawatts" value=1.4 unit=gigawatt
    cardinal "one million" value=1000000 of=homes
# The airline ordered 50 Boeing 737 MAX jets in a deal worth $6 billion at list prices.
    cardinal "50" value=50 of=jets
    money "$6 billion" value=6000000000 unit=USD
# The plane was carrying 162 passengers and six crew members when it skidded off the runway.
    cardinal "162" value=162 of=passengers
    cardinal "six" value=6 of=members
# The train was travelling at about 80 mph in a 50 mph zone.
    quantity "80 mph" value=80 unit=mph qualifier=about
    quantity "50 mph" value=50 unit=mph
# Ministers will meet in Brussels on November 28 and 29 to discuss the €50 billion package.
    date "November 28 and 29"
    money "€50 billion" value=50000000000 unit=EUR
# Parliament has 225 seats, of which the ruling party holds 145.
    cardinal "225" value=225 of=seats
    cardinal "145" value=145
# Voter turnout was 61.4%, the lowest since 1996.
    percent "61.4%" value=61.4 unit=%
    date "1996"
# The party won 12 of the 20 seats contested.
    cardinal "12" value=12 of=seats
    cardinal "20" value=20 of=seats
# The poll of 1,012 adults has a margin of error of plus or minus 3.1 percentage points.
    cardinal "1,012" value=1012 of=adults
    percent "3.1 percentage points" value=3.1 unit=percentage point
# Thousands of protesters marched through the capital for a third day on Sunday.
    cardinal "Thousands" value=1000 of=protesters vague
    ordinal "third" value=3
    date "Sunday"
# Lawmakers voted 217-213 to approve the measure.
    cardinal "217" value=217 role=score
    cardinal "213" value=213 role=score
# Seven people were detained, including two minors, a police spokesman said.
    cardinal "Seven" value=7 of=people event=arrested
    cardinal "two" value=2 of=minors event=arrested
# The president, who came to power in a 2014 coup, has ruled for nearly a decade.
    date "2014"
    duration "a decade" value=1 unit=decade qualifier=nearly
# He is expected to stay in the hospital for two to three weeks.
    range "two to three weeks" value=2 value_max=3 unit=week
# Researchers found a 30% lower risk of death among people who walked 8,000 steps a day.
    percent "30%" value=30 unit=% change=down_by
    cardinal "8,000" value=8000 of=steps per=day
# Doctors recommend no more than 14 units of alcohol a week.
    cardinal "14" value=14 qualifier=at_most of=units per=week
# The hospital has 120 beds but was treating more than twice that number.
    cardinal "120" value=120 of=beds
# Patients wait an average of five hours to be seen, against a target of four.
    duration "five hours" value=5 unit=hour
    cardinal "four" value=4
# A litre of petrol now costs $1.98 on average, up 11 cents from a week ago.
    money "$1.98" value=1.98 unit=USD
    money "11 cents" value=0.11 unit=USD change=up_by
    duration "a week ago" value=1 unit=week
# The minimum wage will go up by 50p to £11.44 an hour from April.
    money "50p" value=0.5 unit=GBP change=up_by
    money "£11.44" value=11.44 unit=GBP per=hour change=up_to
    date "April"
# The budget deficit widened to 4.9% of GDP from 3.6%.
    percent "4.9%" value=4.9 unit=% of=GDP change=up_to from_=3.6
    percent "3.6%" value=3.6 unit=%
# China's exports grew 2.3 per cent year-on-year in December, beating forecasts for a 1.7 per cent rise.
    percent "2.3 per cent" value=2.3 unit=% change=up_by
    date "December"
    percent "1.7 per cent" value=1.7 unit=% change=up_by
# The Nikkei rose 0.6% to 33,377.42, and Hong Kong's Hang Seng added 1.2%.
    percent "0.6%" value=0.6 unit=% change=up_by
    cardinal "33,377.42" value=33377.42 change=up_to
    percent "1.2%" value=1.2 unit=%
# The Dow Jones Industrial Average gained 214 points, or 0.6 percent, to close at 36,245.
    cardinal "214" value=214 of=points change=up_by
    percent "0.6 percent" value=0.6 unit=%
    cardinal "36,245" value=36245
# The yield on the 10-year Treasury note was at 4.22%.
    duration "10-year" value=10 unit=year
    percent "4.22%" value=4.22 unit=%
# The deal values the firm at 20 times earnings.
    cardinal "20" value=20 of=earnings
# Amazon will invest up to $4 billion in the start-up, taking a minority stake.
    money "$4 billion" value=4000000000 unit=USD qualifier=up_to
# The four men, aged between 22 and 35, appeared before a magistrate on Wednesday.
    cardinal "four" value=4 of=men
    range "22 and 35" value=22 value_max=35 unit=year role=age
    date "Wednesday"
# Her husband, John, 58, and their three children, aged 12, 9 and four, survived the crash.
    duration "58" value=58 unit=year role=age
    cardinal "three" value=3 of=children
    duration "12" value=12 unit=year role=age
    duration "9" value=9 unit=year role=age
    duration "four" value=4 unit=year role=age
# He was born in a village about 200 miles south of Kabul in 1961.
    quantity "200 miles" value=200 unit=mile qualifier=about
    date "1961"
# The 3,000-metre peak was first climbed in 1865.
    quantity "3,000-metre" value=3000 unit=m
    ordinal "first" value=1
    date "1865"
# The 85,000-seat stadium will host eight matches including the final.
    cardinal "85,000" value=85000 of=seat
    cardinal "eight" value=8 of=matches
# The concert sold out in under 10 minutes.
    duration "10 minutes" value=10 unit=minute qualifier=less_than
# The film took $155 million at the North American box office on its opening weekend.
    money "$155 million" value=155000000 unit=USD
# The building collapsed at around 11 a.m. local time (0500 GMT), officials said.
    date "11 a.m. local time"
    date "0500 GMT"
# The ceasefire came into force at midnight on Nov 24.
    date "midnight"
    date "Nov 24"
# Officials said one person had died and a dozen others were hurt.
    cardinal "one" value=1 of=person event=killed
    cardinal "a dozen" value=12 of=others event=injured
# The firm has a 19.9 per cent stake in the miner.
    percent "19.9 per cent" value=19.9 unit=%
# The town, population 4,300, lies 65km north-west of Melbourne.
    cardinal "4,300" value=4300
    quantity "65km" value=65 unit=km
# The 42 MPs represent just over half of the caucus.
    cardinal "42" value=42 of=MPs
    cardinal "half" value=0.5 qualifier=more_than of=caucus
# India's economy grew 7.8% in the April-June quarter.
    percent "7.8%" value=7.8 unit=% change=up_by
    date "June"
# The monsoon has been 6 per cent below the long-period average so far.
    percent "6 per cent" value=6 unit=%
# A special court sentenced the ex-MLA to seven years' rigorous imprisonment and slapped a fine of Rs 25 lakh.
    duration "seven years" value=7 unit=year
    money "Rs 25 lakh" value=2500000 unit=INR
# As many as 45 lakh students will appear for the exams at 5,200 centres across the state.
    cardinal "45 lakh" value=4500000 qualifier=up_to of=students
    cardinal "5,200" value=5200 of=centres
# The Enforcement Directorate has attached assets worth Rs 73.62 crore in the case.
    money "Rs 73.62 crore" value=736200000 unit=INR
# Gold prices fell by Rs 350 to Rs 61,800 per 10 grams in the national capital.
    money "Rs 350" value=350 unit=INR change=down_by
    money "Rs 61,800" value=61800 unit=INR per=grams change=down_to
    quantity "10 grams" value=10 unit=g
# The Comrades Marathon covers roughly 90km between Durban and Pietermaritzburg.
    quantity "90km" value=90 unit=km qualifier=about
# Eskom said Stage 4 load shedding would continue until 5am on Friday.
    date "5am"
    date "Friday"
# The treasury plans to borrow R553 billion in 2023/24.
    money "R553 billion" value=553000000000 unit=ZAR
    date "2023/24"
# Matric pass rate climbs to 82.9%
    percent "82.9%" value=82.9 unit=% change=up_to
# Cholera outbreak spreads to 10 of Zambia's 10 provinces
    cardinal "10" value=10 of=provinces
    cardinal "10" value=10 of=provinces
# UPDATE 2-Turkey's lira hits record low of 30 against dollar
    cardinal "30" value=30
# The ferry was licensed to carry no more than 25 passengers.
    cardinal "25" value=25 qualifier=at_most of=passengers
# The opposition said it had collected over 2m signatures.
    cardinal "2m" value=2000000 qualifier=more_than of=signatures
# The mine produced 285,000 ounces of gold in the year to June.
    quantity "285,000 ounces" value=285000 unit=oz
    date "June"
# Wheat for December delivery settled down 6-1/4 cents at $5.77 per bushel.
    date "December"
    money "6-1/4 cents" value=0.0625 unit=USD change=down_by
    money "$5.77" value=5.77 unit=USD per=bushel
# The government has set aside half a billion dollars for the clean-up.
    money "half a billion dollars" value=500000000 unit=USD
# Nearly nine out of 10 respondents backed the ban.
    cardinal "nine out of 10" value=0.9 qualifier=nearly of=respondents
# The committee meets every two weeks and has 15 voting members.
    duration "two weeks" value=2 unit=week
    cardinal "15" value=15 of=members
# It was the country's worst drought in at least 1,200 years.
    duration "1,200 years" value=1200 unit=year qualifier=at_least
# The ship, 400 metres long, was stuck for six days.
    quantity "400 metres" value=400 unit=m
    duration "six days" value=6 unit=day
# The blaze has burned through 21,500 acres and was 35% contained on Thursday morning.
    quantity "21,500 acres" value=21500 unit=acre
    percent "35%" value=35 unit=%
    date "Thursday morning"
# Sea levels could rise by between 60cm and 1.1m by 2100.
    range "60cm and 1.1m" value=0.6 value_max=1.1 unit=m
    date "2100"
# The cyclone is forecast to make landfall with sustained winds of 155-165 kmph.
    range "155-165 kmph" value=155 value_max=165 unit=km/h
# The council approved a two-percent increase in property taxes, adding about $56 a year to the average bill.
    percent "two-percent" value=2 unit=% change=up_by
    money "$56" value=56 unit=USD qualifier=about per=year
# The number of asylum applications rose by 28% to 1.1 million in 2023.
    percent "28%" value=28 unit=% change=up_by
    cardinal "1.1 million" value=1100000 change=up_to
    date "2023"
# The player missed three of the last five games with a knee injury.
    cardinal "three" value=3 of=games
    cardinal "five" value=5 of=games
# The Springboks led 17-10 at half-time.
    cardinal "17" value=17 role=score
    cardinal "10" value=10 role=score
# Verstappen finished 22.4 seconds clear of Perez for his 10th win in a row.
    duration "22.4 seconds" value=22.4 unit=second
    ordinal "10th" value=10
# She ran the 100 metres in 10.72 seconds.
    quantity "100 metres" value=100 unit=m
    duration "10.72 seconds" value=10.72 unit=second
# New Zealand were all out for 237 in 43.2 overs.
    cardinal "237" value=237
    cardinal "43.2" value=43.2 of=overs
# It is the second-largest economy in the world.
    ordinal "second" value=2
# The 21st amendment would give the president a third term.
    ordinal "21st" value=21
    ordinal "third" value=3
# The factory makes a million batteries a month.
    cardinal "a million" value=1000000 of=batteries per=month
# More than 100 countries signed the pledge, including 46 of the world's biggest coal users.
    cardinal "100" value=100 qualifier=more_than of=countries
    cardinal "46" value=46 of=users
# Tens of thousands of commuters faced delays of up to two hours.
    cardinal "Tens of thousands" value=10000 of=commuters vague
    duration "two hours" value=2 unit=hour qualifier=up_to
# The app has 500 million-plus users.
    cardinal "500 million" value=500000000 qualifier=more_than of=users
# The agency gave a 60-70% chance of El Nino conditions by the end of July.
    range "60-70%" value=60 value_max=70 unit=%
    date "the end of July"
# Facebook parent Meta said it had 3.05 billion monthly active users, up 3% from a year ago.
    cardinal "3.05 billion" value=3050000000 of=users per=month
    percent "3%" value=3 unit=% change=up_by
    duration "a year ago" value=1 unit=year
# The restaurant, which opened in 1987, employs 17 staff.
    date "1987"
    cardinal "17" value=17 of=staff
# The third-ranked Swede beat the No. 8 seed in straight sets.
    ordinal "third" value=3
    ordinal "No. 8" value=8
# They were married for more than 60 years and had 11 grandchildren.
    duration "60 years" value=60 unit=year qualifier=more_than
    cardinal "11" value=11 of=grandchildren
# The statue stands 7ft 6in tall and weighs half a tonne.
    quantity "7ft 6in" value=7.5 unit=ft
    quantity "half a tonne" value=0.5 unit=t
# A return fare will cost $84 to $120.
    range "$84 to $120" value=84 value_max=120 unit=USD
# Water levels at the dam dropped to 11 per cent of capacity, officials said.
    percent "11 per cent" value=11 unit=% of=capacity change=down_to
# The commission fined Google 2.42 billion euros in June 2017.
    money "2.42 billion euros" value=2420000000 unit=EUR
    date "June 2017"
# The lender reported a loss of 3.2 trillion won ($2.4 billion).
    money "3.2 trillion won" value=3200000000000 unit=KRW
    money "$2.4 billion" value=2400000000 unit=USD
# The loan carries interest of 150 basis points over Libor.
    percent "150 basis points" value=150 unit=basis point
# Its market value topped $1 trillion for the first time.
    money "$1 trillion" value=1000000000000 unit=USD qualifier=more_than
    ordinal "first" value=1
# Only five of the council's 15 members backed the resolution.
    cardinal "five" value=5 of=members
    cardinal "15" value=15 of=members
# The survey, conducted between Oct. 10 and Oct. 14, questioned 2,000 households.
    date "Oct. 10"
    date "Oct. 14"
    cardinal "2,000" value=2000 of=households
# The school has been closed since mid-March and will reopen next Monday.
    date "mid-March"
    date "next Monday"
# Classes were suspended from 9am to 1pm because of the heat.
    date "9am to 1pm"
# Some 80 per cent of the country's 33 million people live in rural areas.
    percent "80 per cent" value=80 unit=% qualifier=about of=people
    cardinal "33 million" value=33000000 of=people
# Inmates at the 200-year-old jail share cells measuring eight feet by six.
    duration "200-year-old" value=200 unit=year role=age
    quantity "eight feet" value=8 unit=ft
    cardinal "six" value=6
# The tunnel is 57 km-long and took 17 years to build.
    quantity "57 km" value=57 unit=km
    duration "17 years" value=17 unit=year
# The rapper spent one year and six months in custody.
    duration "one year and six months" value=1.5 unit=year
# Tesla delivered 435,059 vehicles in the third quarter, missing analysts' estimates of about 456,000.
    cardinal "435,059" value=435059 of=vehicles
    date "third quarter"
    cardinal "456,000" value=456000 qualifier=about
# The pound was trading at $1.2715, down 0.3% on the day.
    money "$1.2715" value=1.2715 unit=USD
    percent "0.3%" value=0.3 unit=% change=down_by
# Oil prices rose nearly 2% on Monday, with Brent at $91.80 a barrel, its highest in 10 months.
    percent "2%" value=2 unit=% qualifier=nearly change=up_by
    date "Monday"
    money "$91.80" value=91.8 unit=USD per=barrel
    duration "10 months" value=10 unit=month
# Australia's jobless rate ticked up to 3.7 per cent in October from 3.6 per cent.
    percent "3.7 per cent" value=3.7 unit=% change=up_to from_=3.6
    date "October"
    percent "3.6 per cent" value=3.6 unit=%
# The ASX 200 closed 54.3 points, or 0.8 per cent, higher at 7,069.
    cardinal "54.3" value=54.3 of=points
    percent "0.8 per cent" value=0.8 unit=%
    cardinal "7,069" value=7069
# Some 1.3 million Australians rely on the payment, worth $50.40 a day.
    cardinal "1.3 million" value=1300000 qualifier=about of=Australians
    money "$50.40" value=50.4 unit=USD per=day
# South Africa's central bank kept its repo rate unchanged at 8.25%, in line with the forecasts of 18 of 22 economists.
    percent "8.25%" value=8.25 unit=%
    cardinal "18" value=18 of=economists
    cardinal "22" value=22 of=economists
# The firm, which has 140 stores and 2,300 staff, owes creditors £90m.
    cardinal "140" value=140 of=stores
    cardinal "2,300" value=2300 of=staff
    money "£90m" value=90000000 unit=GBP
# Ministers agreed to cut fishing quotas by up to a fifth.
    cardinal "a fifth" value=0.2 qualifier=up_to change=down_by
# One in every 10 Kenyans lives with diabetes.
    cardinal "One in every 10" value=0.1 of=Kenyans
# Three out of five voters said they'd back independence.
    cardinal "Three out of five" value=0.6 of=voters
# The council tax bill for a Band D home will rise £99 to £2,112.
    money "£99" value=99 unit=GBP change=up_by
    money "£2,112" value=2112 unit=GBP change=up_to
# The Lok Sabha has 543 seats; the BJP won 240, well short of the 272 needed for a majority.
    cardinal "543" value=543 of=seats
    cardinal "240" value=240
    cardinal "272" value=272
# Voting began at 7 a.m. and will end at 6 p.m. across 58 constituencies in six states and two union territories.
    date "7 a.m."
    date "6 p.m."
    cardinal "58" value=58 of=constituencies
    cardinal "six" value=6 of=states
    cardinal "two" value=2 of=territories
# He was found guilty on six of the eight charges.
    cardinal "six" value=6 of=charges
    cardinal "eight" value=8 of=charges
# Jurors deliberated for just over four hours over two days.
    duration "four hours" value=4 unit=hour qualifier=more_than
    duration "two days" value=2 unit=day
# The 38-year-old from Lagos scored twice in the first half.
    duration "38-year-old" value=38 unit=year role=age
    ordinal "first" value=1
# Djokovic won 6-3 7-6 (7-5) 6-4 in two hours and 53 minutes.
    cardinal "6" value=6 role=score
    cardinal "3" value=3 role=score
    cardinal "7" value=7 role=score
    cardinal "6" value=6 role=score
    cardinal "7" value=7 role=score
    cardinal "5" value=5 role=score
    cardinal "6" value=6 role=score
    cardinal "4" value=4 role=score
    duration "two hours and 53 minutes" value=2.8833333333333333 unit=hour
# Manchester City are two points clear with three games to play.
    cardinal "two" value=2 of=points
    cardinal "three" value=3 of=games
# Bayern beat Arsenal 1-0 to win 3-2 on aggregate.
    cardinal "1" value=1 role=score
    cardinal "0" value=0 role=score
    cardinal "3" value=3 role=score
    cardinal "2" value=2 role=score
# Kipchoge clocked 2:02:42 in Berlin, 53 seconds outside his world record of 2:01:09.
    duration "2:02:42" value=7362 unit=second
    duration "53 seconds" value=53 unit=second
    duration "2:01:09" value=7269 unit=second
# The Proteas need 126 runs from 84 balls with five wickets in hand.
    cardinal "126" value=126 of=runs
    cardinal "84" value=84 of=balls
    cardinal "five" value=5 of=wickets
# Hamilton qualified third, 0.2sec behind Norris.
    ordinal "third" value=3
    duration "0.2sec" value=0.2 unit=second
# He hit 30 home runs and drove in 98 runs in 144 games last season.
    cardinal "30" value=30 of=runs
    cardinal "98" value=98 of=runs
    cardinal "144" value=144 of=games
# The Chiefs outscored the Bills 27-24 before a crowd of 70,545.
    cardinal "27" value=27 role=score
    cardinal "24" value=24 role=score
    cardinal "70,545" value=70545
# Up to 15cm of snow could fall above 300m, the Met Office said.
    quantity "15cm" value=15 unit=cm qualifier=up_to
    quantity "300m" value=300 unit=m qualifier=more_than change=down_by
# Wind speeds hit 175 km/h (109 mph) as the Category 3 storm moved west at 15 mph.
    quantity "175 km/h" value=175 unit=km/h
    quantity "109 mph" value=109 unit=mph
    quantity "15 mph" value=15 unit=mph
# A 5.6-magnitude earthquake hit at 11:47 p.m. local time at a depth of 11 miles.
    cardinal "5.6" value=5.6 of=magnitude
    date "11:47 p.m. local time"
    quantity "11 miles" value=11 unit=mile
# The mercury dipped to minus 12 degrees Celsius, the lowest since January 2011.
    quantity "minus 12 degrees Celsius" value=-12 unit=degC change=down_to
    date "January 2011"
# Average temperatures were 1.8 degrees above the long-term mean.
    quantity "1.8 degrees" value=1.8 unit=degree
# The dam is at 34.7 per cent capacity, compared with 61 per cent this time last year.
    percent "34.7 per cent" value=34.7 unit=%
    percent "61 per cent" value=61 unit=%
    date "last year"
# Antarctic sea ice shrank to 1.79 million sq km.
    quantity "1.79 million sq km" value=1790000 unit=km2 change=down_to
# The fire has scorched 1,150 hectares (2,840 acres) since it started on 12 August.
    quantity "1,150 hectares" value=1150 unit=hectare
    quantity "2,840 acres" value=2840 unit=acre
    date "12 August"
# The ship was carrying 25,000 tonnes of fuel and was 190m long.
    quantity "25,000 tonnes" value=25000 unit=t
    quantity "190m" value=190 unit=m
# The bus was travelling from Accra to Kumasi, about 250 km away, with 48 passengers on board.
    quantity "250 km" value=250 unit=km qualifier=about
    cardinal "48" value=48 of=passengers
# The 12-member panel, which includes two women, will report within 90 days.
    cardinal "12" value=12 of=member
    cardinal "two" value=2 of=women
    duration "90 days" value=90 unit=day
# A bottle of 1945 Romanee-Conti sold for $558,000, 17 times its estimate of $32,000.
    date "1945"
    money "$558,000" value=558000 unit=USD
    cardinal "17" value=17 of=times
    money "$32,000" value=32000 unit=USD
# The painting fetched $28.5 million, including fees, almost double its low estimate of $15m.
    money "$28.5 million" value=28500000 unit=USD
    money "$15m" value=15000000 unit=USD
# Only one of the five children survived.
    cardinal "one" value=1 of=children
    cardinal "five" value=5 of=children
# Tickets start at R350 and go up to R1,200 for VIP seats.
    money "R350" value=350 unit=ZAR
    money "R1,200" value=1200 unit=ZAR change=up_to
# GDP grew by 0.1 per cent between July and September.
    percent "0.1 per cent" value=0.1 unit=% change=up_by
    date "July"
    date "September"
# The group's debt-to-equity ratio is 1.6.
    cardinal "1.6" value=1.6
# Infant mortality fell from 76 to 38 deaths per 1,000 live births between 1990 and 2019.
    cardinal "76" value=76
    cardinal "38" value=38 of=deaths event=killed per=births change=down_to from_=76
    cardinal "1,000" value=1000 of=births
    date "1990 and 2019"
# Patients who took the 2.4mg dose lost 14.9% of their body weight in 68 weeks.
    quantity "2.4mg" value=2.4 unit=mg
    percent "14.9%" value=14.9 unit=% of=weight
    duration "68 weeks" value=68 unit=week
# About 537 million adults aged 20-79 have diabetes.
    cardinal "537 million" value=537000000 qualifier=about of=adults
    range "20-79" value=20 value_max=79 unit=year role=age
# An estimated 17.9 million people die each year from heart disease.
    cardinal "17.9 million" value=17900000 qualifier=about of=people event=killed per=year
# The hospital treats 300-400 patients daily.
    range "300-400" value=300 value_max=400 of=patients per=day
# The variant accounts for 3 in 10 new cases.
    cardinal "3 in 10" value=0.3 of=cases
# Teachers want a 12-per-cent raise over three years; the province has offered 3.5 per cent a year.
    percent "12-per-cent" value=12 unit=% change=up_by
    duration "three years" value=3 unit=year
    percent "3.5 per cent" value=3.5 unit=% per=year
# Loblaw shares rose $2.10 to $124.55 in Toronto.
    money "$2.10" value=2.1 unit=USD change=up_by
    money "$124.55" value=124.55 unit=USD change=up_to
# TORONTO - The province will spend $1.2 billion on 1,000 new buses.
    money "$1.2 billion" value=1200000000 unit=USD
    cardinal "1,000" value=1000 of=buses
# The strike by 65,000 workers is costing the economy $30 million a day.
    cardinal "65,000" value=65000 of=workers
    money "$30 million" value=30000000 unit=USD per=day
# Rogers bought Shaw for $26 billion, or $40.50 a share.
    money "$26 billion" value=26000000000 unit=USD
    money "$40.50" value=40.5 unit=USD per=share
# More than half of respondents, 53 per cent, opposed the plan.
    cardinal "half" value=0.5 qualifier=more_than of=respondents
    percent "53 per cent" value=53 unit=%
# The Sydney Harbour Bridge carries 160,000 cars a day.
    cardinal "160,000" value=160000 of=cars per=day
# The All Blacks have won 14 of their past 16 tests.
    cardinal "14" value=14 of=tests
    cardinal "16" value=16 of=tests
# The prime minister's approval rating slipped four points to 42 per cent.
    cardinal "four" value=4 of=points change=down_by
    percent "42 per cent" value=42 unit=% change=down_to
# The suspect, described as being in his mid-30s and about 6ft tall, fled on foot.
    duration "30s" value=30 unit=year role=age
    quantity "6ft" value=6 unit=ft qualifier=about
# Twelve years after the disaster, 33,000 people still cannot return home.
    duration "Twelve years" value=12 unit=year
    cardinal "33,000" value=33000 of=people
# The €750bn recovery fund will run until the end of 2026.
    money "€750bn" value=750000000000 unit=EUR
    date "the end of 2026"
# Profit before tax was Sh9.8 billion, a 21 percent rise, in the nine months to September.
    money "Sh9.8 billion" value=9800000000 unit=KES
    percent "21 percent" value=21 unit=% change=up_by
    duration "nine months" value=9 unit=month
    date "September"
# Coffee fetched an average of $253 per 50-kilogramme bag.
    money "$253" value=253 unit=USD per=bag
    quantity "50-kilogramme" value=50 unit=kg
# Maize prices have shot up to Sh3,800 per 90kg bag.
    money "Sh3,800" value=3800 unit=KES per=bag change=up_to
    quantity "90kg" value=90 unit=kg
# Uganda received 1.5 million refugees, 57% of them from South Sudan.
    cardinal "1.5 million" value=1500000 of=refugees
    percent "57%" value=57 unit=% of=refugees
# Over two-thirds of the 1,400 households surveyed eat one meal a day.
    cardinal "two-thirds" value=0.6666666666666666 qualifier=more_than of=households
    cardinal "1,400" value=1400 of=households
    cardinal "one" value=1 of=meal per=day
# The FIR was lodged under sections 302 and 34 of the IPC on 3 May 2019.
    date "3 May 2019"
# The minister said 80 crore people would get free ration for another five years.
    cardinal "80 crore" value=800000000 of=people
    duration "five years" value=5 unit=year
# The accused were caught with 3 kg of heroin worth Rs 15 crore in the international market.
    quantity "3 kg" value=3 unit=kg
    money "Rs 15 crore" value=150000000 unit=INR
# Dhoni, 42, has led CSK to five titles.
    duration "42" value=42 unit=year role=age
    cardinal "five" value=5 of=titles
# The Nifty 50 fell 131 points to 19,742.35, while Bank Nifty shed 0.44%.
    cardinal "131" value=131 of=points change=down_by
    cardinal "19,742.35" value=19742.35 change=down_to
    percent "0.44%" value=0.44 unit=% change=down_by
# Retail inflation eased to a four-month low of 4.87% in October.
    duration "four-month" value=4 unit=month
    percent "4.87%" value=4.87 unit=%
    date "October"
# Ola raised Rs 3,200 crore at a valuation of $5.4 billion.
    money "Rs 3,200 crore" value=32000000000 unit=INR
    money "$5.4 billion" value=5400000000 unit=USD
# Dr Mensah, 51, is the first woman to hold the post in 60 years.
    duration "51" value=51 unit=year role=age
    ordinal "first" value=1
    duration "60 years" value=60 unit=year
# The book sold 30,000 copies in its first week.
    cardinal "30,000" value=30000 of=copies
    ordinal "first" value=1
# The $1.9tn package was passed by 50 votes to 49.
    money "$1.9tn" value=1900000000000 unit=USD
    cardinal "50" value=50 of=votes
    cardinal "49" value=49
# A quarter of a million people signed the petition within 48 hours.
    cardinal "A quarter of a million" value=250000 of=people
    duration "48 hours" value=48 unit=hour
# Nearly a third of Pakistan was under water in 2022.
    cardinal "a third" value=0.3333333333333333 qualifier=nearly of=Pakistan
    date "2022"
# It is 25 years since the Good Friday Agreement was signed.
    duration "25 years" value=25 unit=year
    date "Friday"
# The 10 Downing Street spokesman said a decision would come in weeks.
# Spending on defence will reach 2.5% of GDP by 2030, at a cost of £75bn over six years.
    percent "2.5%" value=2.5 unit=% of=GDP
    date "2030"
    money "£75bn" value=75000000000 unit=GBP
    duration "six years" value=6 unit=year
# Around 1 in 5 flights was delayed by more than 15 minutes.
    cardinal "1 in 5" value=0.2 qualifier=about of=flights
    duration "15 minutes" value=15 unit=minute qualifier=more_than
# The plant, 120 miles north of Paris, employs 1,100 and makes 250,000 cars a year.
    quantity "120 miles" value=120 unit=mile
    cardinal "1,100" value=1100
    cardinal "250,000" value=250000 of=cars per=year
# The 16th-century palace reopened after a 10-year, $300m restoration.
    date "16th-century"
    duration "10-year" value=10 unit=year
    money "$300m" value=300000000 unit=USD
# Chinese authorities fined the e-commerce giant 18.2 billion yuan ($2.8 billion), equal to 4% of its 2019 sales.
    money "18.2 billion yuan" value=18200000000 unit=CNY
    money "$2.8 billion" value=2800000000 unit=USD
    percent "4%" value=4 unit=% of=sales
    date "2019"
# The 73-year-old singer has sold more than 100 million records over a career spanning five decades.
    duration "73-year-old" value=73 unit=year role=age
    cardinal "100 million" value=100000000 qualifier=more_than of=records
    duration "five decades" value=5 unit=decade
# Fewer than one in 10 graduates found work within six months of leaving university, the survey found.
    cardinal "one in 10" value=0.1 qualifier=less_than of=graduates
    duration "six months" value=6 unit=month
# Forty-two states joined the lawsuit, which was filed on Oct. 24 in San Francisco.
    cardinal "Forty-two" value=42 of=states
    date "Oct. 24"
# A pint of milk now costs about 85p, compared with 49p two years ago.
    money "85p" value=0.85 unit=GBP qualifier=about
    money "49p" value=0.49 unit=GBP
    duration "two years ago" value=2 unit=year
# The company's $3.4bn bid values the rival at £27.60 a share, a premium of 32%.
    money "$3.4bn" value=3400000000 unit=USD
    money "£27.60" value=27.6 unit=GBP per=share
    percent "32%" value=32 unit=%
# Scientists drilled 2.8km into the ice to retrieve a core that is 1.2 million years old.
    quantity "2.8km" value=2.8 unit=km
    duration "1.2 million years old" value=1200000 unit=year role=age
# The asteroid, about the size of a bus, passed within 3,600 km of Earth at 0027 GMT.
    quantity "3,600 km" value=3600 unit=km
    date "0027 GMT"
# Her doctor had twice warned her that 80 milligrams a day was too much.
    quantity "80 milligrams" value=80 unit=mg per=day
# Spurs have taken just five points from a possible 21.
    cardinal "five" value=5 of=points
    cardinal "21" value=21
# The teenager broke the 1,500m freestyle record by almost three seconds.
    quantity "1,500m" value=1500 unit=m
    duration "three seconds" value=3 unit=second qualifier=nearly
# Zimbabwe were bowled out for 54 in 19.4 overs.
    cardinal "54" value=54
    cardinal "19.4" value=19.4 of=overs
# Nadal saved four match points before winning 4-6, 7-6, 6-3.
    cardinal "four" value=4 of=points
    cardinal "4" value=4 role=score
    cardinal "6" value=6 role=score
    cardinal "7" value=7 role=score
    cardinal "6" value=6 role=score
    cardinal "6" value=6 role=score
    cardinal "3" value=3 role=score
# Rainfall totals of 4 to 6 inches are possible, with isolated amounts of 10 inches.
    range "4 to 6 inches" value=4 value_max=6 unit=inch
    quantity "10 inches" value=10 unit=inch
# It was 38.9 degrees in Perth at 2pm, more than 9 degrees above the March average.
    quantity "38.9 degrees" value=38.9 unit=degree
    date "2pm"
    quantity "9 degrees" value=9 unit=degree qualifier=more_than
    date "March"
# Crews had contained about a quarter of the 7,900-acre fire by nightfall.
    cardinal "a quarter" value=0.25 qualifier=about of=fire
    quantity "7,900-acre" value=7900 unit=acre
# The levy will be charged at 20 paise a litre from 1 April.
    money "20 paise" value=0.2 unit=INR per=litre
    date "1 April"
# The state exported 12.6 lakh tonnes of rice, worth about Rs 3,900 crore, last fiscal.
    quantity "12.6 lakh tonnes" value=1260000 unit=t
    money "Rs 3,900 crore" value=39000000000 unit=INR qualifier=about
# The loan, of Ksh 50 billion, is to be repaid over 15 years at an interest rate of 2 percent.
    money "Ksh 50 billion" value=50000000000 unit=KES
    duration "15 years" value=15 unit=year
    percent "2 percent" value=2 unit=%
# Cocoa farmers will get GH¢33,120 per tonne this season.
    money "GH¢33,120" value=33120 unit=GHS per=tonne
# A bag of cement sells for N8,500, up from N5,000 in January.
    money "N8,500" value=8500 unit=NGN
    money "N5,000" value=5000 unit=NGN
    date "January"
# Half of the board's 14 members were appointed in the past year.
    cardinal "Half" value=0.5 of=members
    cardinal "14" value=14 of=members
    date "past year"
# The two-hour meeting in Room 304 drew some 150 parents.
    duration "two-hour" value=2 unit=hour
    cardinal "150" value=150 qualifier=about of=parents
# She was the third of eight children and left school at 14.
    ordinal "third" value=3
    cardinal "eight" value=8 of=children
    duration "14" value=14 unit=year role=age
# The film opens Dec. 25 and runs 2 hours and 35 minutes.
    date "Dec. 25"
    duration "2 hours and 35 minutes" value=2.5833333333333335 unit=hour
# The motion needed two-thirds of the vote to pass; it got 58.7%.
    cardinal "two-thirds" value=0.6666666666666666 of=vote
    percent "58.7%" value=58.7 unit=%
# Google controls roughly 90% of the search market.
    percent "90%" value=90 unit=% qualifier=about of=market
# The start-up, founded in 2019 by two Stanford engineers, has raised $120m to date.
    date "2019"
    cardinal "two" value=2 of=engineers change=up_by
    money "$120m" value=120000000 unit=USD
# The drug cut the risk of stroke by 26% over 3.3 years.
    percent "26%" value=26 unit=% change=down_by
    duration "3.3 years" value=3.3 unit=year
# Pupils aged 11 to 16 will get 90 minutes of sport a week.
    range "11 to 16" value=11 value_max=16 unit=year role=age
    duration "90 minutes" value=90 unit=minute per=week
# The £9,250-a-year tuition fee has been frozen since 2017.
    money "£9,250" value=9250 unit=GBP per=year
    date "2017"
# Trains between the two cities run every 15 minutes.
    cardinal "two" value=2 of=cities
    duration "15 minutes" value=15 unit=minute
# The judge fined the firm €1.2m and gave it 30 days to appeal.
    money "€1.2m" value=1200000 unit=EUR
    duration "30 days" value=30 unit=day
# He served 27 months of a four-and-a-half-year sentence.
    duration "27 months" value=27 unit=month
    duration "four-and-a-half-year" value=4.5 unit=year
# The regiment lost a third of its strength in the first week of the war.
    cardinal "a third" value=0.3333333333333333 of=strength
    ordinal "first" value=1
# US consumer prices climbed 0.4 percent in August, the most in 14 months.
    percent "0.4 percent" value=0.4 unit=% change=up_by
    date "August"
    duration "14 months" value=14 unit=month
# Norway's $1.4 trillion wealth fund lost 2.1% in the third quarter.
    money "$1.4 trillion" value=1400000000000 unit=USD
    percent "2.1%" value=2.1 unit=% change=down_by
    date "third quarter"
# The Dow dropped nearly 400 points and the S&P 500 lost 1.4%.
    cardinal "400" value=400 qualifier=nearly of=points change=down_by
    percent "1.4%" value=1.4 unit=% change=down_by
# Bitcoin surged past $35,000 for the first time since May 2022.
    money "$35,000" value=35000 unit=USD qualifier=more_than change=up_to
    ordinal "first" value=1
    date "May 2022"
# Tata's Nano was launched at Rs 1 lakh and had a 624cc engine.
    money "Rs 1 lakh" value=100000 unit=INR
    quantity "624cc" value=624 unit=mL
# Solar panels cover 300 square metres of roof and generate 45 kilowatt-hours a day.
    quantity "300 square metres" value=300 unit=m2
    quantity "45 kilowatt-hours" value=45 unit=kilowatt hour per=day
# Eighteen people died and 13 were wounded when a gunman opened fire at a bowling alley in Maine.
    cardinal "Eighteen" value=18 of=people event=killed
    cardinal "13" value=13 of=people event=injured
# A Ukrainian missile strike on Sevastopol killed one serviceman and left another missing.
    cardinal "one" value=1 of=serviceman event=killed
# Floodwaters swept away a bus, drowning at least 15 passengers.
    cardinal "15" value=15 qualifier=at_least of=passengers event=killed
# Police in Jakarta detained 301 people, among them 26 minors.
    cardinal "301" value=301 of=people event=arrested
    cardinal "26" value=26 of=minors event=arrested
# The quake killed 157 people in Jajarkot and injured hundreds.
    cardinal "157" value=157 of=people event=killed
    cardinal "hundreds" value=100 of=people event=injured vague
# Storm Ciaran left seven dead across Europe and more than a million French households without power.
    cardinal "seven" value=7 event=killed
    cardinal "a million" value=1000000 qualifier=more_than of=households
# Houthi rebels are holding 25 crew members of a ship seized on 19 November.
    cardinal "25" value=25 of=members
    date "19 November"
# Troops repelled the attack, killing 50 insurgents; three soldiers were also killed.
    cardinal "50" value=50 of=insurgents event=killed
    cardinal "three" value=3 of=soldiers event=killed
# The fire service rescued a dozen people trapped on the roof.
    cardinal "a dozen" value=12 of=people event=rescued
# Migrants' boat sinks off Senegal: 16 dead, 20 missing
    cardinal "16" value=16 event=killed
    cardinal "20" value=20 event=missing
# Three security guards were killed and two more seriously hurt in the blast.
    cardinal "Three" value=3 of=guards event=killed
    cardinal "two" value=2 of=guards event=injured
# Nearly 1.7 million people, or three-quarters of the population, have been displaced.
    cardinal "1.7 million" value=1700000 qualifier=nearly of=people event=displaced
    cardinal "three-quarters" value=0.75 of=population event=displaced
# Army aviation evacuated 112 stranded tourists from the valley on Monday.
    cardinal "112" value=112 of=tourists event=evacuated
    date "Monday"
# An avalanche buried 11 people, five of whom were dug out alive.
    cardinal "11" value=11 of=people
    cardinal "five" value=5 of=people event=rescued
# At least two dozen houses were razed and eight people burnt to death.
    cardinal "two dozen" value=24 qualifier=at_least of=houses
    cardinal "eight" value=8 of=people event=killed
# The epidemic has claimed 3,200 lives since it began ten months ago.
    cardinal "3,200" value=3200 of=lives event=killed
    duration "ten months ago" value=10 unit=month
# Officers made 83 arrests and 41 officers were injured, six of them seriously.
    cardinal "83" value=83 of=arrests event=arrested
    cardinal "41" value=41 of=officers event=injured
    cardinal "six" value=6 of=officers event=injured
# Thirty passengers sustained injuries, four of whom are in intensive care.
    cardinal "Thirty" value=30 of=passengers event=injured
    cardinal "four" value=4 of=passengers event=injured
# Jihadists killed 71 soldiers in an attack near the border, the deadliest in a decade.
    cardinal "71" value=71 of=soldiers event=killed
    duration "a decade" value=1 unit=decade
# Rescue teams found two survivors 12 days after the collapse.
    cardinal "two" value=2 of=survivors
    duration "12 days" value=12 unit=day
# Suspected rebels hacked to death 19 farmers in Ituri.
    cardinal "19" value=19 of=farmers event=killed
# The strike killed the commander and two of his bodyguards.
    cardinal "two" value=2 of=bodyguards event=killed
# Fifteen illegal miners were arrested and five rifles seized.
    cardinal "Fifteen" value=15 of=miners event=arrested
    cardinal "five" value=5 of=rifles
# The blast killed two of its members and four civilian contractors.
    cardinal "two" value=2 of=members event=killed
    cardinal "four" value=4 of=contractors event=killed
# Four passengers survived with serious injuries while 17 others escaped with minor injuries.
    cardinal "Four" value=4 of=passengers event=injured
    cardinal "17" value=17 of=others event=injured
# At least seven people were on Monday killed and 11 injured when a truck rammed two matatus.
    cardinal "seven" value=7 qualifier=at_least of=people event=killed
    date "Monday"
    cardinal "11" value=11 of=people event=injured
    cardinal "two" value=2 of=matatus
# Five died on the spot, with two others succumbing to their wounds in hospital.
    cardinal "Five" value=5 event=killed
    cardinal "two" value=2 of=others event=killed
# The death toll after a magnitude-6.5 quake that struck on Sunday increased to 367.
    cardinal "6.5" value=6.5 of=quake
    date "Sunday"
    cardinal "367" value=367 event=killed change=up_to
# The group killed seven South African and Russian pilots last year.
    cardinal "seven" value=7 of=pilots event=killed
    date "last year"
# Bombers Kill 27, Wound 40 in Kabul
    cardinal "27" value=27 event=killed
    cardinal "40" value=40 event=injured
# Divers found another body, bringing to 22 the number of known dead.
    cardinal "22" value=22 event=killed
# The war has displaced nearly four million people inside the country and 6.8 million people into others.
    cardinal "four million" value=4000000 qualifier=nearly of=people event=displaced
    cardinal "6.8 million" value=6800000 of=people event=displaced
# The results of 157 out of the 165 constituencies have been announced.
    cardinal "157" value=157 of=constituencies
    cardinal "165" value=165 of=constituencies
# About 33,000 Consumers Energy customers lost power.
    cardinal "33,000" value=33000 qualifier=about of=customers
# The jury found that half the 22 hostages had been held for more than a month.
    cardinal "half" value=0.5 of=hostages
    cardinal "22" value=22 of=hostages
    duration "a month" value=1 unit=month qualifier=more_than
# TORONTO - (CP) Ottawa will spend $3 million, or US$2.2 million, on the program.
    money "$3 million" value=3000000 unit=CAD
    money "US$2.2 million" value=2200000 unit=USD
# SYDNEY, Oct 5 (Reuters) - The miner paid $3 million for the lease.
    date "Oct 5"
    money "$3 million" value=3000000 unit=USD
# The jobless rate ticked up to 4.1 per cent.
    percent "4.1 per cent" value=4.1 unit=% change=up_to
# Bitcoin surged past $35,000.
    money "$35,000" value=35000 unit=USD qualifier=more_than change=up_to
# The £9,250-a-year fee is frozen.
    money "£9,250" value=9250 unit=GBP per=year
# He left school at 14 and died at 81.
    duration "14" value=14 unit=year role=age
    duration "81" value=81 unit=year role=age
# The forecast fell short of the £210m it had promised.
    money "£210m" value=210000000 unit=GBP
# Nearly 6,000 seniors live in 54 of 120 districts.
    cardinal "6,000" value=6000 qualifier=nearly of=seniors
    cardinal "54" value=54 of=districts
    cardinal "120" value=120 of=districts
# The lender approved a buyback of up to NKr 750 million.
    money "NKr 750 million" value=750000000 unit=NOK qualifier=up_to
# OSLO - Shares in the lender were down 4.8% at 112.60 crowns.
    percent "4.8%" value=4.8 unit=% change=down_by
    money "112.60 crowns" value=112.6 unit=NOK
# Rabat has promised 140,000 dirhams for each destroyed house.
    money "140,000 dirhams" value=140000 unit=MAD
# The Chad government asked for 80 billion CFA francs.
    money "80 billion CFA francs" value=80000000000 unit=XAF
# In Cairo, foreigners pay 600 pounds and Egyptians 60 pounds for a ticket that cost 40 pounds before.
    money "600 pounds" value=600 unit=EGP
    money "60 pounds" value=60 unit=EGP
    money "40 pounds" value=40 unit=EGP
# The planet orbits a star 312 light-years from Earth.
    quantity "312 light-years" value=312 unit=light year
# The result could change by 20 or even 30 percent.
    range "20 or even 30 percent" value=20 value_max=30 unit=%
# It is one of five such planets, the longest of the six earlier truces lasted a year.
    cardinal "one" value=1 of=planets
    cardinal "five" value=5 of=planets
    cardinal "six" value=6 of=truces per=year
    duration "a year" value=1 unit=year
# She won by two-hundredths of a second.
    duration "two-hundredths of a second" value=0.02 unit=second
# We see one more cut, in September.
    cardinal "one" value=1 of=cut
    date "September"
# Parking goes from £1.80 to £2.20 an hour on 1 April.
    money "£1.80" value=1.8 unit=GBP
    money "£2.20" value=2.2 unit=GBP per=hour
    date "1 April"
# Gold added $12 to $3,361 an ounce.
    money "$12" value=12 unit=USD
    money "$3,361" value=3361 unit=USD per=ounce
# The suspect, named only as Ricardo V., 38, was taken from a flat.
    duration "38" value=38 unit=year role=age
# Im Bok-nam, 45, a welder, joined the strike.
    duration "45" value=45 unit=year role=age
# "It was not like this," said Apaza, 62.
    duration "62" value=62 unit=year role=age
# The crash killed eight people, six of them over 70.
    cardinal "eight" value=8 of=people event=killed
    cardinal "six" value=6 of=people event=killed
    duration "70" value=70 unit=year qualifier=more_than role=age
# The disease kills children younger than five.
    duration "five" value=5 unit=year qualifier=less_than role=age
# The engine failed a week into the trip, and the rest should follow within a week or two.
    duration "a week" value=1 unit=week
    range "a week or two" value=1 value_max=2 unit=week
# The court heard a dispute over 62,000 acres of land.
    quantity "62,000 acres" value=62000 unit=acre
# Malaria caused 597,000 estimated deaths in 2023.
    cardinal "597,000" value=597000 qualifier=about of=deaths event=killed
    date "2023"
# Of 120 households, a third have left.
    cardinal "120" value=120 of=households
    cardinal "a third" value=0.3333333333333333
# He stopped fishing there in ’61.
    date "’61"
# Expect 10 to 15 lawsuits by Christmas.
    range "10 to 15" value=10 value_max=15 of=lawsuits
    date "Christmas"
# SCORES: West Indies 231 and 198; South Africa 215 and 172.
    cardinal "231" value=231
    cardinal "198" value=198
    cardinal "215" value=215
    cardinal "172" value=172
# Angola will send 60, Tanzania 45, and Malawi and Mozambique 30 each.
    cardinal "60" value=60
    cardinal "45" value=45
    cardinal "30" value=30 per=each
# There were 0.18 accidents per million flights, and prices touched A$15,500 per megawatt-hour.
    cardinal "0.18" value=0.18 of=accidents per=flights
    cardinal "million" value=1000000 of=flights
    money "A$15,500" value=15500 unit=AUD per=megawatt-hour
# Residents can report cases by calling 719, a toll-free line.
"""

UTTERANCES = r"""
# 1 1/2 cups
    quantity "1 1/2 cups" value=1.5 unit=cup
# 3/4
    cardinal "3/4" value=0.75
# minus forty degrees
    quantity "minus forty degrees" value=-40 unit=degree
# a dozen
    cardinal "a dozen" value=12
# two hundred and five
    cardinal "two hundred and five" value=205
# 5'10"
    quantity "5'10"" value=5.833333333333333 unit=ft
# 10 km/h
    quantity "10 km/h" value=10 unit=km/h
# £3.50
    money "£3.50" value=3.5 unit=GBP
# 20 US cents
    money "20 US cents" value=0.2 unit=USD
# 1e6
    cardinal "1e6" value=1000000
# 1,234.5
    cardinal "1,234.5" value=1234.5
# half a million
    cardinal "half a million" value=500000
# twenty-first
    ordinal "twenty-first" value=21
# 3rd
    ordinal "3rd" value=3
# between 10 and 20 kg
    range "10 and 20 kg" value=10 value_max=20 unit=kg
# from 2pm to 4pm
    date "2pm to 4pm"
# 15:30
    date "15:30"
# for 3 weeks
    duration "3 weeks" value=3 unit=week
# next Friday
    date "next Friday"
# 12/05/2016
    date "12/05/2016"
# 5 years old
    duration "5 years old" value=5 unit=year role=age
# 100-200
    range "100-200" value=100 value_max=200
# > 5 %
    percent "5 %" value=5 unit=% qualifier=more_than
# five percent
    percent "five percent" value=5 unit=%
# one hundred and twenty-three thousand four hundred and fifty-six
    cardinal "one hundred and twenty-three thousand four hundred and fifty-six" value=123456
# negative seven
    cardinal "negative seven" value=-7
# minus two point five
    cardinal "minus two point five" value=-2.5
# -0.75
    cardinal "-0.75" value=-0.75
# .5
    cardinal ".5" value=0.5
# one half
    cardinal "one half" value=0.5
# two thirds
    cardinal "two thirds" value=0.6666666666666666
# three and a half
    cardinal "three and a half" value=3.5
# five and three quarters
    cardinal "five and three quarters" value=5.75
# a quarter
    cardinal "a quarter" value=0.25
# 1 in 5
    cardinal "1 in 5" value=0.2
# 3 out of 4
    cardinal "3 out of 4" value=0.75
# two dozen
    cardinal "two dozen" value=24
# 15k
    cardinal "15k" value=15000
# 2.5M
    cardinal "2.5M" value=2500000
# 3 bn
    cardinal "3 bn" value=3000000000
# one million two hundred thousand
    cardinal "one million two hundred thousand" value=1200000
# zero
    cardinal "zero" value=0
# nineteen eighty four
    cardinal "nineteen eighty four" value=1984
# twenty two point zero five
    cardinal "twenty two point zero five" value=22.05
# one hundredth
    cardinal "one hundredth" value=0.01
# hundredth
    ordinal "hundredth" value=100
# the thirty-third time
    ordinal "thirty-third" value=33
# eleventh
    ordinal "eleventh" value=11
# 1,000,000th
    ordinal "1,000,000th" value=1000000
# 1 000 000
    cardinal "1 000 000" value=1000000
# 12,34,567
    cardinal "12,34,567" value=1234567
# three lakh
    cardinal "three lakh" value=300000
# 2 crore
    cardinal "2 crore" value=20000000
# I have three apples and twelve oranges
    cardinal "three" value=3 of=apples
    cardinal "twelve" value=12 of=oranges
# a hundred
    cardinal "a hundred" value=100
# a couple hundred
    cardinal "a couple hundred" value=200 vague
# one thousand and one nights
    cardinal "one thousand and one" value=1001 of=nights
# six point six six
    cardinal "six point six six" value=6.66
# 9.99e-5
    cardinal "9.99e-5" value=9.99e-05
# 1.5e10
    cardinal "1.5e10" value=15000000000
# ten to the power of six
    cardinal "ten" value=10
    cardinal "six" value=6
# twelve hundred
    cardinal "twelve hundred" value=1200
# seventy-five %
    percent "seventy-five %" value=75 unit=%
# what is 20 % of 80
    percent "20 %" value=20 unit=%
    cardinal "80" value=80
# 0.5%
    percent "0.5%" value=0.5 unit=%
# twenty five and a half percent
    percent "twenty five and a half percent" value=25.5 unit=%
# 30 to 40 percent
    range "30 to 40 percent" value=30 value_max=40 unit=%
# 100 percentages
    cardinal "100" value=100 of=percentages
# between 1% and 2%
    range "1% and 2%" value=1 value_max=2 unit=%
# fifty per cent
    percent "fifty per cent" value=50 unit=%
# 25 pct
    percent "25 pct" value=25 unit=%
# $ 20
    money "$ 20" value=20 unit=USD
# 20 dollars
    money "20 dollars" value=20 unit=USD
# twenty bucks
    money "twenty bucks" value=20 unit=USD
# $1.5 million
    money "$1.5 million" value=1500000 unit=USD
# USD 300
    money "USD 300" value=300 unit=USD
# 300 EUR
    money "300 EUR" value=300 unit=EUR
# 10 €
    money "10 €" value=10 unit=EUR
# €10,50
    money "€10,50" value=10.5 unit=EUR
# five euros and fifty cents
    money "five euros and fifty cents" value=5.5 unit=EUR
# ten dollars and forty three cents
    money "ten dollars and forty three cents" value=10.43 unit=USD
# 99 cents
    money "99 cents" value=0.99 unit=USD
# ¥5000
    money "¥5000" value=5000 unit=JPY
# 100 yen
    money "100 yen" value=100 unit=JPY
# 1000 yuan
    money "1000 yuan" value=1000 unit=CNY
# RMB 200
    money "RMB 200" value=200 unit=CNY
# HK$ 50
    money "HK$ 50" value=50 unit=HKD
# 50 Swiss francs
    money "50 Swiss francs" value=50 unit=CHF
# a million dollars
    money "a million dollars" value=1000000 unit=USD
# two thousand rupees
    money "two thousand rupees" value=2000 unit=INR
# ₹ 500
    money "₹ 500" value=500 unit=INR
# ₽300
    money "₽300" value=300 unit=RUB
# 15 pounds sterling
    money "15 pounds sterling" value=15 unit=GBP
# 40 kronor
    money "40 kronor" value=40 unit=SEK
# between $10 and $20
    range "$10 and $20" value=10 value_max=20 unit=USD
# less than 100 euros
    money "100 euros" value=100 unit=EUR qualifier=less_than
# $20-30
    range "$20-30" value=20 value_max=30 unit=USD
# 3 cents a minute
    money "3 cents" value=0.03 unit=USD per=minute
# 1/2 cup of sugar
    quantity "1/2 cup" value=0.5 unit=cup
# 2 tablespoons of oil
    quantity "2 tablespoons" value=2 unit=tablespoon
# a teaspoon of salt
    quantity "a teaspoon" value=1 unit=teaspoon
# half a litre of milk
    quantity "half a litre" value=0.5 unit=L
# a pint of beer
    quantity "a pint" value=1 unit=pint
# 30 ml
    quantity "30 ml" value=30 unit=mL
# 500ml
    quantity "500ml" value=500 unit=mL
# two gallons
    quantity "two gallons" value=2 unit=gallon
# 5 lbs
    quantity "5 lbs" value=5 unit=lb
# 3 lb 4 oz
    quantity "3 lb 4 oz" value=3.25 unit=lb
# 150 pounds
    quantity "150 pounds" value=150 unit=lb
# six feet tall
    quantity "six feet" value=6 unit=ft
# 6 ft 2 in
    quantity "6 ft 2 in" value=6.166666666666667 unit=ft
# 5 feet 11 inches
    quantity "5 feet 11 inches" value=5.916666666666667 unit=ft
# 10 by 12 feet
    quantity "10" value=10 unit=ft
    quantity "12 feet" value=12 unit=ft
# 100 m sprint
    quantity "100 m" value=100 unit=m
# 3.5 miles away
    quantity "3.5 miles" value=3.5 unit=mile
# two and a half kilometers
    quantity "two and a half kilometers" value=2.5 unit=km
# 7 inches
    quantity "7 inches" value=7 unit=inch
# 10 mm thick
    quantity "10 mm" value=10 unit=mm
# 60 square meters
    quantity "60 square meters" value=60 unit=m2
# 20 sq ft
    quantity "20 sq ft" value=20 unit=ft2
# 3 acres
    quantity "3 acres" value=3 unit=acre
# 15 m²
    quantity "15 m²" value=15 unit=m2
# 2 cubic meters
    quantity "2 cubic meters" value=2 unit=m3
# 5 km2
    quantity "5 km2" value=5 unit=km2
# 65 mph
    quantity "65 mph" value=65 unit=mph
# 30 meters per second
    quantity "30 meters per second" value=30 unit=m/s
# 100 kilometers per hour
    quantity "100 kilometers per hour" value=100 unit=km/h
# 25 knots
    quantity "25 knots" value=25 unit=knot
# 70 °F
    quantity "70 °F" value=70 unit=degF
# 21 degrees celsius
    quantity "21 degrees celsius" value=21 unit=degC
# ninety eight point six degrees fahrenheit
    quantity "ninety eight point six degrees fahrenheit" value=98.6 unit=degF
# -5°C
    quantity "-5°C" value=-5 unit=degC
# 300 K
    quantity "300 K" value=300 unit=kelvin
# 72 degrees outside
    quantity "72 degrees" value=72 unit=degree
# turn 90 degrees left
    quantity "90 degrees" value=90 unit=degree
# 16 GB of RAM
    quantity "16 GB" value=16 unit=gigabyte
# 500 megabytes
    quantity "500 megabytes" value=500 unit=megabyte
# 1.2 TB
    quantity "1.2 TB" value=1.2 unit=terabyte
# 100 Mbps
    quantity "100 Mbps" value=100 unit=megabit per second
# 60 watts
    quantity "60 watts" value=60 unit=watt
# 5 kW
    quantity "5 kW" value=5 unit=kilowatt
# 10 kWh
    quantity "10 kWh" value=10 unit=kilowatt hour
# 220 volts
    quantity "220 volts" value=220 unit=volt
# 2.4 GHz
    quantity "2.4 GHz" value=2.4 unit=gigahertz
# 100 calories
    quantity "100 calories" value=100 unit=calorie
# 5 tons
    quantity "5 tons" value=5 unit=ton
# 8 ounces
    quantity "8 ounces" value=8 unit=oz
# 70 kilos
    quantity "70 kilos" value=70 unit=kg
# 20 mg
    quantity "20 mg" value=20 unit=mg
# 3 barrels
    quantity "3 barrels" value=3 unit=barrel
# 10 hectares
    quantity "10 hectares" value=10 unit=hectare
# between 3 and 5 miles
    range "3 and 5 miles" value=3 value_max=5 unit=mile
# 10-15 kg
    range "10-15 kg" value=10 value_max=15 unit=kg
# more than 5 kilograms
    quantity "5 kilograms" value=5 unit=kg qualifier=more_than
# under 10 miles
    quantity "10 miles" value=10 unit=mile qualifier=less_than
# 2 hours
    duration "2 hours" value=2 unit=hour
# an hour and a half
    duration "an hour and a half" value=1.5 unit=hour
# half an hour
    duration "half an hour" value=0.5 unit=hour
# 2.5 hours
    duration "2.5 hours" value=2.5 unit=hour
# 90 minutes
    duration "90 minutes" value=90 unit=minute
# one hour and twenty minutes
    duration "one hour and twenty minutes" value=1.3333333333333333 unit=hour
# 45 sec
    duration "45 sec" value=45 unit=second
# three days
    duration "three days" value=3 unit=day
# a week
    duration "a week" value=1 unit=week
# a year and a half
    duration "a year and a half" value=1.5 unit=year
# 2 years and 3 months
    duration "2 years and 3 months" value=2.25 unit=year
# 10 to 15 minutes
    range "10 to 15 minutes" value=10 value_max=15 unit=minute
# a decade
    duration "a decade" value=1 unit=decade
# a fortnight
    duration "a fortnight" value=1 unit=fortnight
# 25 ms
    duration "25 ms" value=25 unit=millisecond
# a few days
# in five minutes
    duration "five minutes" value=5 unit=minute
# 3 days ago
    duration "3 days ago" value=3 unit=day
# 2 weeks from now
    duration "2 weeks" value=2 unit=week
# she is twenty one years old
    duration "twenty one years old" value=21 unit=year role=age
# a six month old baby
    duration "six month old" value=6 unit=month role=age
# 18 and a half years old
    duration "18 and a half years old" value=18.5 unit=year role=age
# 90 year-old
    duration "90 year-old" value=90 unit=year role=age
# he's 35
    duration "35" value=35 unit=year role=age
# tomorrow
    date "tomorrow"
# yesterday at 5pm
    date "yesterday"
    date "5pm"
# the day after tomorrow
    date "the day after tomorrow"
# tonight
    date "tonight"
# July 4th
    date "July 4th"
# the 4th of July
    date "4th of July"
# 4 Jul 2019
    date "4 Jul 2019"
# 2019-07-04
    date "2019-07-04"
# 2016-11-16T16:18:00
    date "2016-11-16T16:18:00"
# Oct. 2, 2016
    date "Oct. 2, 2016"
# next month
    date "next month"
# last year
    date "last year"
# this weekend
    date "this weekend"
# 5 pm
    date "5 pm"
# half past seven
    date "half past seven"
# quarter to nine
    date "quarter to nine"
# twenty past ten
    date "twenty past ten"
# at noon
    date "noon"
# 7 o'clock
    date "7 o'clock"
# eight thirty in the morning
    date "eight thirty in the morning"
# Monday at 10:00
    date "Monday"
    date "10:00"
# every Tuesday
    date "Tuesday"
# Q3 2018
    date "Q3 2018"
# the first week of May
    ordinal "first" value=1
    date "May"
# the second Sunday of March
    date "second Sunday of March"
# summer 2015
    date "summer 2015"
# the 1990s
    date "1990s"
# twenty eighteen
    cardinal "twenty eighteen" value=2018
# from Monday to Friday
    date "Monday to Friday"
# between May 5 and May 9
    date "May 5"
    date "May 9"
# March 2017 to June 2018
    date "March 2017 to June 2018"
# 9:30-11:00
    date "9:30-11:00"
# 9-10 am
    date "9-10 am"
# back on the 27th
    date "27th"
# I'll leave June 22
    date "June 22"
# remind me in two hours
    duration "two hours" value=2 unit=hour
# Christmas
# set an alarm for 6:45am
    date "6:45am"
# 2 and a half
    cardinal "2 and a half" value=2.5
# 5 ft 8
    quantity "5 ft 8" value=5.666666666666667 unit=ft
# 5ft8
    quantity "5ft8" value=5.666666666666667 unit=ft
# five foot ten
    quantity "five foot ten" value=5.833333333333333 unit=ft
# 6' 2"
    quantity "6' 2"" value=6.166666666666667 unit=ft
# 12"
    quantity "12"" value=12 unit=inch
# a mile
    quantity "a mile" value=1 unit=mile
# an hour and a quarter
    duration "an hour and a quarter" value=1.25 unit=hour
# ten minutes past four
    date "ten minutes past four"
# ten to nine in the morning
    date "ten to nine in the morning"
# seven thirty pm
    date "seven thirty pm"
# at five thirty
    date "five thirty"
# between 4 and 5 pm
    date "4 and 5 pm"
# May twelfth
    date "May twelfth"
# 12 may 2016
    date "12 may 2016"
# may 3-7
    date "may 3-7"
# from may 3 to may 7
    date "may 3 to may 7"
# 05/2016
    date "05/2016"
# 2016/05
    date "2016/05"
# the eighties
    date "eighties"
# temperatures in the 90s
    quantity "90s" value=90 unit=degree
# over-65s
    duration "65s" value=65 unit=year role=age
# 5- to 10-percent cut
    range "5- to 10-percent" value=5 value_max=10 unit=% change=down_by
# 12- and 13-year-olds
    duration "12" value=12 unit=year role=age
    duration "13-year-olds" value=13 unit=year role=age
# three- to four-day trip
    range "three- to four-day" value=3 value_max=4 unit=day
# between 1.5m and 2m people
    range "1.5m and 2m" value=1500000 value_max=2000000 of=people
# between 60cm and 1.1m
    range "60cm and 1.1m" value=0.6 value_max=1.1 unit=m
# minus 5 to minus 3
    range "minus 5 to minus 3" value=-5 value_max=-3
# 15 p.c.
    percent "15 p.c." value=15 unit=%
# five pc
    percent "five pc" value=5 unit=%
# 25 yo
    duration "25 yo" value=25 unit=year role=age
# 30 y/o
    duration "30 y/o" value=30 unit=year role=age
# I'm 25
    duration "25" value=25 unit=year role=age
# 9.8 m/s2
    quantity "9.8 m/s2" value=9.8 unit=m/s2
# 35 miles per gallon
    quantity "35 miles per gallon" value=35 unit=mile per gallon
# 10 x 20 cm
    quantity "10" value=10 unit=cm
    quantity "20 cm" value=20 unit=cm
# 5 by 7 inches
    quantity "5" value=5 unit=inch
    quantity "7 inches" value=7 unit=inch
# 1080p
# five pounds fifty
    money "five pounds fifty" value=5.5 unit=GBP
# one euro fifty
    money "one euro fifty" value=1.5 unit=EUR
# two point oh five
    cardinal "two point oh five" value=2.05
# it's on 11/5
    date "11/5"
# 5 degrees below zero
    quantity "5 degrees below zero" value=-5 unit=degree
# 68 F
    quantity "68 F" value=68 unit=degF
# 4st
    quantity "4st" value=4 unit=stone
# 11st 4lb
    quantity "11st 4lb" value=11.285714285714286 unit=stone
# 1.2b
    cardinal "1.2b" value=1200000000
# H1N1
# H5N1 outbreaks
# NZ $26 million
    money "NZ $26 million" value=26000000 unit=NZD
# $US 1.5 billion
    money "$US 1.5 billion" value=1500000000 unit=USD
# AD 79
    date "AD 79"
# Task Force (CTF) 50 left on Dec. 27
    date "Dec. 27"
# the current one
# one goes very slow
    cardinal "one" value=1
# in half an hour
    duration "half an hour" value=0.5 unit=hour
# two influenza A viruses
    cardinal "two" value=2 of=viruses
# 637 new covid19 cases
    cardinal "637" value=637 of=cases
# over the weekend
    date "the weekend"
# 12 noon
    date "12 noon"
# 0630h
    date "0630h"
# 12 may have died
    cardinal "12" value=12 event=killed
# protesters march 3 miles
    quantity "3 miles" value=3 unit=mile
# The yen weakened to 151.7 per dollar.
    cardinal "151.7" value=151.7 per=dollar change=down_to
# The latest deaths take the toll to 59.
    cardinal "59" value=59 event=killed
# 20,000 or so people fled to neighbouring Chad.
    cardinal "20,000" value=20000 qualifier=about of=people event=displaced
# Of 44 passengers, only 12 survived.
    cardinal "44" value=44 of=passengers
    cardinal "12" value=12
# The 46 victims included 14 women.
    cardinal "46" value=46 of=victims
    cardinal "14" value=14 of=women
# set the thermostat to 68 degrees
    quantity "68 degrees" value=68 unit=degree
# how much is 500 usd in euros
    money "500 usd" value=500 unit=USD
# wake me up in an hour and a half
    duration "an hour and a half" value=1.5 unit=hour
# convert 12 stone to kilos
    quantity "12 stone" value=12 unit=stone
# half past three
    date "half past three"
# remind me on the 15th of march
    date "15th of march"
# from june 5 until june 12
    date "june 5"
    date "june 12"
# a thousand and one
    cardinal "a thousand and one" value=1001
# minus 12.7
    cardinal "minus 12.7" value=-12.7
# twenty-five hundred people
    cardinal "twenty-five hundred" value=2500 of=people
# 0.002 seconds
    duration "0.002 seconds" value=0.002 unit=second
# 1,250,000 km²
    quantity "1,250,000 km²" value=1250000 unit=km2
# 75 mph gusts
    quantity "75 mph" value=75 unit=mph
# two million four hundred thousand
    cardinal "two million four hundred thousand" value=2400000
# 7/8 of an inch
    quantity "7/8 of an inch" value=0.875 unit=inch
# 30 kg of rice
    quantity "30 kg" value=30 unit=kg
# €2.5 billion
    money "€2.5 billion" value=2500000000 unit=EUR
# 45 percent
    percent "45 percent" value=45 unit=%
# between $50 and $75
    range "$50 and $75" value=50 value_max=75 unit=USD
# 11:59 pm
    date "11:59 pm"
# next Tuesday at 9
    date "next Tuesday"
    date "9"
# 5 to 7 business days
    range "5 to 7 business days" value=5 value_max=7 unit=day
# 32 ounces
    quantity "32 ounces" value=32 unit=oz
# one hundred and eighty cm
    quantity "one hundred and eighty cm" value=180 unit=cm
# the third of may
    date "third of may"
# three tenths
    cardinal "three tenths" value=0.3
# 20 year old whisky
    duration "20 year old" value=20 unit=year role=age
# 10000 steps
    cardinal "10000" value=10000 of=steps
"""


def _cases(table: str) -> list[tuple[str, list[str]]]:
    cases: list[tuple[str, list[str]]] = []
    for line in table.strip().splitlines():
        if line.startswith("# "):
            cases.append((line[2:], []))
        else:
            cases[-1][1].append(line.strip())
    return cases


def _described(figure: Figure) -> str:
    parts = [figure.kind, f'"{figure.text}"']
    parts += [f"{name}={value}" for name in FIELDS if (value := getattr(figure, name)) is not None]
    return " ".join(parts + ["vague"] * figure.vague)


TABLES = (
    CASUALTIES, MARKETS_POLITICS_SPORT_WEATHER, NAMES, FORMATS, WIRE_REPORTS, NEWSROOMS, UTTERANCES,
)  # fmt: skip
ALL_CASES = [case for table in TABLES for case in _cases(table)]


@pytest.mark.parametrize(("sentence", "expected"), ALL_CASES)
def test_sentence_gives_these_figures(sentence: str, expected: list[str]) -> None:
    figures = extract_figures(sentence, published_at=PUBLISHED)
    assert [_described(figure) for figure in figures] == expected
    assert all(figure.text == sentence[figure.start : figure.end] for figure in figures)


def test_the_tables_are_long_enough_to_mean_something() -> None:
    assert len(ALL_CASES) >= 1000
