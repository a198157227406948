"""Writes test/golden/encodings.json: sentences of ours in legacy encodings, encoded by Python's codecs."""
import base64, json, sys

SENTENCES = {
    "fr": "Le café était fermé, mais la boulangère a gardé trois brioches pour l’élève qui arrivait très tôt.",
    "de": "Für die Bäckerei müssen größere Öfen gekauft werden, hörte man später über die Straße.",
    "es": "El niño soñó que volvía mañana al jardín de su tía, donde había un pequeño árbol.",
    "sv": "Får och älg går över ängen när höstens första snö faller på åkern.",
    "pl": "Źródło rzeki leży w górach, gdzie wiosną śnieg topnieje później niż w dolinie, więc łąki są żółte.",
    "cs": "Příliš mnoho dětí čekalo před školou, než učitel otevřel těžké dveře a začala výuka.",
    "hu": "A könyvtár előtt álló öreg fűzfa árnyékában üldögélt, és egy régi újságot olvasott.",
    "ru": "Утром поезд пришёл вовремя, и мы долго гуляли по набережной, слушая крики чаек над водой.",
    "uk": "Їхній сусід щодня годує голубів біля під’їзду, хоча йому вже дев’яносто років.",
    "bg": "Пекарят отвори рано, защото през нощта беше паднал първият сняг и хората търсеха топъл хляб.",
    "el": "Το πρωί η θάλασσα ήταν ήσυχη και οι ψαράδες γύρισαν νωρίς με γεμάτα δίχτυα.",
    "tr": "Çocuklar öğleden sonra bahçede oynuyor, yaşlı adam ise gölgede çayını içiyordu.",
    "he": "בבוקר פתח האופה את החנות והריח של הלחם הטרי מילא את הרחוב.",
    "ar": "في الصباح فتح الخباز دكانه وانتشرت رائحة الخبز الطازج في الشارع.",
    "lt": "Šiandien mūsų kaimynė iškepė šviežios duonos ir pakvietė vaikus į svečius.",
    "th": "ตอนเช้าร้านขนมปังเปิดแต่เช้าตรู่ กลิ่นหอมของขนมปังลอยไปทั่วถนน",
    "zh": "早上面包店很早就开门了，街上到处都是新鲜面包的香味，孩子们排着队。",
    "zh-Hant": "早上麵包店很早就開門了，街上到處都是新鮮麵包的香味，孩子們排著隊。",
    "ja": "朝早くパン屋が開き、焼きたてのパンの香りが通りに広がっていた。子どもたちは列に並んだ。",
    "ko": "아침 일찍 빵집이 문을 열자 갓 구운 빵 냄새가 거리에 가득 퍼졌고 아이들이 줄을 섰다.",
}
ENCODINGS = {
    "windows-1252": ("cp1252", "fr de es sv"), "windows-1250": ("cp1250", "pl cs hu"), "iso-8859-2": ("iso8859_2", "pl cs"),
    "windows-1251": ("cp1251", "ru uk bg"), "koi8-r": ("koi8_r", "ru"), "koi8-u": ("koi8_u", "uk"), "iso-8859-5": ("iso8859_5", "ru bg"),
    "ibm866": ("cp866", "ru"), "windows-1253": ("cp1253", "el"), "windows-1254": ("cp1254", "tr"), "windows-1255": ("cp1255", "he"),
    "windows-1256": ("cp1256", "ar"), "windows-1257": ("cp1257", "lt"), "windows-874": ("cp874", "th"), "gbk": ("gbk", "zh"),
    "big5": ("big5", "zh-Hant"), "shift_jis": ("shift_jis", "ja"), "euc-jp": ("euc_jp", "ja"), "iso-2022-jp": ("iso2022_jp", "ja"),
    "euc-kr": ("euc_kr", "ko"), "utf-8": ("utf-8", "fr ru zh ja"), "utf-16le": ("utf-16-le", "fr"), "utf-16be": ("utf-16-be", "fr"),
}
rows = []
for charset, (codec, languages) in ENCODINGS.items():
    for language in languages.split():
        text = SENTENCES[language]
        if charset == "koi8-u" or charset == "iso-8859-2":
            text = text.replace("’", "'")
        page = f"<p>{text}</p>"
        rows.append({"language": language, "charset": charset, "text": page, "bytes": base64.b64encode(page.encode(codec)).decode()})
rare = "뷁 햏햏 똠방각하 펲시콜라"
rows.append({"language": "ko-rare", "charset": "euc-kr", "text": rare, "bytes": base64.b64encode(rare.encode("cp949")).decode()})
json.dump({"program": "Python codecs", "version": sys.version.split()[0], "rows": rows}, open(sys.argv[1], "w"), ensure_ascii=False, indent=1)
