"""ZIPs as people make them, and as nobody should."""

import io
import json
import zipfile
from collections.abc import Mapping
from typing import Any

from tests.people import Person
from tests.pieces import sent
from tests.site import Site

XMP = """<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
 xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:lr="http://ns.adobe.com/lightroom/1.0/"
 xmlns:digiKam="http://www.digikam.org/ns/1.0/">
<rdf:Description rdf:about="" xmp:Rating="{rating}" exif:DateTimeOriginal="{date}">
<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{title}</rdf:li></rdf:Alt></dc:title>
<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>
<dc:subject><rdf:Bag><rdf:li>owl</rdf:li></rdf:Bag></dc:subject>
<lr:hierarchicalSubject><rdf:Bag><rdf:li>Animals|Birds|eagle</rdf:li></rdf:Bag></lr:hierarchicalSubject>
<digiKam:TagsList><rdf:Seq><rdf:li>Places/shore</rdf:li></rdf:Seq></digiKam:TagsList>
</rdf:Description></rdf:RDF></x:xmpmeta>"""


def xmp(*, title: str, caption: str = "At the lake", rating: int = 4, date: str = "2019-05-04T07:30:00") -> bytes:
    return XMP.format(title=title, caption=caption, rating=rating, date=date).encode()


def takeout(*, title: str, caption: str, seconds: int) -> bytes:
    where = {"latitude": 59.33, "longitude": 18.07, "altitude": 0.0}
    told = {"title": title, "description": caption, "photoTakenTime": {"timestamp": str(seconds)}, "geoData": where}
    return json.dumps({**told, "people": [{"name": "Somebody"}]}).encode()


def zipped(files: Mapping[str | zipfile.ZipInfo, bytes], *, packed: int = zipfile.ZIP_STORED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", packed) as archive:
        for path, content in files.items():
            archive.writestr(path, content)
    return out.getvalue()


def imports(person: Person, archive: bytes, **more: Any) -> str:
    """The id of an import of an archive that was sent in pieces."""
    upload_id = str(sent(person, archive, pieces=3, kind="import", filename="a.zip").request.path).rpartition("/")[2]
    answer = person.post("/imports", {"upload": upload_id, **more})
    assert answer.status_code == 202, answer.text
    return str(answer.json["id"])


def imported(site: Site, person: Person, archive: bytes, **more: Any) -> Any:
    """An import that was worked on until nothing waited."""
    import_id = imports(person, archive, **more)
    site.work_off("import-archive")
    return person.get(f"/imports/{import_id}").json
