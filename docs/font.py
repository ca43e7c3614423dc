#!/usr/bin/env python3
"""Makes static/literata.woff2: Literata (SIL Open Font License 1.1), upright and italic in one variable font.

    npm install @fontsource-variable/literata@5.3.0 && pip install fonttools==4.68.0 brotli==1.2.1
    python3 docs/font.py node_modules/@fontsource-variable/literata/files static/literata.woff2
    python3 docs/font.py --bold static/literata.woff2 src/images/literata-bold.ttf   # for cards, which are drawn

One file is one request: the italics stand beside the upright glyphs, and the axis `ital` puts them in their place. The glyphs
are those of French, English and their neighbours; U+202F, which Literata lacks, is added; weights are 400 to 700.
"""
import sys

from fontTools import subset
from fontTools.ttLib import TTFont, newTable
from fontTools.ttLib.tables._f_v_a_r import Axis
from fontTools.ttLib.tables._g_l_y_f import Glyph
from fontTools.varLib import instancer
from fontTools.varLib.featureVars import addFeatureVariations

LETTERS = {*range(0x20, 0x7F), *range(0xA0, 0x100), 0x131, 0x152, 0x153, 0x178}
MARKS = {0x2010, 0x2011, 0x2013, 0x2014, 0x2018, 0x2019, 0x201A, 0x201C, 0x201D, 0x201E, 0x2022, 0x2026, 0x2032, 0x2033, 0x2039,
         0x203A, 0x20AC, 0x2190, 0x2192, 0x2212}
NARROW = 0x202F


def part(path, features):
    font = TTFont(path)
    fill = lambda: [font["gvar"].variations.setdefault(glyph, []) for glyph in font.getGlyphOrder()]
    fill()
    font = instancer.instantiateVariableFont(font, {"wght": (400, 700)})
    fill()
    options = subset.Options(layout_features=features, hinting=False, notdef_outline=True)
    options.drop_tables += ["STAT", "HVAR", "VVAR", "MVAR", "vhea", "vmtx", "DSIG"]
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=LETTERS | MARKS)
    subsetter.subset(font)
    fill()
    return font


def without_variations(lookup):
    """Kerning as it is at the lightest weight: devices point into their own font's store of variations."""
    def strip(value):
        for device in ("XPlaDevice", "YPlaDevice", "XAdvDevice", "YAdvDevice"):
            if value is not None and hasattr(value, device):
                delattr(value, device)
    for table in lookup.SubTable:
        table = getattr(table, "ExtSubTable", table)
        if table.Format == 1:
            for pairs in table.PairSet:
                for pair in pairs.PairValueRecord:
                    strip(pair.Value1), strip(pair.Value2)
        else:
            for first in table.Class1Record:
                for second in first.Class2Record:
                    strip(second.Value1), strip(second.Value2)
        table.ValueFormat1 &= 0x0F
        table.ValueFormat2 &= 0x0F
    return lookup


def renamed(lookup, name):
    for table in lookup.SubTable:
        table = getattr(table, "ExtSubTable", table)
        table.Coverage.glyphs = [name(glyph) for glyph in table.Coverage.glyphs]
        if table.Format == 1:
            for pairs in table.PairSet:
                for pair in pairs.PairValueRecord:
                    pair.SecondGlyph = name(pair.SecondGlyph)
        else:
            for classes in (table.ClassDef1, table.ClassDef2):
                classes.classDefs = {name(glyph): number for glyph, number in classes.classDefs.items()}
    return lookup


def main(folder, out):
    font = part(f"{folder}/literata-latin-wght-normal.woff2", ["kern", "liga", "ccmp", "locl"])
    italic = part(f"{folder}/literata-latin-wght-italic.woff2", ["kern"])
    name = lambda glyph: glyph + ".i"
    own, substitutes = set(font.getGlyphOrder()), {}
    order = font.getGlyphOrder()[:]
    for glyph in italic.getGlyphOrder():
        shape = italic["glyf"][glyph]
        if shape.isComposite():
            for component in shape.components:
                component.glyphName = name(component.glyphName)
        order.append(name(glyph))
        font["glyf"].glyphs[name(glyph)] = shape
        font["hmtx"].metrics[name(glyph)] = tuple(italic["hmtx"].metrics[glyph])
        font["gvar"].variations[name(glyph)] = italic["gvar"].variations.get(glyph, [])
        if glyph in own and glyph != ".notdef":
            substitutes[glyph] = name(glyph)
    kerning = {at for feature in italic["GPOS"].table.FeatureList.FeatureRecord for at in feature.Feature.LookupListIndex}
    lookups = font["GPOS"].table.LookupList
    for lookup in lookups.Lookup:
        without_variations(lookup)
    for at in sorted(kerning):
        lookup = italic["GPOS"].table.LookupList.Lookup[at]
        if lookup.LookupType not in (2, 9):
            continue
        lookups.Lookup.append(renamed(without_variations(lookup), name))
        for feature in font["GPOS"].table.FeatureList.FeatureRecord:
            if feature.FeatureTag == "kern":
                feature.Feature.LookupListIndex.append(len(lookups.Lookup) - 1)
                feature.Feature.LookupCount += 1
    lookups.LookupCount = len(lookups.Lookup)
    font["GDEF"].table.Version, font["GDEF"].table.VarStore = 0x00010000, None

    # A fifth of an em at most (Imprimerie nationale: « espace fine »).
    thin = Glyph()
    thin.numberOfContours = 0
    order.append("uni202F")
    font["glyf"].glyphs["uni202F"] = thin
    font["hmtx"].metrics["uni202F"] = (font["head"].unitsPerEm * 3 // 20, 0)
    font["gvar"].variations["uni202F"] = []
    for table in font["cmap"].tables:
        if table.isUnicode():
            table.cmap[NARROW] = "uni202F"

    font.setGlyphOrder(order)
    font["glyf"].glyphOrder = order
    font["maxp"].numGlyphs = len(order)
    axis = Axis()
    axis.axisTag, axis.minValue, axis.defaultValue, axis.maxValue = "ital", 0, 0, 1
    axis.axisNameID = font["name"].addMultilingualName({"en": "Italic"}, font)
    font["fvar"].axes.append(axis)
    for instance in font["fvar"].instances:
        instance.coordinates["ital"] = 0
    if "avar" in font:
        font["avar"].segments["ital"] = {-1.0: -1.0, 0.0: 0.0, 1.0: 1.0}
    addFeatureVariations(font, [([{"ital": (0.5, 1)}], substitutes)], featureTag="rvrn")
    font.flavor = "woff2"
    font.save(out)


def bold(path, out):
    font = instancer.instantiateVariableFont(TTFont(path), {"wght": 700, "ital": 0})
    subsetter = subset.Subsetter(subset.Options(layout_features=["kern"], hinting=False))
    subsetter.populate(unicodes=list(font.getBestCmap()))
    subsetter.subset(font)
    font.flavor = None
    font.save(out)


if __name__ == "__main__":
    bold(*sys.argv[2:]) if sys.argv[1] == "--bold" else main(*sys.argv[1:])
