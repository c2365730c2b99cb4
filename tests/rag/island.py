"""Three meetings of an invented island: cases that return, an approved refusal, a council heard."""

from __future__ import annotations

AUTUMN = """REFERAT Teknikudvalget d. 04-09-2024

Mødedato Onsdag d. 4. september 2024 kl. 15:00

Mødested Rådhuset, Tangø Kommune

Mødedeltagere Rosa Havn (formand), Bent Klit (næstformand), Ida Marehalm

Punkt 1: Godkendelse af dagsorden

00.22.04-A00-1-24

Beslutning

Godkendt.

Punkt 2: Færgerute 12 - forslag om nedlæggelse

13.05.16-P20-1-24

Resume

Rederiet foreslår, at færgerute 12 nedlægges, da den har få passagerer.

Indstilling

Teknik og Vej indstiller,

- at færgerute 12 nedlægges fra nytår.

Beslutning

Udsat, så forvaltningen kan tælle passagerer om vinteren.

Punkt 3: Klitvej 8 - ansøgning om lysmast

01.02.05-G01-2-24

Sagsfremstilling

Ejeren af Klitvej 8 vil rejse en lysmast på 14 meter i haven.

Indstilling

Teknik og Vej indstiller,

- at der meddeles afslag på lysmasten.

Beslutning

Godkendt.

Punkt 4: Gangbro over Strømmen - anlægsbevilling

05.04.00-P20-3-24

Resume

Der er reserveret penge til en gangbro over Strømmen.

Sagsfremstilling

Gangbroen bliver 60 meter lang og bygges af lærk fra øens egen plantage.

Fravalgte løsninger

En gangbro af stål er undersøgt, men den koster 9,5 mio. kr. og er derfor lagt til side.

Økonomi

Gangbroen af lærk koster 4,2 mio. kr., som er afsat i budgettet.

Indstilling

Teknik og Vej indstiller til Byrådet,

- at der gives en anlægsbevilling på 4,2 mio. kr. til gangbroen.

Beslutning

Anbefales.

Bent Klit erklærede sig inhabil, fordi han ejer plantagen, og deltog ikke i sagens behandling.
"""
WINTER = """REFERAT Teknikudvalget d. 05-02-2025

Mødedato Onsdag d. 5. februar 2025 kl. 15:00

Mødested Rådhuset, Tangø Kommune

Mødedeltagere Ida Marehalm (formand), Rosa Havn, Bent Klit

Punkt 1: Godkendelse af dagsorden

00.22.04-A00-1-25

Beslutning

Godkendt.

Punkt 2: Færgerute 12 - fornyet behandling

13.05.16-P20-1-24

Resume

Udvalget udskød i september en beslutning om færgerute 12. Ungerådet er nu hørt.

Høring

Ungerådet mener, at færgerute 12 er de unges eneste vej til gymnasiet.

Indstilling

Teknik og Vej indstiller,

- at færgerute 12 nedlægges fra nytår.

Beslutning

Indstillingen blev ikke godkendt. Færgerute 12 fortsætter med to daglige ture.

Punkt 3: Tilskud til foreninger 2025

18.00.00-Ø40-1-25

Sagsfremstilling

Fem foreninger har søgt om tilskud. Forvaltningen foreslår denne fordeling:

Forening\tTilskud (kr.)
Tangø Roklub\t40.000
Øens Skakklub\t12.000
Lyngkoret\t9.000
Spejderne\t25.000

Foreningerne må bruge tilskuddet til følgende formål:

- leje af lokaler,
- køb af materialer,
- uddannelse af trænere.

Indstilling

Teknik og Vej indstiller,

- at fordelingen godkendes.

Beslutning

Godkendt.

Rosa Havn forlod mødet efter dette punkt.
"""
COUNCIL = """REFERAT Byrådet d. 24-02-2025

Mødedato Mandag d. 24. februar 2025 kl. 18:30

Mødested Byrådssalen, Tangø Kommune

Mødedeltagere Viggo Tang, Rosa Havn, Bent Klit, Ida Marehalm

Punkt 1: Godkendelse af dagsorden

00.22.02-A00-1-25

Beslutning

Godkendt.

Punkt 2: Gangbro over Strømmen - anlægsbevilling

05.04.00-P20-3-24

Resume

Byrådet skal tage stilling til en gangbro over Strømmen.

Indstilling

Teknik og Vej indstiller til Byrådet,

- at der gives en anlægsbevilling på 4,2 mio. kr. til gangbroen.

Beslutning fra Teknikudvalget, 4. september 2024, pkt. 4:

Anbefales.

Beslutning

Godkendt.

Bent Klit var inhabil og deltog ikke i sagens behandling.

Punkt 3: Skøjtebane på torvet

04.08.00-G01-1-25

Sagsfremstilling

Handelslivet ønsker en skøjtebane på torvet i december.

Indstilling

Kultur og Fritid indstiller,

- at der anlægges en skøjtebane på torvet.

Beslutning

Godkendt med den tilføjelse, at lejen af skøjter er gratis.
"""
MEETINGS = {"efteraar.txt": AUTUMN, "vinter.txt": WINTER, "byraad.txt": COUNCIL}
