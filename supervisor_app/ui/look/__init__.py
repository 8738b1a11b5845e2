"""The look: colours, fonts, measures, the style sheet, all from one table."""
