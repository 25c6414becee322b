"""The order of elements in the parts of an Office file, from the published schemas (ECMA-376): a second, independent
look beside the validator's. Only the elements that we write, or that an edit of ours could misplace."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator

from defusedxml.ElementTree import fromstring

AXIS = """axId scaling delete axPos majorGridlines minorGridlines title numFmt majorTickMark minorTickMark tickLblPos
    spPr txPr crossAx crosses crossesAt"""
ORDERS = {
    name: children.split()
    for name, children in {
        # workbooks
        "worksheet": """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection
            protectedRanges scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr
            conditionalFormatting dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks
            colBreaks customProperties cellWatches ignoredErrors smartTags drawing legacyDrawing tableParts extLst""",
        "workbook": """fileVersion fileSharing workbookPr workbookProtection bookViews sheets functionGroups
            externalReferences definedNames calcPr extLst""",
        "styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs tableStyles colors extLst",
        # charts
        "chartSpace": """date1904 lang roundedCorners AlternateContent style clrMapOvr pivotSource protection chart spPr
            txPr externalData printSettings userShapes extLst""",
        "chart": """title autoTitleDeleted pivotFmts view3D floor sideWall backWall plotArea legend plotVisOnly
            dispBlanksAs extLst""",
        "plotArea": "layout barChart lineChart catAx valAx dTable spPr extLst",
        "barChart": "barDir grouping varyColors ser dLbls gapWidth overlap serLines axId extLst",
        "lineChart": "grouping varyColors ser dLbls dropLines hiLowLines upDownBars marker smooth axId extLst",
        "ser": """idx order tx spPr invertIfNegative pictureOptions marker dPt dLbls trendline errBars cat val smooth
            shape extLst""",
        "catAx": f"{AXIS} auto lblAlgn lblOffset tickLblSkip tickMarkSkip noMultiLvlLbl extLst",
        "valAx": f"{AXIS} crossBetween majorUnit minorUnit dispUnits extLst",
        # decks
        "sld": "cSld clrMapOvr transition timing extLst",
        "cSld": "bg spTree custDataLst controls extLst",
        "graphicFrame": "nvGraphicFramePr xfrm graphic extLst",
        # documents
        "tblPr": """tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing
            tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription""",
        "tcPr": """cnfStyle tcW gridSpan hMerge vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign
            hideMark""",
        "sectPr": """headerReference footerReference footnotePr endnotePr type pgSz pgMar paperSrc pgBorders lnNumType
            pgNumType cols formProt vAlign noEndnote titlePg textDirection bidi rtlGutter docGrid""",
    }.items()
}
SEVERAL = {"ser", "axId", "barChart", "lineChart", "catAx", "valAx", "dPt", "conditionalFormatting", "headerReference",
           "footerReference"}  # fmt: skip
PARTS = ("xl/workbook", "xl/worksheets/", "xl/styles", "/charts/chart", "ppt/slides/slide", "word/document")
DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"  # has a tcPr and a chart of its own kind


def disorder(data: bytes) -> list[str]:
    """Elements that stand before one they must follow, or twice where there may be one."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        parts = [name for name in archive.namelist() if name.endswith(".xml") and any(p in name for p in PARTS)]
        return [f"/{name}: {fault}" for name in parts for fault in _faults(archive.read(name))]


def _faults(part: bytes) -> Iterator[str]:
    for parent in fromstring(part).iter():
        order = ORDERS.get(_name(parent.tag)) if not parent.tag.startswith(DRAWING) else None
        names = [_name(child.tag) for child in parent]
        if order is None or not names:
            continue
        places = [order.index(name) for name in names if name in order]
        if places != sorted(places):
            yield f"{_name(parent.tag)} holds {names}"
        for name in {name for name in names if names.count(name) > 1} & set(order) - SEVERAL:
            yield f"{_name(parent.tag)} holds {name} twice"


def _name(tag: object) -> str:
    return str(tag).rpartition("}")[2]
