"""The colours as values: name of the framework's variable -> (by day, by night). What else it looks like: page.css."""

COLOURS = {
    "body_background_fill": ("#f6f1e6", "#14110f"),
    "background_fill_primary": ("#fbf8f1", "#1c1815"),
    "background_fill_secondary": ("#efe8d9", "#231e1a"),
    "body_text_color": ("#221d17", "#efe7d9"),
    "body_text_color_subdued": ("#5f5547", "#b3a793"),
    "block_background_fill": ("#fbf8f1", "#1c1815"),
    "border_color_primary": ("#d9cfbc", "#3b342c"),
    "border_color_accent": ("#9c3a1b", "#e6a95f"),
    "color_accent_soft": ("#efe3d2", "#2e261e"),
    "input_background_fill": ("#fffdf8", "#1c1815"),
    "input_border_color": ("#8d8271", "#7a6f61"),
    "input_placeholder_color": ("#6c6152", "#a3967f"),
    "button_primary_background_fill": ("#9c3a1b", "#e6a95f"),
    "button_primary_background_fill_hover": ("#843015", "#efba78"),
    "button_primary_text_color": ("#fffaf2", "#1d1710"),
    "button_secondary_background_fill": ("#fffdf8", "#231e1a"),
    "button_secondary_background_fill_hover": ("#efe8d9", "#332c25"),
    "button_secondary_text_color": ("#3d352b", "#dcd2c2"),
}
FONTS: dict[str, list[str]] = {"font": ["system-ui", "sans-serif"], "font_mono": ["ui-monospace", "monospace"]}


def shades() -> dict[str, str]:
    """As the framework wants them: `name` and `name_dark`."""
    return {f"{name}{end}": pair[at] for name, pair in COLOURS.items() for at, end in enumerate(("", "_dark"))}
