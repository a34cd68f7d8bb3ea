"""What may stay in the shown copy of a PDF: only what its pages are drawn by, key by key.

Source: ISO 32000-1:2008; the numbers are those of its tables and clauses. Whatever is not named here is left out:
actions, scripts, forms, files within it, notes and their authors, metadata, links, bookmarks, tags, thumbnails.
"""

_PAGE = "Type MediaBox CropBox Rotate UserUnit Contents Resources Group"  # table 30
_IMAGE = "Subtype Width Height BitsPerComponent ImageMask Mask Decode Interpolate SMask SMaskInData Matte"  # 89, 146
_FORM = "FormType BBox Matrix S CS I K G"  # 95, 96, 147
_PATTERN = "PatternType PaintType TilingType XStep YStep Shading ExtGState"  # 75, 76
_SHADING = (  # 78 to 86
    "ShadingType ColorSpace Background AntiAlias Domain Coords Extend Function BitsPerCoordinate BitsPerFlag"
    " VerticesPerRow"
)
_FUNCTION = "FunctionType Range Size BitsPerSample Order Encode C0 C1 N Functions Bounds"  # 38 to 41
_COLOUR = "WhitePoint BlackPoint Gamma"  # 63 to 65
_STATE = "LW LC LJ ML D RI FL SA BM CA ca AIS TK OP op OPM Font BC TR"  # 58, 144
_FONT = (  # 111, 112, 114, 117, 121
    "BaseFont FirstChar LastChar Widths FontDescriptor Encoding ToUnicode DescendantFonts FontBBox FontMatrix"
    " CharProcs CIDSystemInfo Registry Ordering Supplement DW W DW2 W2 CIDToGIDMap BaseEncoding Differences"
    " CMapName WMode UseCMap"
)
_DESCRIPTOR = (  # 122
    "FontName Flags ItalicAngle Ascent Descent Leading CapHeight XHeight StemV StemH AvgWidth MaxWidth MissingWidth"
    " FontFile FontFile2 FontFile3 Length1 Length2 Length3"
)
_DECODING = (  # 8, 11, 12, 13
    "Predictor Colors Columns EarlyChange Rows EndOfLine EncodedByteAlign EndOfBlock BlackIs1"
    " DamagedRowsBeforeError JBIG2Globals ColorTransform"
)


def _names(*listed: str) -> frozenset[str]:
    return frozenset(f"/{name}" for words in listed for name in words.split())


KEYS = _names(_PAGE, _IMAGE, _FORM, _PATTERN, _SHADING, _FUNCTION, _COLOUR, _STATE, _FONT, _DESCRIPTOR, _DECODING)
"""The keys that are copied, whichever dictionary they stand in."""

RESOURCES = _names("ExtGState ColorSpace Pattern Shading XObject Font")
"""In a dictionary of resources: the lists of things by names that the page itself has chosen (table 33)."""

IDENTIFIERS = _names("Registry Ordering")
"""The only texts that are copied, and only if they are short and plain: which set of letters a font has (table 116)."""

DRAWN = _names("Contents XObject CharProcs Pattern G")
"""Where a stream is read as instructions for drawing, unless it says that it is an image."""

IMAGES = _names("SMask Mask")
"""Where a stream is an image even if it does not say so."""
