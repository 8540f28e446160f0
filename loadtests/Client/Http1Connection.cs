using System.Net;
using System.Net.Sockets;
using System.Text;

namespace GbGateway.Load.Client;

/// <summary>HTTP/1.1 kept alive on a bare socket: costs the load generator's core a tenth of what a general client does.</summary>
public sealed class Http1Connection(LoadOrder order) : IConnection
{
    private readonly byte[] _request = Encoding.UTF8.GetBytes(
        $"POST {order.Path} HTTP/1.1\r\nHost: {order.Target.Authority}\r\nContent-Type: application/json\r\nAuthorization: Bearer sk-test\r\nAccept: */*\r\n"
        + $"x-load: {order.Answer}\r\n{string.Concat(order.Headers.Select(static one => $"{one.Name}: {one.Value}\r\n"))}Content-Length: {Encoding.UTF8.GetByteCount(order.Body)}\r\n\r\n{order.Body}");

    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly byte[] _head = new byte[32 << 10];
    private readonly HttpAnswer _answer = new();
    private readonly EventClock _clock = new();
    private readonly bool _streamed = order.Answer.StartsWith("sse", StringComparison.Ordinal);
    private Socket? _socket;
    private int _headLength;
    private bool _keepsHead;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    /// <inheritdoc/>
    public async Task<bool> ExchangeAsync(long due, Figures? figures)
    {
        try
        {
            _socket ??= await ConnectAsync();
            _answer.Reset();
            _clock.Reset();
            _keepsHead = _headLength == 0; // the first answer is enough to tell whether it is labelled
            await _socket.SendAsync(_request);
            while (!_answer.IsWhole)
            {
                var length = await _socket.ReceiveAsync(_buffer);
                if (length == 0)
                {
                    Close();
                    return false;
                }
                Take(_buffer.AsSpan(0, length), due, figures);
            }
            return _answer.Status == 200 && _clock.Events >= order.Events;
        }
        catch (Exception e) when (e is SocketException or InvalidDataException)
        {
            Close();
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose() => Close();

    private void Take(ReadOnlySpan<byte> piece, long due, Figures? figures)
    {
        while (piece.Length > 0 && !_answer.IsWhole)
        {
            var body = _answer.Read(piece, out var used);
            piece = piece[used..];
            if (body.Length == 0)
            {
                continue;
            }
            if (_streamed)
            {
                _clock.Observe(body, due, figures);
            }
            if (figures is not null)
            {
                figures.Bytes += body.Length;
            }
            if (_keepsHead && _headLength < _head.Length)
            {
                var kept = body[..Math.Min(body.Length, _head.Length - _headLength)];
                kept.CopyTo(_head.AsSpan(_headLength));
                _headLength += kept.Length;
            }
        }
    }

    private async Task<Socket> ConnectAsync()
    {
        var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(IPAddress.Loopback, order.Target.Port);
        return socket;
    }

    private void Close()
    {
        _socket?.Dispose();
        _socket = null;
    }
}
