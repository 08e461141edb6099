"""comity: a ledger of how states and other political actors stand to each other, and who says so."""
