using System.Net;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using GbGateway.Content;
using GbGateway.Content.Links;
using Polly;
using Polly.Retry;

namespace GbGateway.Links;

/// <summary>
/// Fetches what foreign links name (<c>T10</c>).
/// 1. The host must be on the policy's lists, with its scheme and port; so must that of each redirect, of which there are three at most.
/// 2. A name is resolved once, all its addresses must be public unless the operator calls the host internal, and the connection goes to one of
///    those very addresses. No connection is used twice: what was allowed for one policy is not for another.
/// 3. Nothing of the client's request goes along: no cookies, no credentials, no headers; no proxy of the environment is asked.
/// 4. What fails before the head came is tried again, twice.
/// </summary>
public sealed class LinkFetcher : IDisposable
{
    private const int MostRedirects = 3;
    private const int MostRetries = 2;
    private const int MostAddresses = 4;

    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);
    private static readonly HttpRequestOptionsKey<bool> IsInternal = new("gbgateway.internal");

    private readonly HttpMessageInvoker _client;
    private readonly ResiliencePipeline<HttpResponseMessage> _retries;
    private readonly Func<string, CancellationToken, Task<IPAddress[]>> _resolve;

    /// <summary>Makes one.</summary>
    /// <param name="time">The clock of the waits between tries.</param>
    /// <param name="resolve">Resolves a host's name; the system's resolver if null.</param>
    /// <param name="roots">The certificates that vouch for hosts; the system's if null.</param>
    public LinkFetcher(TimeProvider time, Func<string, CancellationToken, Task<IPAddress[]>>? resolve = null, X509Certificate2Collection? roots = null)
    {
        _resolve = resolve ?? Dns.GetHostAddressesAsync;
        _client = new HttpMessageInvoker(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.None,
            UseCookies = false,
            UseProxy = false,
            Credentials = null,
            ActivityHeadersPropagator = null,
            PooledConnectionLifetime = TimeSpan.Zero,
            ResponseDrainTimeout = TimeSpan.Zero,
            MaxResponseHeadersLength = 32,
            ConnectTimeout = ConnectTimeout * 2,
            ConnectCallback = ConnectAsync,
            SslOptions = { CertificateChainPolicy = roots is null ? null : Trusting(roots) },
        });
        _retries = new ResiliencePipelineBuilder<HttpResponseMessage> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<HttpResponseMessage>
            {
                MaxRetryAttempts = MostRetries,
                Delay = TimeSpan.FromMilliseconds(100),
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                ShouldHandle = static outcome => ValueTask.FromResult(
                    outcome.Outcome.Exception is HttpRequestException e ? FindDenial(e) is null : outcome.Outcome.Result is { StatusCode: >= HttpStatusCode.InternalServerError }),
                OnRetry = static again =>
                {
                    again.Outcome.Result?.Dispose();
                    return default;
                },
            })
            .Build();
    }

    /// <summary>Asks for a picture and comes back with the head of the answer.</summary>
    /// <exception cref="LinkDeniedException">It may not be asked for, or leads to what may not.</exception>
    /// <exception cref="HttpRequestException">The host can't be reached.</exception>
    public async Task<HttpResponseMessage> FetchAsync(LinkTarget target, ContentPolicy policy, CancellationToken cancellation)
    {
        for (var redirects = 0; ; redirects++)
        {
            if (!policy.MayFetch(target.Uri))
            {
                throw new LinkDeniedException(redirects == 0 ? "the host of the link is not on this route's lists" : "the link leads to a host that is not on this route's lists");
            }
            var response = await AskAsync(target, policy, cancellation);
            if (response.StatusCode is not (HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
                or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect))
            {
                return response;
            }
            using (response)
            {
                if (redirects == MostRedirects)
                {
                    throw new LinkDeniedException($"the link leads on more than {MostRedirects} times");
                }
                target = response.Headers.Location is { } location && LinkTarget.TryRead(new Uri(target.Uri, location).AbsoluteUri) is { } next
                    ? next
                    : throw new LinkDeniedException("the link leads to what is no http address");
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _client.Dispose();

    private async Task<HttpResponseMessage> AskAsync(LinkTarget target, ContentPolicy policy, CancellationToken cancellation)
    {
        try
        {
            return await _retries.ExecuteAsync(
                static async (state, token) =>
                {
                    using var request = new HttpRequestMessage(HttpMethod.Get, state.Uri);
                    request.Options.Set(IsInternal, state.IsInternal);
                    request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/*"));
                    request.Headers.AcceptEncoding.Add(new StringWithQualityHeaderValue("identity"));
                    request.Headers.UserAgent.Add(new ProductInfoHeaderValue("GbGateway", null));
                    request.Headers.ConnectionClose = true;
                    return await state.Client.SendAsync(request, token);
                },
                (target.Uri, IsInternal: policy.InternalLinkHosts.Contains(target.Uri), Client: _client), cancellation);
        }
        catch (HttpRequestException e) when (FindDenial(e) is { } denial)
        {
            throw new LinkDeniedException(denial.Message);
        }
    }

    private async ValueTask<Stream> ConnectAsync(SocketsHttpConnectionContext context, CancellationToken cancellation)
    {
        var host = context.DnsEndPoint.Host.Trim('[', ']');
        var addresses = IPAddress.TryParse(host, out var literal) ? [literal] : await _resolve(host, cancellation);
        if (!context.InitialRequestMessage.Options.TryGetValue(IsInternal, out var isInternal) || !isInternal)
        {
            // One that is not public beside public ones is no accident.
            if (!Array.TrueForAll(addresses, GlobalAddresses.Contains))
            {
                throw new LinkDeniedException("the host of the link has an address that is not public, and InternalLinkHosts does not name it");
            }
        }
        Exception? last = null;
        foreach (var address in addresses.Take(MostAddresses))
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                using var limit = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
                limit.CancelAfter(ConnectTimeout);
                await socket.ConnectAsync(new IPEndPoint(address, context.DnsEndPoint.Port), limit.Token);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch (Exception e) when (e is SocketException || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
            {
                socket.Dispose();
                last = e;
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
        throw new IOException("the host of the link can't be reached", last);
    }

    private static X509ChainPolicy Trusting(X509Certificate2Collection roots)
    {
        var policy = new X509ChainPolicy { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        policy.CustomTrustStore.AddRange(roots);
        return policy;
    }

    private static LinkDeniedException? FindDenial(Exception? e)
    {
        while (e is not (null or LinkDeniedException))
        {
            e = e.InnerException;
        }
        return e as LinkDeniedException;
    }
}
