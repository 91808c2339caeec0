"""smtplib and ftplib, each against as much of a server as the exchange needs."""
import ftplib
import io
import smtplib
import socket
import unittest

from library.serving import SECONDS, serving


class Smtp(unittest.TestCase):
    def answer(self, connection):
        """A mail exchanger that keeps what it gets."""
        with connection.makefile("rwb", buffering=0) as lines:
            lines.write(b"220 here ESMTP\r\n")
            while line := lines.readline():
                verb = line[:4].upper()
                if verb == b"EHLO":
                    lines.write(b"250-here\r\n250 8BITMIME\r\n")
                elif verb == b"DATA":
                    lines.write(b"354 go on\r\n")
                    while (line := lines.readline()) != b".\r\n":
                        self.mail.append(line)
                    lines.write(b"250 kept\r\n")
                elif verb == b"QUIT":
                    lines.write(b"221 bye\r\n")
                    return
                elif b"nobody" in line:
                    lines.write(b"550 nobody here\r\n")
                else:
                    lines.write(b"250 ok\r\n")

    def test_a_mail_arrives(self):
        self.mail = []
        text = "Subject: greeting\r\n\r\nfirst\r\n.second\r\n" + "more\r\n" * 5000
        with serving(self.answer) as address, smtplib.SMTP(*address, local_hostname="localhost", timeout=SECONDS) as client:
            self.assertTrue(client.has_extn("8BITMIME") or client.ehlo()[0] == 250)
            self.assertEqual(client.sendmail("a@here", ["b@here"], text), {})
            with self.assertRaises(smtplib.SMTPRecipientsRefused):
                client.sendmail("a@here", ["nobody@here"], text)
        self.assertEqual(b"".join(self.mail).replace(b"\n..", b"\n."), text.encode())


class Ftp(unittest.TestCase):
    def answer(self, connection):
        """A file server with one folder, of passive connections."""
        data = None
        with connection.makefile("rwb", buffering=0) as lines:
            def say(text):
                lines.write(text.encode() + b"\r\n")
            say("220 here")
            while line := lines.readline().decode().strip():
                verb, _, name = line.partition(" ")
                if verb in ("PASV", "EPSV"):
                    data = self.enterContext(socket.create_server(("127.0.0.1", 0)))
                    data.settimeout(SECONDS)
                    port = data.getsockname()[1]
                    say(f"227 here (127,0,0,1,{port >> 8},{port & 255})" if verb == "PASV" else f"229 here (|||{port}|)")
                elif verb in ("STOR", "RETR", "NLST"):
                    say("150 now")
                    with data.accept()[0] as transfer, data, transfer.makefile("rwb") as stream:
                        self.transfer(verb, name, stream)
                    say("226 done")
                elif verb == "QUIT":
                    say("221 bye")
                    return
                else:
                    say({"USER": "331 who", "PASS": "230 welcome", "TYPE": "200 ok"}.get(verb, "502 cannot"))

    def transfer(self, verb, name, stream):
        if verb == "STOR":
            self.files[name] = stream.read()
        elif verb == "RETR":
            stream.write(self.files[name])
        else:
            stream.write("".join(f"{each}\r\n" for each in self.files).encode())

    def test_a_file_goes_there_and_back(self):
        self.files = {}
        content = bytes(range(256)) * 4096
        with serving(self.answer) as address, ftplib.FTP(timeout=SECONDS) as client:
            client.connect(*address)
            client.login("me", "secret")
            client.storbinary("STOR there", io.BytesIO(content))
            self.assertEqual(client.nlst(), ["there"])
            back = io.BytesIO()
            client.retrbinary("RETR there", back.write)
            self.assertEqual(back.getvalue(), content)
            with self.assertRaises(ftplib.error_perm):
                client.cwd("nowhere")
