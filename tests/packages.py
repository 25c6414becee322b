"""Office files read as what they are: an archive of parts that refer to each other."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections import Counter

from lxml import etree

RELATIONSHIPS = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class Package:
    """The parts of a .pptx or .docx file."""

    def __init__(self, data: bytes) -> None:
        self.archive = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.archive.namelist()

    def read(self, name: str) -> bytes:
        return self.archive.read(name)

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.read(name))

    def like(self, start: str, end: str = ".xml") -> list[str]:
        found = [n for n in self.names if n.startswith(start) and n.endswith(end) and "/_rels/" not in n]
        return sorted(found, key=lambda name: (len(name), name))

    def faults(self) -> list[str]:
        """What would make a program offer to repair the file."""
        found = [f"{name} stands twice" for name, count in Counter(self.names).items() if count > 1]
        for name in self.names:
            if name.endswith((".xml", ".rels")):
                self.xml(name)  # raises where it is not well-formed
        found += self._without_type()
        for name in self.names:
            if name.endswith(".rels"):
                found += self._broken(name)
        for name in self.like("ppt/slides/slide"):
            ids = Counter(e.get("id") for e in self.xml(name).iter() if etree.QName(e).localname == "cNvPr")
            found += [f"{name}: the shape id {id} stands {count} times" for id, count in ids.items() if count > 1]
        return found

    def _without_type(self) -> list[str]:
        types = self.xml("[Content_Types].xml")
        endings = {e.get("Extension", "").lower() for e in types.iter(f"{TYPES}Default")}
        parts = {e.get("PartName") for e in types.iter(f"{TYPES}Override")}
        missing = [f"{part} is named and not there" for part in parts if str(part).lstrip("/") not in self.names]
        for name in self.names:
            if (
                name != "[Content_Types].xml"
                and f"/{name}" not in parts
                and name.rpartition(".")[2].lower() not in endings
            ):
                missing.append(f"{name} has no content type")
        return missing

    def _broken(self, rels: str) -> list[str]:
        folder = posixpath.dirname(posixpath.dirname(rels))
        part = posixpath.join(folder, posixpath.basename(rels).removesuffix(".rels"))
        known, found = {}, []
        for relation in self.xml(rels).iter(RELATIONSHIPS):
            known[relation.get("Id")] = relation
            if relation.get("TargetMode") == "External":
                found.append(f"{rels} leads out of the file")
                continue
            target = str(relation.get("Target"))
            path = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            if path not in self.names:
                found.append(f"{rels}: {path} is not there")
        if part in self.names and part.endswith(".xml"):
            used = {
                value
                for element in self.xml(part).iter()
                for key, value in element.attrib.items()
                if key.startswith("{http://schemas.openxmlformats.org/officeDocument/2006/relationships}")
            }
            found += [f"{part} uses {id}, which {rels} does not know" for id in used - set(known)]
        return found
