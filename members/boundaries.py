"""Drawing borough boundaries: GeoJSON to SVG paths, for small maps. Pure."""

import math
from collections.abc import Iterator

WIDTH = 540  # SVG units
LATITUDE = 51.5  # of London: a degree of longitude is that much shorter there
SHORTER = math.cos(math.radians(LATITUDE))

Point = tuple[float, float]


def rings_of(geometry: dict) -> list[list[Point]]:
    """Every ring of a Polygon or MultiPolygon, as longitude and latitude."""
    polygons = geometry["coordinates"]
    if geometry["type"] == "Polygon":
        polygons = [polygons]
    return [[(x, y) for x, y, *_ in ring] for polygon in polygons for ring in polygon]


def paths_of(boundaries: dict[str, dict]) -> tuple[dict[str, str], str]:
    """Each boundary's path by its key, and the view box that holds them all.

    One scale for both directions, north up; points to a tenth of a unit.
    """
    rings = {key: rings_of(geometry) for key, geometry in boundaries.items()}
    points = list(_points(rings.values()))
    if not points:
        return {}, f"0 0 {WIDTH} {WIDTH}"
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    scale = WIDTH / ((east - west) * SHORTER or 1)

    def place(point: Point) -> str:
        x, y = (point[0] - west) * SHORTER * scale, (north - point[1]) * scale
        return f"{x:.1f},{y:.1f}"

    drawn = {
        key: "".join(f"M{'L'.join(place(p) for p in ring)}Z" for ring in found)
        for key, found in rings.items()
    }
    return drawn, f"0 0 {WIDTH} {math.ceil((north - south) * scale)}"


def _points(groups) -> Iterator[Point]:
    for rings in groups:
        for ring in rings:
            yield from ring
