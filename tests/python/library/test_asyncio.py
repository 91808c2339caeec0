"""asyncio: TCP streams, UDP and the loop's own socket calls."""
import asyncio
import os
import socket
import unittest

from library.serving import SECONDS


class Echo(asyncio.DatagramProtocol):
    def connection_made(self, transport):
        self.transport = transport

    def datagram_received(self, data, address):
        self.transport.sendto(data.upper(), address)


class Answer(asyncio.DatagramProtocol):
    def __init__(self):
        self.answer = asyncio.get_running_loop().create_future()

    def datagram_received(self, data, address):
        self.answer.set_result((data, address))


class Asyncio(unittest.IsolatedAsyncioTestCase):
    async def asyncSetUp(self):
        self.loop = asyncio.get_running_loop()

    async def test_tcp_streams_echo(self):
        async def echo(reader, writer):
            writer.write(await reader.read())
            writer.write_eof()
            await writer.drain()
            writer.close()
        sent = os.urandom(1 << 20)
        server = await asyncio.start_server(echo, "127.0.0.1", 0)
        async with server:
            reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
            writer.write(sent)
            writer.write_eof()
            self.assertEqual(await asyncio.wait_for(reader.read(), SECONDS), sent)
            writer.close()
            await writer.wait_closed()

    async def test_udp_answers(self):
        server, _ = await self.loop.create_datagram_endpoint(Echo, local_addr=("127.0.0.1", 0))
        address = server.get_extra_info("sockname")
        client, answer = await self.loop.create_datagram_endpoint(Answer, remote_addr=address)
        client.sendto(b"datagram")
        self.assertEqual(await asyncio.wait_for(answer.answer, SECONDS), (b"DATAGRAM", address))
        client.close()
        server.close()

    async def test_sock_calls_on_streams(self):
        with socket.create_server(("127.0.0.1", 0)) as listener, socket.socket() as client:
            listener.setblocking(False)
            client.setblocking(False)
            accepted = asyncio.create_task(self.loop.sock_accept(listener))
            await self.loop.sock_connect(client, listener.getsockname())
            server, address = await asyncio.wait_for(accepted, SECONDS)
            with server:
                self.assertEqual(address, client.getsockname())
                sent = os.urandom(1 << 20)
                sending = asyncio.create_task(self.loop.sock_sendall(client, sent))
                received = bytearray()
                while len(received) < len(sent):
                    received += await asyncio.wait_for(self.loop.sock_recv(server, 1 << 16), SECONDS)
                await sending
                self.assertEqual(received, sent)
                await self.loop.sock_sendall(server, b"back")
                view = bytearray(8)
                self.assertEqual(await self.loop.sock_recv_into(client, view), 4)
                self.assertEqual(view, b"back\0\0\0\0")

    async def test_sock_calls_on_datagrams(self):
        with socket.socket(type=socket.SOCK_DGRAM) as one, socket.socket(type=socket.SOCK_DGRAM) as other:
            for s in (one, other):
                s.bind(("127.0.0.1", 0))
                s.setblocking(False)
            await self.loop.sock_sendto(one, b"there", other.getsockname())
            self.assertEqual(await asyncio.wait_for(self.loop.sock_recvfrom(other, 64), SECONDS), (b"there", one.getsockname()))

    async def test_names_resolve_in_a_thread(self):
        found = await self.loop.getaddrinfo("localhost", 80, family=socket.AF_INET, type=socket.SOCK_STREAM)
        self.assertIn((socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP, "", ("127.0.0.1", 80)), found)

    async def test_unix_streams_echo(self):
        one, other = socket.socketpair()
        reader, writer = await asyncio.open_unix_connection(sock=one)
        with other:
            writer.write(b"line\n")
            await writer.drain()
            other.settimeout(SECONDS)
            self.assertEqual(other.recv(64), b"line\n")
            other.sendall(b"answer\n")
            self.assertEqual(await asyncio.wait_for(reader.readline(), SECONDS), b"answer\n")
        writer.close()
        await writer.wait_closed()
