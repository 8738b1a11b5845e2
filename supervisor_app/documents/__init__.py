"""The only reportlab and qrcode: what goes on paper."""
