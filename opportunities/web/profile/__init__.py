"""What a visitor says of herself: her answers in the form, in the cookie, in a link, in words and on other pages."""
