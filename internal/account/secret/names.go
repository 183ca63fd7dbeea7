package secret

// nameWords are the two words of a sign-in name: gentle, of nature, and of no
// person. In Spanish and French both are nouns, so that no ending gives anybody
// a gender. The lists may change: no name depends on them once it is made.
func nameWords(lang string) (first, second []string) {
	switch lang {
	case "es":
		return natureSpanish(), natureSpanish()
	case "fr":
		return natureFrench(), natureFrench()
	default:
		return gentleEnglish(), natureEnglish()
	}
}

func gentleEnglish() []string {
	return []string{
		"Amber", "Ample", "Autumn", "Azure", "Blue", "Breezy", "Bright", "Calm", "Clear", "Coastal", "Copper", "Coral", "Cosy", "Crisp",
		"Deep", "Early", "Easy", "Evening", "Fair", "Free", "Fresh", "Gentle", "Gold", "Golden", "Green", "Indigo", "Ivory", "Jade",
		"Kind", "Lilac", "Lively", "Mellow", "Mild", "Misty", "Morning", "Mossy", "New", "Northern", "Open", "Patient", "Pearl", "Plain",
		"Quiet", "Rosy", "Royal", "Ruby", "Sandy", "Scarlet", "Silent", "Silver", "Slow", "Soft", "Southern", "Spring", "Steady", "Still",
		"Summer", "Sunny", "Tidal", "Velvet", "Violet", "Warm", "Western", "Wide", "Windy", "Winter", "Wise", "Woven",
	}
}

func natureEnglish() []string {
	return []string{
		"Acorn", "Apple", "Aspen", "Aster", "Badger", "Bay", "Beach", "Beech", "Birch", "Bluebell", "Brook", "Canyon", "Cedar", "Cherry",
		"Clover", "Cloud", "Comet", "Cove", "Cricket", "Daisy", "Dawn", "Deer", "Dolphin", "Dove", "Dune", "Elm", "Falcon", "Feather",
		"Fern", "Field", "Finch", "Forest", "Garden", "Grove", "Harbor", "Hazel", "Heather", "Heron", "Hill", "Island", "Ivy", "Lake",
		"Lantern", "Lark", "Leaf", "Maple", "Meadow", "Moon", "Moss", "Oak", "Ocean", "Orchard", "Otter", "Pebble", "Pine", "Planet",
		"Plum", "Pond", "Poplar", "Quartz", "Rain", "Reed", "River", "Robin", "Sage", "Shell", "Shore", "Sky", "Snow", "Sparrow",
		"Star", "Stone", "Stream", "Sun", "Swan", "Thistle", "Tide", "Tulip", "Valley", "Wave", "Willow", "Wind", "Wren",
	}
}

func natureSpanish() []string {
	return []string{
		"Abedul", "Agua", "Alba", "Álamo", "Almendro", "Arce", "Ardilla", "Arena", "Arroyo", "Avellano", "Azucena", "Bahía", "Bosque", "Brisa",
		"Brezo", "Bruma", "Búho", "Cala", "Camelia", "Campo", "Castaño", "Cedro", "Cerezo", "Cielo", "Ciervo", "Ciprés", "Ciruelo", "Cisne",
		"Colibrí", "Colina", "Coral", "Cometa", "Costa", "Cuarzo", "Delfín", "Duna", "Encina", "Enebro", "Espiga", "Estrella", "Faro", "Flor",
		"Fresno", "Fuente", "Garza", "Geranio", "Golondrina", "Helecho", "Hiedra", "Hierba", "Hoja", "Huerto", "Isla", "Jardín", "Jazmín", "Lago",
		"Laurel", "Lavanda", "Limonero", "Lirio", "Lluvia", "Luna", "Madreselva", "Manantial", "Manzano", "Mar", "Marea", "Mariposa", "Mirlo",
		"Monte", "Musgo", "Naranjo", "Nieve", "Nube", "Nogal", "Olmo", "Olivo", "Orilla", "Otoño", "Pino", "Playa", "Pluma", "Prado", "Primavera",
		"Puente", "Río", "Roble", "Rocío", "Romero", "Sauce", "Semilla", "Sendero", "Sol", "Tilo", "Tomillo", "Trébol", "Trigo", "Tulipán",
		"Valle", "Verano", "Viento", "Violeta",
	}
}

func natureFrench() []string {
	return []string{
		"Abricot", "Algue", "Alouette", "Aube", "Aurore", "Automne", "Azur", "Baie", "Bleuet", "Bois", "Bouleau", "Bourgeon", "Brise", "Brume",
		"Bruyère", "Cascade", "Cèdre", "Cerf", "Cerise", "Champ", "Châtaigne", "Chêne", "Ciel", "Clairière", "Colibri", "Colline", "Colombe",
		"Comète", "Coquillage", "Corail", "Côte", "Cygne", "Dauphin", "Dune", "Écureuil", "Érable", "Étang", "Été", "Étoile", "Falaise", "Feuille",
		"Fleur", "Forêt", "Fougère", "Fraise", "Frêne", "Galet", "Genêt", "Héron", "Herbe", "Hêtre", "Hibou", "Hirondelle", "Hiver", "Île",
		"Iris", "Jardin", "Jasmin", "Lac", "Lagune", "Laurier", "Lavande", "Lierre", "Lilas", "Loutre", "Lune", "Marée", "Merle", "Mer", "Mésange",
		"Montagne", "Mousse", "Muguet", "Myrtille", "Neige", "Noisette", "Nuage", "Océan", "Olivier", "Orme", "Papillon", "Pêche", "Perle", "Peuplier",
		"Pin", "Plage", "Plaine", "Plume", "Pluie", "Pomme", "Prairie", "Printemps", "Rivage", "Rivière", "Rosée", "Roseau", "Ruisseau", "Sable",
		"Sapin", "Saule", "Sentier", "Soleil", "Source", "Thym", "Tilleul", "Tournesol", "Trèfle", "Tulipe", "Vague", "Vallée", "Vent", "Verger",
	}
}
