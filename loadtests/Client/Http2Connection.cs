using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace GbGateway.Load.Client;

/// <summary>HTTP/2 with prior knowledge; all exchanges share the client's connections.</summary>
public sealed class Http2Connection(LoadOrder order, HttpClient client) : IConnection
{
    private readonly byte[] _body = Encoding.UTF8.GetBytes(order.Body);
    private readonly byte[] _buffer = new byte[64 << 10];
    private readonly byte[] _head = new byte[32 << 10];
    private readonly EventClock _clock = new();
    private int _headLength;
    private bool _keepsHead;

    /// <inheritdoc/>
    public ReadOnlySpan<byte> Head => _head.AsSpan(0, _headLength);

    /// <inheritdoc/>
    public async Task<bool> ExchangeAsync(long due, Figures? figures)
    {
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(order.Target, order.Path))
            {
                Version = HttpVersion.Version20,
                VersionPolicy = HttpVersionPolicy.RequestVersionExact,
                Content = new ByteArrayContent(_body) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } },
            };
            request.Headers.TryAddWithoutValidation("x-load", order.Answer);
            foreach (var (name, value) in order.Headers)
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
            using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
            await using var body = await response.Content.ReadAsStreamAsync();
            _clock.Reset();
            _keepsHead = _headLength == 0; // the first answer is enough to tell whether it is labelled
            while (await body.ReadAsync(_buffer) is var length and > 0)
            {
                Take(_buffer.AsSpan(0, length), due, figures);
            }
            return response.StatusCode == HttpStatusCode.OK && _clock.Events >= order.Events;
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            return false;
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        // the client is shared
    }

    private void Take(ReadOnlySpan<byte> body, long due, Figures? figures)
    {
        if (order.Events > 0)
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
